import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CreateApiKeyDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import classes from './keys.module.css';
import { lifetimes, scopes } from './scopes';
import { SecretOnce } from './secret-once';

export function CreateKeyForm() {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(['event:write']);
  const [days, setDays] = useState('90');
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () => api.request(CreateApiKeyDocument, { input: { name, scopes: [...chosen], expiresInDays: Number(days) } }),
    onSuccess: ({ createApiKey }) => {
      if (!createApiKey.secret) return;
      setName('');
      return queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  const errors = create.data?.createApiKey.userErrors;
  const { secret, apiKey } = create.data?.createApiKey ?? {};
  if (secret) return <SecretOnce secret={secret} sendsEvents={apiKey?.scopes.includes('event:write') ?? false} done={() => create.reset()} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className={`card ${classes.form}`} onSubmit={submit} aria-labelledby="new-key">
      <h2 id="new-key">New key</h2>
      <div className={classes.fields}>
        <TextInput label="Name" description="Where it will be used" required withAsterisk={false} maxLength={80} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} error={fieldError(errors, 'name')} />
        <NativeSelect label="Expires in" description="At most one year" data={lifetimes} value={days} onChange={({ currentTarget }) => setDays(currentTarget.value)} error={fieldError(errors, 'expiresInDays')} />
      </div>
      <fieldset className={classes.scopes}>
        <legend>It may</legend>
        {scopes.map(({ scope, words }) => (
          <Checkbox
            key={scope}
            label={words}
            description={scope}
            checked={chosen.includes(scope)}
            onChange={({ currentTarget: { checked } }) => setChosen((before) => (checked ? [...before, scope] : before.filter((one) => one !== scope)))}
          />
        ))}
      </fieldset>
      <FormProblem message={formError(errors, ['name', 'expiresInDays'])} error={create.error} />
      <div>
        <Button type="submit" disabled={chosen.length === 0} loading={create.isPending}>
          Create key
        </Button>
      </div>
    </form>
  );
}
