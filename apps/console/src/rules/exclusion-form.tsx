import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { FieldMatch } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { visibleText } from '../layout/visible-text';
import { askedFields, emptyField, endOf, ends, hows, MOST_FIELDS } from './exclusion-draft';
import type { DraftField } from './exclusion-draft';
import { ExclusionPreview } from './exclusion-preview';
import classes from './rule.module.css';
import { useAddExclusion, useExclusionPreview } from './use-exclusion';
import { useSay } from './use-rule-settings';

/** Chooses what is left out, and shows beforehand what that would have hidden. */
export function ExclusionForm({ ruleId }: { ruleId: string }) {
  const say = useSay();
  const [fields, setFields] = useState<readonly DraftField[]>([emptyField]);
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('30');
  const [force, setForce] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const asked = askedFields(fields);
  // What is empty was not written yet: an exclusion of an empty value is looked at when it is added.
  const tried = useExclusionPreview(ruleId, asked?.every(({ value }) => value !== '') ? asked : null);
  const add = useAddExclusion(ruleId, () => {
    setFields([emptyField]);
    setReason('');
    setForce(false);
    say({ words: 'Added: from the next events on they are left out.' });
  });
  // Said for other fields, "anyway" would be about alerts that nobody has seen.
  const write = (index: number, change: Partial<DraftField>) => {
    setFields(fields.map((field, at) => (at === index ? { ...field, ...change } : field)));
    setForce(false);
    setRefused(null);
    if (add.data) add.reset();
  };
  const errors = add.data?.addExclusion.userErrors;
  const hidden = add.data?.addExclusion.hiddenAlertIds ?? [];
  const real = tried.typing ? [] : (tried.preview.data?.hiddenTruePositives ?? []);
  const hides = real.length > 0 || hidden.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = asked === null ? 'Give each field a name and a value.' : hides && !force ? 'It would hide true positives. Change it, or tick “Hide them anyway”.' : null;
    setRefused(words);
    if (asked && words === null) add.mutate({ fields: asked, reason, expiresAt: endOf(days, Date.now()), force });
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Add exclusion">
      <h3>Leave out events with</h3>
      {fields.map((field, index) => {
        const nth = index === 0 ? '' : ` ${index + 1}`;
        return (
          <div key={index} className={classes.fields}>
            <TextInput label={`Field${nth}`} placeholder="Image" required withAsterisk={false} maxLength={256} spellCheck={false} autoCapitalize="off" value={field.name} onChange={({ currentTarget }) => write(index, { name: currentTarget.value })} />
            <NativeSelect label={`How${nth}`} data={[...hows]} value={field.match} onChange={({ currentTarget: { value } }) => write(index, { match: value as FieldMatch })} />
            <TextInput label={`Value${nth}`} maxLength={2_000} spellCheck={false} autoCapitalize="off" value={field.value} onChange={({ currentTarget }) => write(index, { value: currentTarget.value })} />
            {index > 0 && (
              <Button variant="default" aria-label={`Remove field ${index + 1}`} onClick={() => setFields(fields.filter((_, at) => at !== index))}>
                Remove
              </Button>
            )}
          </div>
        );
      })}
      {fields.length < MOST_FIELDS && (
        <div>
          <Button variant="default" size="xs" onClick={() => setFields([...fields, emptyField])}>
            And another field
          </Button>
        </div>
      )}
      <div className={classes.why}>
        <TextInput label="Reason" required withAsterisk={false} maxLength={1_000} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} error={fieldError(errors, 'reason')} />
        <NativeSelect label="Ends" data={ends} value={days} onChange={({ currentTarget }) => setDays(currentTarget.value)} error={fieldError(errors, 'expiresAt')} />
      </div>
      <ExclusionPreview {...tried} />
      {hidden.length > 0 && real.length === 0 && (
        <ul className={classes.touched}>
          {hidden.map((id, index) => (
            <li key={id}>
              <Link to={`/alerts/${id}`}>True positive {index + 1}</Link>
            </li>
          ))}
        </ul>
      )}
      {hides && <Checkbox label="Hide them anyway" checked={force} onChange={({ currentTarget: { checked } }) => setForce(checked)} />}
      <FormProblem message={refused ?? withReason(errors) ?? formError(errors, ['reason', 'expiresAt'])} error={add.error} />
      <div>
        <Button type="submit" loading={add.isPending}>
          Add exclusion
        </Button>
      </div>
    </form>
  );
}

function withReason(errors: readonly { readonly message: string; readonly reason: string | null }[] | undefined): string | null {
  const told = errors?.find(({ reason }) => reason);
  return told ? `${told.message} ${visibleText(told.reason ?? '')}` : null;
}
