import { Button, TextInput } from '@mantine/core';
import { SetTenantFlagsDocument } from '@vedette/api-client';
import type { PlatformTenant } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { readFlags } from './flags';
import classes from './platform.module.css';
import { usePlatformChange } from './use-platform';

export function FlagsForm({ tenant: { id, flags } }: { tenant: PlatformTenant }) {
  const before = flags.join(', ');
  const [text, setText] = useState(before);
  const wanted = readFlags(text);
  const set = usePlatformChange(async () => (await api.request(SetTenantFlagsDocument, { input: { id, flags: [...wanted] } })).setTenantFlags);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.run(undefined);
  };
  return (
    <form className={classes.line} onSubmit={submit}>
      <TextInput label="Flags" description="What is switched on for it, by commas; what you leave out is switched off" maxLength={2200} autoComplete="off" autoCapitalize="off" spellCheck={false} value={text} onChange={({ currentTarget: { value } }) => setText(value)} />
      <Button type="submit" variant="default" loading={set.busy} disabled={wanted.join(', ') === before}>
        Change flags
      </Button>
      <FormProblem message={set.errors?.[0]?.message} error={set.error} />
    </form>
  );
}
