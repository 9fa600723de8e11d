import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { VerifyEmailDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import { AccountFrame } from './account-frame';
import { fieldError, formError } from './field-error';
import { FormProblem } from './form-problem';
import { BROKEN_LINK, useLinkToken } from './use-link-token';

/** A press of a button, not the mere opening: mail filters open every link, and the token works once. */
export function VerifyPage() {
  const token = useLinkToken();
  const navigate = useNavigate();
  const enter = useEnter();
  const [password, setPassword] = useState('');
  // Once it is asked for, it stays: a wrong one is tried again.
  const [elsewhere, setElsewhere] = useState(false);
  const verify = useMutation({
    mutationFn: () => api.request(VerifyEmailDocument, { input: { token, password: password || null } }),
    onSuccess: ({ verifyEmail: { viewer, userErrors } }) => {
      if (userErrors.some(({ code }) => code === 'sign-up.other_browser')) setElsewhere(true);
      if (!viewer) return;
      enter(viewer);
      void navigate('/', { replace: true });
    },
  });
  const errors = verify.data?.verifyEmail.userErrors.filter(({ code }) => code !== 'sign-up.other_browser');
  const wrong = errors?.find(({ code }) => code === 'sign-up.password_wrong')?.message;
  const problem = token ? formError(errors?.filter(({ code }) => code !== 'sign-up.password_wrong'), ['password']) : BROKEN_LINK;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  return (
    <AccountFrame title="Verify your address" lead="One press finishes your account and opens the console." foot={<Link to="/sign-up">Sign up again</Link>}>
      <form className="stack" onSubmit={submit}>
        {elsewhere && (
          <>
            <p>This is not the browser that signed up. Type the password that was chosen there. If it was not you who signed up, leave this page: nothing happens without it.</p>
            <PasswordInput
              autoFocus
              label="Password chosen at sign-up"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={({ currentTarget }) => setPassword(currentTarget.value)}
              error={wrong ?? fieldError(errors, 'password')}
            />
          </>
        )}
        <FormProblem message={problem} error={verify.error} />
        <Button type="submit" size="md" disabled={!token} loading={verify.isPending}>
          Verify and open the console
        </Button>
      </form>
    </AccountFrame>
  );
}
