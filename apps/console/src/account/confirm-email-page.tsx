import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmEmailChangeDocument, LogOutDocument } from '@vedette/api-client';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client';
import { useEnter, useViewer } from '../api/viewer';
import { AccountFrame } from './account-frame';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { BROKEN_LINK, useLinkToken } from './use-link-token';

/** Where the two letters of a change of address lead. Only who is signed in to that very account confirms it. */
export function ConfirmEmailPage() {
  const token = useLinkToken();
  const viewer = useViewer();
  const queries = useQueryClient();
  const enter = useEnter();
  const leave = useMutation({ mutationFn: () => api.request(LogOutDocument, {}), onSuccess: () => enter(null) });
  const confirm = useMutation({
    mutationFn: async () => (await api.request(ConfirmEmailChangeDocument, { input: { token } })).confirmEmailChange,
    onSuccess: async ({ viewer: next }) => {
      if (next) queries.setQueryData(['viewer'], next);
      await queries.invalidateQueries({ queryKey: ['own-account'] });
    },
  });
  const frame = (children: ReactNode, lead?: string) => (
    <AccountFrame title="Your new address" lead={lead} foot={<Link to="/account">To your account</Link>}>
      <div className="stack">{children}</div>
    </AccountFrame>
  );
  if (viewer.isPending) return null;
  const answer = confirm.data;
  if (answer?.viewer) return frame(<p role="status">Done: your address is {answer.viewer.email}. All your other sessions have ended.</p>);
  if (answer?.emailChange) {
    return frame(
      <p role="status">
        Confirmed. Now follow the link that went to {answer.emailChange.newConfirmed ? 'your present address' : answer.emailChange.email}: the address changes with that.
      </p>,
    );
  }
  if (!token) return frame(<FormProblem message={BROKEN_LINK} />);
  if (!viewer.data) {
    return frame(
      <Button component={Link} to="/log-in?next=/confirm-email" state={{ token }} size="md">
        Log in to confirm
      </Button>,
      'Log in to the account whose address changes; then you come back here.',
    );
  }
  const errors = answer?.userErrors;
  const dead = errors?.some(({ code }) => code === 'token.invalid' || code === 'email.unavailable');
  return frame(
    <>
      <p className="muted">You are signed in as {viewer.data.email ?? viewer.data.principal}.</p>
      <FormProblem message={formError(errors, [])} error={confirm.error ?? leave.error} />
      {dead ? (
        <p>
          Links work for 24 hours, once, and only in the account that asked. You can ask anew under <Link to="/account">Your account</Link>.
        </p>
      ) : (
        <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate()}>
          Confirm the address
        </Button>
      )}
      <Button variant="default" size="md" loading={leave.isPending} onClick={() => leave.mutate()}>
        Use another account
      </Button>
    </>,
  );
}
