import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { UserError } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { AccountFrame } from './account-frame';
import { CheckYourMail } from './check-your-mail';
import { fieldError, formError } from './field-error';
import { FormProblem } from './form-problem';

interface AskByMailProps {
  readonly title: string;
  readonly lead: string;
  readonly verb: string;
  /** The rest of `If ada@acme.test …`. */
  readonly sent: ReactNode;
  readonly ask: (email: string) => Promise<{ readonly accepted: boolean; readonly userErrors: readonly UserError[] }>;
}

/** A letter with a link, to whoever has an account under the address. */
export function AskByMail({ title, lead, verb, sent, ask }: AskByMailProps) {
  const { state } = useLocation();
  const [email, setEmail] = useState(() => typedBefore(state));
  const asking = useMutation({ mutationFn: () => ask(email) });
  if (asking.data?.accepted) return <CheckYourMail email={email} again="ask once more: earlier links then die">{sent}</CheckYourMail>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <AccountFrame title={title} lead={lead} foot={<Link to="/log-in">Back to log in</Link>}>
      <form className="stack" onSubmit={submit}>
        <TextInput label="E-mail" type="email" required withAsterisk={false} autoComplete="username" value={email} onChange={({ currentTarget }) => setEmail(currentTarget.value)} error={fieldError(asking.data?.userErrors, 'email')} />
        <FormProblem message={formError(asking.data?.userErrors, ['email'])} error={asking.error} />
        <Button type="submit" size="md" loading={asking.isPending}>
          {verb}
        </Button>
      </form>
    </AccountFrame>
  );
}

/** On the page before: nobody types an address twice. */
function typedBefore(state: unknown): string {
  return typeof state === 'object' && state !== null && 'email' in state && typeof state.email === 'string' ? state.email : '';
}
