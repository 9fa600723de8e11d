import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { SignInWithLinkDocument } from '@vedette/api-client';
import { Link } from 'react-router';
import { api } from '../api/client';
import { AccountFrame } from './account-frame';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { SecondStep } from './second-step';
import { BROKEN_LINK, useLinkToken } from './use-link-token';
import { useSignIn } from './use-sign-in';

/** A press of a button, not the mere opening: mail filters open every link, and the token works once. */
export function SignInLinkPage() {
  const token = useLinkToken();
  const { asked, take, startOver } = useSignIn();
  const signIn = useMutation({ mutationFn: async () => (await api.request(SignInWithLinkDocument, { input: { token } })).signInWithLink, onSuccess: take });
  const errors = signIn.data?.userErrors ?? [];
  if (asked) return <SecondStep asked={asked} take={take} startOver={startOver} />;
  const dead = !token || errors.length > 0;
  return (
    <AccountFrame title="Sign in" lead="One press brings you in." foot={<Link to="/log-in">Log in with your password</Link>}>
      <div className="stack">
        <FormProblem message={token ? formError(errors, []) : BROKEN_LINK} error={signIn.error} />
        {dead ? (
          <Button component={Link} to="/mail-link" size="md">
            Mail me another link
          </Button>
        ) : (
          <Button size="md" loading={signIn.isPending} onClick={() => signIn.mutate()}>
            Sign in
          </Button>
        )}
      </div>
    </AccountFrame>
  );
}
