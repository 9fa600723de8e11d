import { Button, NativeSelect, TextInput } from '@mantine/core';
import { CreateApiKeyDocument } from '@vedette/api-client';
import type { ServiceAccount } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useViewer } from '../api/viewer';
import { useRoles } from '../members/use-memberships';
import classes from './keys.module.css';
import { readNetworks } from './networks';
import { NetworksField } from './networks-field';
import { ScopeChoice } from './scope-choice';
import { lifetimeOptions, usualLifetime } from './scopes';
import { SecretOnce } from './secret-once';
import { useKeyChange } from './use-keys';
import { useLongestKeyLife } from './use-longest-key-life';

interface CreateKeyFormProps {
  readonly accounts: readonly ServiceAccount[];
  /** Absent where there is nothing else to look at. */
  readonly close?: () => void;
}

const fields = ['name', 'expiresInDays', 'scopes', 'networks'];

export function CreateKeyForm({ accounts, close }: CreateKeyFormProps) {
  const held = useViewer().data?.permissions ?? [];
  const roles = useRoles().data ?? [];
  const longest = useLongestKeyLife();
  const [draft, setDraft] = useState({ name: '', scopes: ['event:write'] as readonly string[], days: '', networks: '', account: '' });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const account = accounts.find(({ id }) => id === draft.account);
  // A service account's key is bounded by its role too; who may not read roles is told by the gateway.
  const bounds = account && roles.find(({ id }) => id === account.role.id)?.permissions;
  const permissions = bounds ? held.filter((permission) => bounds.includes(permission)) : held;
  const scopes = draft.scopes.filter((scope) => permissions.includes(scope));
  const options = lifetimeOptions(longest);
  const days = options.some(({ value }) => value === draft.days) ? draft.days : usualLifetime(longest);
  const { networks, faults } = readNetworks(draft.networks);
  const create = useKeyChange(async () =>
    (await api.request(CreateApiKeyDocument, { input: { name: draft.name, scopes, expiresInDays: Number(days), networks, serviceAccountId: account?.id ?? null } })).createApiKey,
  );
  const { secret, apiKey } = create.answer ?? {};
  if (secret && apiKey) {
    const done = () => {
      create.reset();
      setDraft((before) => ({ ...before, name: '' }));
      close?.();
    };
    return <SecretOnce secret={secret} apiKey={apiKey} done={done} />;
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (faults.length === 0) create.run(undefined);
  };
  const beyondPolicy = create.answer?.userErrors.find(({ code }) => code === 'key.expiry_beyond_policy');
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-labelledby="new-key">
      <h2 id="new-key">New key</h2>
      <div className={classes.fields}>
        <TextInput label="Name" description="Where it will be used" required withAsterisk={false} maxLength={80} value={draft.name} onChange={({ currentTarget: { value } }) => change({ name: value })} error={fieldError(create.errors, 'name')} />
        {accounts.length > 0 && (
          <NativeSelect
            label="Belongs to"
            description={account ? 'Works as long as it is enabled, whoever leaves' : 'Stops when you leave the organisation'}
            data={[{ value: '', label: 'You' }, ...accounts.map(({ id, name, disabledAt }) => ({ value: id, label: disabledAt ? `${name} (disabled)` : name, disabled: disabledAt !== null }))]}
            value={draft.account}
            onChange={({ currentTarget: { value } }) => change({ account: value })}
          />
        )}
        <NativeSelect
          label="Expires in"
          description={longest === 365 ? 'At most one year' : `Your organisation allows ${longest} days at most`}
          data={[...options]}
          value={days}
          onChange={({ currentTarget: { value } }) => change({ days: value })}
          error={beyondPolicy?.reason ? `${beyondPolicy.message} It allows ${beyondPolicy.reason}.` : fieldError(create.errors, 'expiresInDays')}
        />
      </div>
      <ScopeChoice permissions={permissions} chosen={scopes} choose={(chosen) => change({ scopes: chosen })} refused={fieldError(create.errors, 'scopes')} />
      {permissions.length === 0 && <p className="muted">You and this service account have no permission in common: choose another.</p>}
      <NetworksField text={draft.networks} change={(text) => change({ networks: text })} refused={fieldError(create.errors, 'networks')} />
      <FormProblem message={formError(create.errors, fields)} error={create.error} />
      <div className="row">
        <Button type="submit" disabled={scopes.length === 0 || faults.length > 0} loading={create.busy}>
          Create key
        </Button>
        {close && (
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
