import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { BeginPasskeySignInDocument, LogInDocument, SignInWithPasskeyDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client';
import classes from './account-frame.module.css';
import { AccountFrame } from './account-frame';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { givePasskey } from './passkey';
import { PasskeyButton } from './passkey-button';
import { SecondStep } from './second-step';
import { showCharacters } from './show-characters';
import { usePasskeyAutofill } from './use-passkey-autofill';
import { useSignIn } from './use-sign-in';

export function LogInPage() {
  const [input, setInput] = useState({ email: '', password: '' });
  const { asked, take, startOver } = useSignIn();
  const logIn = useMutation({ mutationFn: async () => (await api.request(LogInDocument, { input })).logIn, onSuccess: take });
  const passkey = useMutation({
    // Without a response the browser asks for one in a window of its own.
    mutationFn: async (chosen: string | null) => {
      const response = chosen ?? (await givePasskey((await api.request(BeginPasskeySignInDocument, {})).beginPasskeySignIn));
      return (await api.request(SignInWithPasskeyDocument, { input: { response } })).signInWithPasskey;
    },
    onSuccess: take,
  });
  usePasskeyAutofill(!asked && !passkey.isPending, passkey.mutate);
  if (asked) {
    const back = () => {
      logIn.reset();
      setInput((before) => ({ ...before, password: '' }));
      startOver();
    };
    return <SecondStep asked={asked} take={take} startOver={back} />;
  }
  const change = (name: keyof typeof input) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setInput((before) => ({ ...before, [name]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    passkey.reset();
    logIn.mutate();
  };
  const byPasskey = () => {
    logIn.reset();
    passkey.mutate(null);
  };
  return (
    <AccountFrame title="Log in" foot={<>New here? <Link to="/sign-up">Create an account</Link></>}>
      <div className="stack">
        <form className="stack" onSubmit={submit}>
          <TextInput label="E-mail" type="email" required withAsterisk={false} autoComplete="username webauthn" value={input.email} onChange={change('email')} />
          <div className={classes.field}>
            <PasswordInput label="Password" required withAsterisk={false} autoComplete="current-password" visibilityToggleButtonProps={showCharacters} value={input.password} onChange={change('password')} />
            <Link to="/forgot-password" state={{ email: input.email }}>
              Forgot your password?
            </Link>
          </div>
          <FormProblem message={formError(logIn.data?.userErrors ?? passkey.data?.userErrors, [])} error={logIn.error ?? passkey.error} />
          <Button type="submit" size="md" loading={logIn.isPending}>
            Log in
          </Button>
        </form>
        <p className={classes.or}>or</p>
        <PasskeyButton busy={passkey.isPending} press={byPasskey}>
          Sign in with a passkey
        </PasskeyButton>
        <Button component={Link} to="/mail-link" state={{ email: input.email }} variant="subtle" size="md">
          Mail me a link
        </Button>
      </div>
    </AccountFrame>
  );
}
