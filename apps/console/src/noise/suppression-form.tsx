import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CreateSuppressionDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { namesIn } from './noise-words';
import classes from './noise.module.css';
import { RuleChoice } from './rule-choice';
import { SUPPRESSIONS } from './use-noise';

const DAY = 86_400_000;
const MOST_KEYS = 10;
const windows = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '240', label: '4 hours' },
  { value: '1440', label: '1 day' },
  { value: '10080', label: '7 days' },
];
const ends = [
  { value: '1', label: 'Tomorrow' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '', label: 'Never' },
];
const offeredKeys = ['entity', 'User', 'Image', 'CommandLine', 'ParentImage'] as const;

interface SuppressionFormProps {
  /** What to begin with, from an alert. */
  readonly rule: string | null;
  readonly keys: string;
  readonly done: () => void;
}

export function SuppressionForm({ rule, keys: first, done }: SuppressionFormProps) {
  const queries = useQueryClient();
  const [rules, setRules] = useState<readonly string[]>(rule ? [rule] : []);
  const [text, setText] = useState(first);
  const [minutes, setMinutes] = useState('60');
  const [days, setDays] = useState('7');
  const [reason, setReason] = useState('');
  const keys = namesIn(text);
  const create = useMutation({
    mutationFn: (now: number) =>
      api.request(CreateSuppressionDocument, {
        input: { ruleId: rules[0] ?? null, keys, windowMinutes: Number(minutes), reason, expiresAt: days ? new Date(now + Number(days) * DAY).toISOString() : null },
      }),
    onSuccess: async ({ createSuppression }) => {
      if (!createSuppression.suppression) return;
      await queries.invalidateQueries({ queryKey: SUPPRESSIONS });
      done();
    },
  });
  const errors = create.data?.createSuppression.userErrors;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(Date.now());
  };
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-labelledby="new-suppression">
      <h3 id="new-suppression">New suppression</h3>
      <RuleChoice label="Rule" description="None: every rule, each by itself" chosen={rules} choose={setRules} most={1} error={fieldError(errors, 'ruleId')} />
      <div className={classes.choice}>
        <TextInput
          label="Matches that share"
          description="1 to 10 fields of the event, or entity, with commas between them"
          required
          withAsterisk={false}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          error={fieldError(errors, 'keys') ?? (keys.length > MOST_KEYS ? 'At most ten.' : undefined)}
        />
        <div className="row">
          {offeredKeys
            .filter((key) => !keys.includes(key))
            .map((key) => (
              <Button key={key} size="compact-sm" variant="default" onClick={() => setText([...keys, key].join(', '))}>
                + {key}
              </Button>
            ))}
        </div>
      </div>
      <div className={classes.fields}>
        <NativeSelect label="Until none has come for" description="The window slides with every match" data={windows} value={minutes} onChange={({ currentTarget: { value } }) => setMinutes(value)} error={fieldError(errors, 'windowMinutes')} />
        <NativeSelect label="Ends" description="It can be ended before" data={ends} value={days} onChange={({ currentTarget: { value } }) => setDays(value)} error={fieldError(errors, 'expiresAt')} />
      </div>
      <TextInput label="Reason" description="For whoever finds it later" required withAsterisk={false} maxLength={500} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} error={fieldError(errors, 'reason')} />
      <FormProblem message={formError(errors, ['ruleId', 'keys', 'windowMinutes', 'expiresAt', 'reason'])} error={create.error} />
      <div className="row">
        <Button type="submit" loading={create.isPending} disabled={keys.length === 0 || keys.length > MOST_KEYS || reason.trim() === ''}>
          Create suppression
        </Button>
        <Button variant="default" onClick={done}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
