import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChangeNotificationRuleDocument, CreateNotificationRuleDocument } from '@vedette/api-client';
import type { NotificationRule } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { severities } from '../alerts/alert-filter';
import { capital, personOf } from '../alerts/person';
import { useAssignees, usePeople } from '../alerts/use-people';
import { api } from '../api/client';
import classes from './noise.module.css';
import { draftOf, inputOf, missing, newDraft } from './notification-draft';
import type { NotificationDraft } from './notification-draft';
import { QuietFields } from './quiet-fields';
import { RuleChoice } from './rule-choice';
import { NOTIFICATION_RULES } from './use-noise';

const MOST_RULES = 100;

/** Makes a rule, or changes one. */
export function NotificationForm({ rule, done }: { rule: NotificationRule | null; done: () => void }) {
  const queries = useQueryClient();
  const people = usePeople();
  const members = useAssignees();
  const [draft, setDraft] = useState<NotificationDraft>(() => (rule ? draftOf(rule) : newDraft(people.me?.startsWith('account:') ? people.me : null)));
  const set = (change: Partial<NotificationDraft>) => setDraft((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: async () =>
      rule
        ? (await api.request(ChangeNotificationRuleDocument, { input: { id: rule.id, rule: inputOf(draft) } })).changeNotificationRule
        : (await api.request(CreateNotificationRuleDocument, { input: inputOf(draft) })).createNotificationRule,
    onSuccess: async ({ userErrors }) => {
      if (userErrors.length > 0) return;
      await queries.invalidateQueries({ queryKey: NOTIFICATION_RULES });
      done();
    },
  });
  const errors = save.data?.userErrors;
  const lacking = missing(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  // Whoever has left stays visible, so that they can be taken out.
  const former = draft.recipients.filter((principal) => !members.some(({ value }) => value === principal)).map((principal) => ({ value: principal, label: personOf(principal, people) }));
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-labelledby="mail-form">
      <h3 id="mail-form">{rule ? `Change “${rule.name}”` : 'New notification rule'}</h3>
      <div className={classes.fields}>
        <TextInput label="Name" required withAsterisk={false} maxLength={100} value={draft.name} onChange={({ currentTarget: { value } }) => set({ name: value })} error={fieldError(errors, 'name')} />
        <TextInput label="Mails an hour, at most" type="number" min={1} max={60} description="What is more goes as one digest" value={draft.mailsPerHour} onChange={({ currentTarget: { value } }) => set({ mailsPerHour: value })} error={fieldError(errors, 'mailsPerHour')} />
      </div>
      <fieldset className={classes.group}>
        <legend>Severities</legend>
        {severities.map((severity) => (
          <Checkbox key={severity} label={capital(severity.toLowerCase())} checked={draft.severities.includes(severity)} onChange={({ currentTarget: { checked } }) => set({ severities: severities.filter((one) => (one === severity ? checked : draft.severities.includes(one))) })} />
        ))}
        {draft.severities.length === 0 && <span className="muted">None chosen: any severity</span>}
      </fieldset>
      <fieldset className={classes.group}>
        <legend>Mail to</legend>
        {[...members, ...former].map(({ value, label }) => (
          <Checkbox key={value} label={label} checked={draft.recipients.includes(value)} onChange={({ currentTarget: { checked } }) => set({ recipients: checked ? [...draft.recipients, value] : draft.recipients.filter((one) => one !== value) })} />
        ))}
      </fieldset>
      <details className={classes.more} open={draft.ruleIds.length > 0 || draft.tags !== '' || draft.entityText !== ''}>
        <summary>Only some rules, tags or entities</summary>
        <div className={classes.form}>
          <RuleChoice label="Rules" description="Alerts of these, or with one of the tags below; none of both: any" chosen={draft.ruleIds} choose={(ruleIds) => set({ ruleIds })} most={MOST_RULES} error={fieldError(errors, 'ruleIds')} />
          <div className={classes.fields}>
            <TextInput label="Tags" description="attack.t1059.001, with commas between them" value={draft.tags} onChange={({ currentTarget: { value } }) => set({ tags: value })} error={fieldError(errors, 'tags')} />
            <TextInput label="Words in the entity" description="dc- for dc-01 and DC-02" maxLength={200} value={draft.entityText} onChange={({ currentTarget: { value } }) => set({ entityText: value })} error={fieldError(errors, 'entityText')} />
          </div>
        </div>
      </details>
      <QuietFields draft={draft} set={set} error={fieldError(errors, 'quiet')} />
      <FormProblem message={formError(errors, ['name', 'mailsPerHour', 'ruleIds', 'tags', 'entityText', 'quiet'])} error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.isPending} disabled={lacking !== null}>
          {rule ? 'Save changes' : 'Create rule'}
        </Button>
        <Button variant="default" onClick={done}>
          Cancel
        </Button>
        <span className="muted" aria-live="polite">
          {lacking}
        </span>
      </div>
    </form>
  );
}
