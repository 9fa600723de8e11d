import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { GrantSupportDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import classes from './organisation.module.css';
import { useOrganisationChange } from './use-organisation';

const hours = [1, 4, 8, 24, 48, 72].map((count) => ({ value: String(count), label: count === 1 ? '1 hour' : `${count} hours` }));

export function SupportForm({ done }: { done: () => void }) {
  const [draft, setDraft] = useState({ reason: '', hours: '8', writes: false });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const grant = useOrganisationChange(async () => (await api.request(GrantSupportDocument, { input: { ...draft, hours: Number(draft.hours) } })).grantSupport, done);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    grant.run(undefined);
  };
  return (
    <form className={`card ${classes.card}`} onSubmit={submit} aria-label="Let support in">
      <div className={classes.fields}>
        <TextInput label="Why" description="What they should look at; they read it" data-autofocus required withAsterisk={false} maxLength={500} value={draft.reason} onChange={({ currentTarget: { value } }) => change({ reason: value })} error={fieldError(grant.errors, 'reason')} />
        <NativeSelect label="For" description="You can take it back before" data={hours} value={draft.hours} onChange={({ currentTarget: { value } }) => change({ hours: value })} error={fieldError(grant.errors, 'hours')} />
      </div>
      <Checkbox
        label="They may change things, too"
        description="Otherwise they only read alerts, hunts, rules, sources, members and the list of keys. With this they also work on alerts, rules, sources and hunts; never on members, keys or settings."
        checked={draft.writes}
        onChange={({ currentTarget: { checked } }) => change({ writes: checked })}
      />
      <FormProblem message={formError(grant.errors, ['reason', 'hours'])} error={grant.error} />
      <div className="row">
        <Button type="submit" loading={grant.busy} disabled={draft.reason.trim() === ''}>
          Let support in
        </Button>
        <Button variant="default" onClick={done}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
