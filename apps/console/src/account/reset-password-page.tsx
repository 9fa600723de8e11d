import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ResetPasswordDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client';
import { AccountFrame } from './account-frame';
import { fieldError, formError } from './field-error';
import { FormProblem } from './form-problem';
import { NewPassword, tooWeak } from './new-password';
import { SecondStep } from './second-step';
import { BROKEN_LINK, useLinkToken } from './use-link-token';
import { useSignIn } from './use-sign-in';

/** Where the letter of a forgotten password leads. */
export function ResetPasswordPage() {
  const token = useLinkToken();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { asked, take, startOver } = useSignIn();
  const reset = useMutation({ mutationFn: async () => (await api.request(ResetPasswordDocument, { input: { token, password } })).resetPassword, onSuccess: take });
  const errors = reset.data?.userErrors;
  if (asked) return <SecondStep asked={asked} take={take} startOver={startOver} />;
  const dead = !token || errors?.some(({ code }) => code === 'token.invalid');
  if (dead || reset.data?.secondFactor) {
    return (
      <AccountFrame title="New password" foot={<Link to="/log-in">Back to log in</Link>}>
        <div className="stack">
          {dead ? <FormProblem message={token ? formError(errors, []) : BROKEN_LINK} /> : <p>Your new password is set. Log in with it and your second factor.</p>}
          <Button component={Link} to={dead ? '/forgot-password' : '/log-in'} size="md">
            {dead ? 'Mail me another link' : 'Log in'}
          </Button>
        </div>
      </AccountFrame>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooWeak(password)) reset.mutate();
  };
  return (
    <AccountFrame title="New password" lead="All sessions of your account end, on every device, and this one begins." foot={<Link to="/log-in">Back to log in</Link>}>
      <form className="stack" onSubmit={submit}>
        <NewPassword label="Your new password" password={password} change={setPassword} error={fieldError(errors, 'password') ?? (tried ? tooWeak(password) : undefined)} />
        <FormProblem message={formError(errors, ['password'])} error={reset.error} />
        <Button type="submit" size="md" loading={reset.isPending}>
          Set the new password
        </Button>
      </form>
    </AccountFrame>
  );
}
