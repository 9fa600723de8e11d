import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { AcceptInvitationDocument, InvitationDocument, LogOutDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter, useViewer } from '../api/viewer';
import { AccountFrame } from './account-frame';
import { fieldError, formError } from './field-error';
import { FormProblem } from './form-problem';
import { PasswordMeter } from './password-meter';
import { passwordStrength } from './password-strength';
import { showCharacters } from './show-characters';

/** Where the link of an invitation leads: what it is for, and how this visitor accepts it. */
export function InvitationPage() {
  const { search, hash } = useLocation();
  // Behind a # it reaches no server's log.
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? new URLSearchParams(search).get('token') ?? '';
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
      void navigate('/alerts', { replace: true });
    },
  });
  const leave = useMutation({ mutationFn: () => api.request(LogOutDocument, {}), onSuccess: () => enter(null) });
  const errors = accept.data?.acceptInvitation.userErrors;

  if (invitation.isLoading || viewer.isPending) return null;
  const glance = invitation.data;
  if (!glance) {
    const message = token ? 'This invitation is not open any more: it was used, taken back, or has expired. Ask for another.' : 'This link is not whole. Copy all of it from the mail.';
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
    const next = encodeURIComponent(`/invitation?token=${token}`);
    return frame(
      <div className="stack">
        <p>This address has an account. Log in with it; then you come back here.</p>
        <Button component={Link} to={`/log-in?next=${next}`} size="md">
          Log in
        </Button>
      </div>,
    );
  }
  const tooWeak = passwordStrength(password).level < 2 ? 'Choose a longer password, without repetition.' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooWeak) accept.mutate();
  };
  return frame(
    <form className="stack" onSubmit={submit}>
      <input type="hidden" autoComplete="username" value={glance.email} readOnly />
      <PasswordInput
        label="Choose a password"
        required
        withAsterisk={false}
        autoComplete="new-password"
        aria-describedby="password-strength"
        visibilityToggleButtonProps={showCharacters}
        value={password}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        error={fieldError(errors, 'password') ?? (tried ? tooWeak : undefined)}
      />
      <PasswordMeter id="password-strength" password={password} />
      {problem}
      <Button type="submit" size="md" loading={accept.isPending}>
        Create account and join
      </Button>
    </form>,
  );
}
