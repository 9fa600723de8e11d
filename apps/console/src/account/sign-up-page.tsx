import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { AccountFrame } from './account-frame';
import { CheckYourMail } from './check-your-mail';
import { fieldError, formError } from './field-error';
import { FormProblem } from './form-problem';
import { PasswordMeter } from './password-meter';
import { passwordStrength } from './password-strength';
import { showCharacters } from './show-characters';
import { signUp } from './sign-up';

const fields = ['organisation', 'email', 'password'];

export function SignUpPage() {
  const [input, setInput] = useState({ organisation: '', email: '', password: '' });
  const [tried, setTried] = useState(false);
  const [working, setWorking] = useState(false);
  const sending = useMutation({ mutationFn: () => signUp(input, () => setWorking(true)), onSettled: () => setWorking(false) });
  const errors = sending.data?.signUp.userErrors;
  if (sending.data?.signUp.accepted) return <CheckYourMail email={input.email} />;

  const change = (name: keyof typeof input) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setInput((before) => ({ ...before, [name]: value }));
  };
  const tooWeak = passwordStrength(input.password).level < 2 ? 'Choose a longer password, without repetition.' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooWeak) sending.mutate();
  };
  return (
    <AccountFrame title="Create an account" lead="Your organisation, and you as its owner." foot={<>Already have an account? <Link to="/log-in">Log in</Link></>}>
      <form className="stack" onSubmit={submit}>
        <TextInput label="Organisation" required withAsterisk={false} maxLength={100} autoComplete="organization" value={input.organisation} onChange={change('organisation')} error={fieldError(errors, 'organisation')} />
        <TextInput label="E-mail" type="email" required withAsterisk={false} autoComplete="email" value={input.email} onChange={change('email')} error={fieldError(errors, 'email')} />
        <PasswordInput
          label="Password"
          required
          withAsterisk={false}
          autoComplete="new-password"
          aria-describedby="password-strength"
          visibilityToggleButtonProps={showCharacters}
          value={input.password}
          onChange={change('password')}
          error={fieldError(errors, 'password') ?? (tried ? tooWeak : undefined)}
        />
        <PasswordMeter id="password-strength" password={input.password} />
        <FormProblem message={formError(errors, fields)} error={sending.error} />
        <Button type="submit" size="md" loading={sending.isPending}>
          Create account
        </Button>
        <p role="status" className="muted">
          {working && 'Checking that this is no robot: your browser works for a moment. There is nothing for you to do.'}
        </p>
      </form>
    </AccountFrame>
  );
}
