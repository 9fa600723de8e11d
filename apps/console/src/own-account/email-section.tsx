import { Button, TextInput } from '@mantine/core';
import { AskEmailChangeDocument, CancelEmailChangeDocument } from '@vedette/api-client';
import type { EmailChange, Viewer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { useMailbox } from '../account/use-mailbox';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import classes from './own-account.module.css';
import { Section } from './section';
import { useEmailChange, useOwnChange } from './use-own-account';

export function EmailSection({ viewer }: { viewer: Viewer }) {
  const change = useEmailChange();
  const [open, setOpen] = useState(false);
  const tools = change.isSuccess && !change.data && !open && (
    <Button variant="default" size="xs" onClick={() => setOpen(true)}>
      Change address
    </Button>
  );
  return (
    <Section title="E-mail address" lead={viewer.email ?? 'You have none.'} tools={tools} read={change}>
      {change.data && <UnderWay change={change.data} present={viewer.email ?? 'your present address'} />}
      {open && !change.data && <AskChange close={() => setOpen(false)} />}
    </Section>
  );
}

function AskChange({ close }: { close: () => void }) {
  const [email, setEmail] = useState('');
  const ask = useOwnChange(async () => (await api.request(AskEmailChangeDocument, { input: { email } })).askEmailChange, close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.run(undefined);
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Change address">
      <p>We mail a link to each of the two addresses. When both were followed, the new one counts, and all your other sessions end.</p>
      <TextInput autoFocus label="Your new address" type="email" required withAsterisk={false} autoComplete="email" value={email} onChange={({ currentTarget }) => setEmail(currentTarget.value)} error={fieldError(ask.errors, 'email')} />
      <FormProblem message={formError(ask.errors, ['email'])} error={ask.error} />
      <div className="row">
        <Button type="submit" loading={ask.busy}>
          Mail the links
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function UnderWay({ change: { email, oldConfirmed, newConfirmed, expiresAt }, present }: { change: EmailChange; present: string }) {
  const cancel = useOwnChange(async () => (await api.request(CancelEmailChangeDocument, {})).cancelEmailChange);
  const mailbox = useMailbox();
  const letters = [
    { address: present, done: oldConfirmed, whose: 'your present address' },
    { address: email, done: newConfirmed, whose: 'the new one' },
  ];
  return (
    <div className="stack">
      <p>
        It becomes <strong>{visibleText(email)}</strong> when the links of both letters were followed, in any order.
      </p>
      <ul className={classes.letters}>
        {letters.map(({ address, done, whose }) => (
          <li key={whose} data-done={done || undefined}>
            {visibleText(address)}, {whose}: {done ? 'confirmed' : 'not yet'}
          </li>
        ))}
      </ul>
      <p className="muted">
        The links end <Moment at={expiresAt} inline />
      </p>
      {mailbox}
      <FormProblem message={formError(cancel.errors, [])} error={cancel.error} />
      <div>
        <Button variant="default" size="xs" loading={cancel.busy} onClick={() => cancel.run(undefined)}>
          Cancel the change
        </Button>
      </div>
    </div>
  );
}
