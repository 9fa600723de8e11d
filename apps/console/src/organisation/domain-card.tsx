import { Button } from '@mantine/core';
import { CheckDomainDocument, ReleaseDomainDocument } from '@vedette/api-client';
import type { Domain } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { CopyButton } from '../layout/copy-button';
import { Moment } from '../layout/moment';
import { ConfirmDialog } from '../members/confirm-dialog';
import { AutoJoinChoice } from './auto-join-choice';
import classes from './organisation.module.css';
import { useOrganisationChange } from './use-organisation';

export function DomainCard({ domain }: { domain: Domain }) {
  const [releasing, setReleasing] = useState(false);
  const check = useOrganisationChange(async () => (await api.request(CheckDomainDocument, { input: { id: domain.id } })).checkDomain);
  const { verifiedAt } = domain;
  const heading = `domain-${domain.id}`;
  return (
    <li className={`card ${classes.card}`} aria-labelledby={heading}>
      <div className={classes.head}>
        <h3 id={heading} className={classes.domain}>
          {domain.domain}
        </h3>
        {verifiedAt ? (
          <span className={classes.good}>
            Proven <Moment at={verifiedAt} inline />
          </span>
        ) : (
          <span className={classes.soon}>Not proven yet</span>
        )}
      </div>
      {verifiedAt ? (
        <>
          <AutoJoinChoice key={domain.autoJoinRole} domain={domain} />
          <details>
            <summary>The record, which has to stay in DNS</summary>
            <TxtRecord domain={domain} />
          </details>
          <p className="muted">It is looked up every week. Missing three times in a row, the domain counts as not proven, and owners get a letter.</p>
        </>
      ) : (
        <>
          <p>Publish this record where the DNS of {domain.domain} is kept, then check. It can take from minutes to a day until it is seen.</p>
          <TxtRecord domain={domain} />
        </>
      )}
      <FormProblem message={check.errors?.[0]?.message} error={check.error} />
      <div className="row">
        <Button size="xs" variant={verifiedAt ? 'default' : 'filled'} aria-label={`Check now: ${domain.domain}`} loading={check.busy} onClick={() => check.run(undefined)}>
          Check now
        </Button>
        <Button size="xs" variant="default" aria-label={`Release ${domain.domain}`} onClick={() => setReleasing(true)}>
          Release
        </Button>
        <span role="status" className="muted">
          {check.answer?.domain && !check.busy ? 'The record is there.' : ''}
        </span>
        {domain.checkedAt && (
          <span className={`muted ${classes.checked}`}>
            Last looked up <Moment at={domain.checkedAt} inline />
          </span>
        )}
      </div>
      {releasing && <ConfirmRelease domain={domain} close={() => setReleasing(false)} />}
    </li>
  );
}

/** In parts, as the forms of DNS providers ask for them. */
function TxtRecord({ domain: { recordName, recordValue } }: { domain: Domain }) {
  return (
    <dl className={classes.record}>
      <dt>Type</dt>
      <dd>
        <code>TXT</code>
      </dd>
      <dt>Name</dt>
      <dd>
        <code>{recordName}</code>
        <span className="row">
          <CopyButton text={recordName}>Copy name</CopyButton>
        </span>
      </dd>
      <dt>Value</dt>
      <dd>
        <code>{recordValue}</code>
        <span className="row">
          <CopyButton text={recordValue}>Copy value</CopyButton>
        </span>
      </dd>
    </dl>
  );
}

function ConfirmRelease({ domain, close }: { domain: Domain; close: () => void }) {
  const release = useOrganisationChange(async () => (await api.request(ReleaseDomainDocument, { input: { id: domain.id } })).releaseDomain, close);
  return (
    <ConfirmDialog title={`Release ${domain.domain}?`} verb="Release domain" change={release} confirm={() => release.run(undefined)} close={close}>
      <p>Nobody can join by it any more; members stay as they are. To have it again, you claim it anew and publish another record.</p>
    </ConfirmDialog>
  );
}
