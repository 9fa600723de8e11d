import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { AcceptInvitationDocument, InvitationDocument, LogOutDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter, useViewer } from '../api/viewer';
import { AccountFrame } from './account-frame';
import { fieldError, formError } from './field-error';
import { FormProblem } from './form-problem';
import { NewPassword, tooWeak } from './new-password';
import { BROKEN_LINK, useLinkToken } from './use-link-token';

/** Where the link of an invitation leads: what it is for, and how this visitor accepts it. */
export function InvitationPage() {
  const token = useLinkToken();
  const viewer = useViewer();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: async ({ signal }) => (await api.request(InvitationDocument, { token }, signal)).invitation,
    enabled: token !== '',
  });
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const enter = useEnter();
  const accept = useMutation({
    mutationFn: () => api.request(AcceptInvitationDocument, { input: { token, password: password || null } }),
    onSuccess: ({ acceptInvitation: { viewer: next } }) => {
      if (!next) return;
      enter(next);
      void navigate('/', { replace: true });
    },
  });
  const leave = useMutation({ mutationFn: () => api.request(LogOutDocument, {}), onSuccess: () => enter(null) });
  const errors = accept.data?.acceptInvitation.userErrors;

  if (invitation.isLoading || viewer.isPending) return null;
  const glance = invitation.data;
  if (!glance) {
    const message = token ? 'This invitation is not open any more: it was used, taken back, or has expired. Ask for another.' : BROKEN_LINK;
    return (
      <AccountFrame title="Invitation" foot={<Link to="/log-in">Log in</Link>}>
        <FormProblem message={invitation.isError ? null : message} error={invitation.error} />
      </AccountFrame>
    );
  }
  const lead = `${glance.organisation} invites ${glance.email} as ${glance.roleName}.`;
  const frame = (children: ReactNode) => (
    <AccountFrame title={`Join ${glance.organisation}`} lead={lead}>
      {children}
    </AccountFrame>
  );
  const problem = <FormProblem message={formError(errors, ['password'])} error={accept.error ?? leave.error} />;

  if (viewer.data) {
    return frame(
      <div className="stack">
        <p className="muted">You are signed in as {viewer.data.email ?? viewer.data.principal}.</p>
        {problem}
        <Button size="md" loading={accept.isPending} onClick={() => accept.mutate()}>
          Join
        </Button>
        <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          Use another account
        </Button>
      </div>,
    );
  }
  if (glance.hasAccount) {
    return frame(
      <div className="stack">
        <p>This address has an account. Log in with it; then you come back here.</p>
        <Button component={Link} to="/log-in?next=/invitation" state={{ token }} size="md">
          Log in
        </Button>
      </div>,
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooWeak(password)) accept.mutate();
  };
  return frame(
    <form className="stack" onSubmit={submit}>
      <input type="hidden" autoComplete="username" value={glance.email} readOnly />
      <NewPassword label="Choose a password" password={password} change={setPassword} error={fieldError(errors, 'password') ?? (tried ? tooWeak(password) : undefined)} />
      {problem}
      <Button type="submit" size="md" loading={accept.isPending}>
        Create account and join
      </Button>
    </form>,
  );
}
