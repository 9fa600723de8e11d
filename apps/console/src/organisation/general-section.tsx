import { Button, TextInput } from '@mantine/core';
import { ChangeTenantSettingsDocument } from '@vedette/api-client';
import type { TenantSettings, Viewer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { JoinableList } from './joinable-list';
import classes from './organisation.module.css';
import { planInWords } from './plan-words';
import { SavedWords } from './saved-words';
import { useJoinable, useOrganisationChange, useSettings } from './use-organisation';

/** What everybody sees; its name and region whoever may change them. */
export function GeneralSection({ viewer }: { viewer: Viewer }) {
  const may = viewer.permissions.includes('tenant:write');
  const settings = useSettings(may);
  const joinable = useJoinable(!viewer.support);
  return (
    <>
      <section className={`card ${classes.card}`} aria-labelledby="plan">
        <h2 id="plan">Plan</h2>
        <dl className={classes.facts}>
          <dt>Plan</dt>
          <dd>{planInWords(viewer.tenant.plan)}</dd>
          {viewer.tenant.trialEndsAt && (
            <>
              <dt>{viewer.tenant.plan === 'trial' ? 'Trial ends' : 'Trial ended'}</dt>
              <dd>
                <Moment at={viewer.tenant.trialEndsAt} inline />
              </dd>
            </>
          )}
          {settings.data && (
            <>
              <dt>Opened</dt>
              <dd>
                <Moment at={settings.data.createdAt} inline />
              </dd>
            </>
          )}
        </dl>
      </section>
      {settings.isError && <ProblemNotice error={settings.error} retry={() => void settings.refetch()} />}
      {settings.data && <NameForm settings={settings.data} />}
      {joinable.data && joinable.data.length > 0 && (
        <section className="stack" aria-labelledby="joinable">
          <div>
            <h2 id="joinable">Organisations that you may join</h2>
            <p className="muted">By the domain of your address. You stay a member here, and switch between them at the foot of the menu.</p>
          </div>
          <JoinableList joinable={joinable.data} />
        </section>
      )}
    </>
  );
}

function NameForm({ settings }: { settings: TenantSettings }) {
  const [draft, setDraft] = useState({ name: settings.name, region: settings.region });
  const save = useOrganisationChange(async () => {
    const input = { name: draft.name, region: draft.region === settings.region ? null : draft.region };
    return (await api.request(ChangeTenantSettingsDocument, { input })).changeTenantSettings;
  }, ({ settings: saved }) => saved && setDraft({ name: saved.name, region: saved.region }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run(undefined);
  };
  const changed = draft.name.trim() !== settings.name || draft.region !== settings.region;
  return (
    <form className={`card ${classes.card}`} onSubmit={submit} aria-labelledby="names">
      <h2 id="names">Name and region</h2>
      <div className={classes.fields}>
        <TextInput label="Name" description="Members, letters and invitations show it" required withAsterisk={false} maxLength={100} value={draft.name} onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, name: value }))} error={fieldError(save.errors, 'name')} />
        <TextInput
          label="Region"
          description={settings.regionChangeable ? 'Where its data is kept, such as eu or eu-central-1. Settled with the first event.' : 'Where its data is kept. There are events already, and nothing moves them.'}
          required
          withAsterisk={false}
          maxLength={60}
          readOnly={!settings.regionChangeable}
          value={draft.region}
          onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, region: value.trim().toLowerCase() }))}
          error={fieldError(save.errors, 'region')}
        />
      </div>
      <FormProblem message={formError(save.errors, ['name', 'region'])} error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.busy} disabled={!changed}>
          Save
        </Button>
        <SavedWords saved={!changed && save.answer?.userErrors.length === 0} />
      </div>
    </form>
  );
}
