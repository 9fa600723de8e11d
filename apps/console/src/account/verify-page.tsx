import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { VerifyEmailDocument } from '@vedette/api-client';
import { Link, useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import { AccountFrame } from './account-frame';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { BROKEN_LINK, useLinkToken } from './use-link-token';

/** A press of a button, not the mere opening: mail filters open every link, and the token works once. */
export function VerifyPage() {
  const token = useLinkToken();
  const navigate = useNavigate();
  const enter = useEnter();
  const verify = useMutation({
    mutationFn: () => api.request(VerifyEmailDocument, { input: { token } }),
    onSuccess: ({ verifyEmail: { viewer } }) => {
      if (!viewer) return;
      enter(viewer);
      void navigate('/', { replace: true });
    },
  });
  const problem = token ? formError(verify.data?.verifyEmail.userErrors, []) : BROKEN_LINK;
  return (
    <AccountFrame title="Verify your address" lead="One press finishes your account and opens the console." foot={<Link to="/sign-up">Sign up again</Link>}>
      <div className="stack">
        <FormProblem message={problem} error={verify.error} />
        <Button size="md" disabled={!token} loading={verify.isPending} onClick={() => verify.mutate()}>
          Verify and open the console
        </Button>
      </div>
    </AccountFrame>
  );
}
