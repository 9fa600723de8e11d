import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { ChangeTenantSettingsDocument } from '@vedette/api-client';
import type { TenantSettings, Viewer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { counted } from '../layout/format-amount';
import { ProblemNotice } from '../layout/problem-notice';
import { minutesInWords } from './day-words';
import classes from './organisation.module.css';
import { SavedWords } from './saved-words';
import { useOrganisationChange, useSettings } from './use-organisation';

export function SecuritySection({ viewer }: { viewer: Viewer }) {
  const settings = useSettings();
  if (settings.isPending) return <p className="muted">Loading the policy …</p>;
  if (settings.isError) return <ProblemNotice error={settings.error} retry={() => void settings.refetch()} />;
  return <PolicyForm settings={settings.data} viewer={viewer} />;
}

const fields = ['mfaRequired', 'idleMinutes', 'sessionMinutes', 'keyDays'];

/** The choices, and what it is now where that is none of them. */
function choices(usual: readonly number[], now: number, words: (value: number) => string) {
  return [...new Set([...usual, now])].sort((one, other) => one - other).map((value) => ({ value: String(value), label: words(value) }));
}

function PolicyForm({ settings, viewer }: { settings: TenantSettings; viewer: Viewer }) {
  const before = { mfaRequired: settings.mfaRequired, idleMinutes: settings.idleMinutes, sessionMinutes: settings.sessionMinutes, keyDays: settings.keyDays };
  const [draft, setDraft] = useState(before);
  const change = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  const save = useOrganisationChange(async () => (await api.request(ChangeTenantSettingsDocument, { input: draft })).changeTenantSettings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run(undefined);
  };
  const changed = JSON.stringify(draft) !== JSON.stringify(before);
  const lacking = settings.membersWithoutFactor;
  const factorFirst = save.errors?.some(({ code }) => code === 'tenant.factor_first');
  const shorter = draft.idleMinutes < before.idleMinutes || draft.sessionMinutes < before.sessionMinutes;
  return (
    <form className={`card ${classes.card}`} onSubmit={submit} aria-labelledby="policy">
      <h2 id="policy">Security policy</h2>
      <div className={classes.demand}>
        <Checkbox
          label="Demand a second factor of every member"
          description="Whoever has none can do nothing but add one: a passkey or an authenticator app. Keys of theirs go on."
          checked={draft.mfaRequired}
          onChange={({ currentTarget: { checked } }) => change({ mfaRequired: checked })}
          error={fieldError(save.errors, 'mfaRequired')}
        />
        {factorFirst && <Link to="/account">Add one to your account</Link>}
        <p className={lacking > 0 && draft.mfaRequired ? classes.soon : 'muted'}>
          {lacking === 0 ? 'Every member has a second factor.' : <>{counted(lacking, 'member')} {lacking === 1 ? 'has' : 'have'} none{draft.mfaRequired && !before.mfaRequired ? ', and can do nothing from the moment you save until they add one' : ''}.</>}{' '}
          {lacking > 0 && viewer.permissions.includes('member:read') && <Link to="/members">To the members</Link>}
        </p>
      </div>
      <div className={classes.fields}>
        <NativeSelect
          label="A session ends after being idle for"
          description="Nothing asked, nothing changed"
          data={choices([5, 10, 15, 30, 60], before.idleMinutes, minutesInWords)}
          value={String(draft.idleMinutes)}
          onChange={({ currentTarget: { value } }) => change({ idleMinutes: Number(value) })}
          error={fieldError(save.errors, 'idleMinutes')}
        />
        <NativeSelect
          label="and in any case after"
          description="However busy it is"
          data={choices([60, 240, 480, 720, 1440], before.sessionMinutes, minutesInWords)}
          value={String(draft.sessionMinutes)}
          onChange={({ currentTarget: { value } }) => change({ sessionMinutes: Number(value) })}
          error={fieldError(save.errors, 'sessionMinutes')}
        />
        <NativeSelect
          label="The longest life of a key"
          description="Of new ones; those that there are stay"
          data={choices([7, 30, 90, 180, 365], before.keyDays, (days) => counted(days, 'day'))}
          value={String(draft.keyDays)}
          onChange={({ currentTarget: { value } }) => change({ keyDays: Number(value) })}
          error={fieldError(save.errors, 'keyDays')}
        />
      </div>
      {shorter && <p className="muted">Shorter times count at once: open sessions are shortened too, yours among them.</p>}
      <FormProblem message={formError(save.errors, fields)} error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.busy} disabled={!changed}>
          Save
        </Button>
        <SavedWords saved={!changed && save.answer?.userErrors.length === 0} />
      </div>
    </form>
  );
}
