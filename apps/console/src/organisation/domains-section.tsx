import { Button, TextInput } from '@mantine/core';
import { ClaimDomainDocument } from '@vedette/api-client';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { ProblemNotice } from '../layout/problem-notice';
import { DomainCard } from './domain-card';
import classes from './organisation.module.css';
import { useDomains, useOrganisationChange } from './use-organisation';

/** Domains that DNS says are the organisation's. */
export function DomainsSection({ viewer }: { viewer: Viewer }) {
  const [domain, setDomain] = useState('');
  const domains = useDomains();
  const claim = useOrganisationChange(async () => (await api.request(ClaimDomainDocument, { input: { domain } })).claimDomain, () => setDomain(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    claim.run(undefined);
  };
  return (
    <>
      <form className={`card ${classes.card}`} onSubmit={submit} aria-labelledby="claim">
        <div>
          <h2 id="claim">Claim a domain</h2>
          <p className="muted">Prove that a domain is yours by a record in its DNS. Then people with an address of it can join {viewer.tenant.name} without an invitation, if you let them.</p>
        </div>
        <div className={classes.inputs}>
          <TextInput label="Domain" placeholder="example.org" required withAsterisk={false} maxLength={255} autoComplete="off" autoCapitalize="off" spellCheck={false} value={domain} onChange={({ currentTarget: { value } }) => setDomain(value)} error={fieldError(claim.errors, 'domain')} />
          <Button type="submit" loading={claim.busy} disabled={domain.trim() === ''}>
            Claim
          </Button>
        </div>
        <FormProblem message={formError(claim.errors, ['domain'])} error={claim.error} />
      </form>
      {domains.isPending && <p className="muted">Loading domains …</p>}
      {domains.isError && <ProblemNotice error={domains.error} retry={() => void domains.refetch()} />}
      {domains.data?.length === 0 && <p className={`card ${classes.none}`}>No domain is claimed yet.</p>}
      {domains.data && domains.data.length > 0 && (
        <ul className={classes.list}>
          {domains.data.map((each) => (
            <DomainCard key={each.id} domain={each} />
          ))}
        </ul>
      )}
    </>
  );
}
