import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LogInDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api } from '../api/client';
import { useEnter } from '../api/viewer';
import { AccountFrame } from './account-frame';
import { formError } from './field-error';
import { FormProblem } from './form-problem';
import { nextPlace } from './next-place';
import { showCharacters } from './show-characters';

export function LogInPage() {
  const [input, setInput] = useState({ email: '', password: '' });
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const enter = useEnter();
  const logIn = useMutation({
    mutationFn: () => api.request(LogInDocument, { input }),
    onSuccess: ({ logIn: { viewer } }) => {
      if (!viewer) return;
      enter(viewer);
      void navigate(nextPlace(search.get('next')), { replace: true });
    },
  });
  const change = (name: keyof typeof input) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setInput((before) => ({ ...before, [name]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate();
  };
  return (
    <AccountFrame title="Log in" foot={<>New here? <Link to="/sign-up">Create an account</Link></>}>
      <form className="stack" onSubmit={submit}>
        <TextInput label="E-mail" type="email" required withAsterisk={false} autoComplete="username" value={input.email} onChange={change('email')} />
        <PasswordInput label="Password" required withAsterisk={false} autoComplete="current-password" visibilityToggleButtonProps={showCharacters} value={input.password} onChange={change('password')} />
        <FormProblem message={formError(logIn.data?.logIn.userErrors, [])} error={logIn.error} />
        <Button type="submit" size="md" loading={logIn.isPending}>
          Log in
        </Button>
      </form>
    </AccountFrame>
  );
}
