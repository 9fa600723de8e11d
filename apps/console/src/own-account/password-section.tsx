import { Button, PasswordInput } from '@mantine/core';
import { ChangePasswordDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { NewPassword, tooWeak } from '../account/new-password';
import { showCharacters } from '../account/show-characters';
import { api } from '../api/client';
import classes from './own-account.module.css';
import { Section } from './section';
import { useOwnChange } from './use-own-account';

export function PasswordSection({ viewer }: { viewer: Viewer }) {
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const tools = !open && (
    <Button
      variant="default"
      size="xs"
      onClick={() => {
        setChanged(false);
        setOpen(true);
      }}
    >
      Change password
    </Button>
  );
  const close = (done: boolean) => {
    setChanged(done);
    setOpen(false);
  };
  return (
    <Section title="Password" lead="Changing it ends all your other sessions." tools={tools}>
      {open && <ChangePassword viewer={viewer} close={close} />}
      {/* Kept in the page while empty: only what comes into a place that was there is read out. */}
      <p role="status" hidden={!changed}>
        {changed ? 'Your password is changed, and all your other sessions have ended.' : ''}
      </p>
    </Section>
  );
}

function ChangePassword({ viewer, close }: { viewer: Viewer; close: (done: boolean) => void }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const change = useOwnChange(async () => (await api.request(ChangePasswordDocument, { input: { current, next } })).changePassword, () => close(true));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooWeak(next)) change.run(undefined);
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Change password">
      <input type="hidden" autoComplete="username" value={viewer.email ?? ''} readOnly />
      <PasswordInput
        autoFocus
        label="Your present password"
        required
        withAsterisk={false}
        autoComplete="current-password"
        visibilityToggleButtonProps={showCharacters}
        value={current}
        onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        error={fieldError(change.errors, 'current')}
      />
      <NewPassword label="Your new password" password={next} change={setNext} error={fieldError(change.errors, 'password') ?? (tried ? tooWeak(next) : undefined)} />
      <FormProblem message={formError(change.errors, ['current', 'password'])} error={change.error} />
      <div className="row">
        <Button type="submit" loading={change.busy}>
          Change password
        </Button>
        <Button variant="default" onClick={() => close(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
