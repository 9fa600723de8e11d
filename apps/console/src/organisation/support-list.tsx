import { Button } from '@mantine/core';
import { RevokeSupportDocument } from '@vedette/api-client';
import type { SupportGrant } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import { ConfirmDialog } from '../members/confirm-dialog';
import { nameOf } from '../members/member-table';
import { useMemberships } from '../members/use-memberships';
import classes from './organisation.module.css';
import { useOrganisationChange } from './use-organisation';

export function SupportList({ grants }: { grants: readonly SupportGrant[] }) {
  const [ending, setEnding] = useState<SupportGrant | null>(null);
  const may = useMay('member:write');
  const members = useMemberships().data ?? [];
  return (
    <ul className={classes.list}>
      {grants.map((grant) => {
        const by = members.find(({ principal }) => principal === grant.grantedBy);
        return (
          <li key={grant.id} className={`card ${classes.card}`} data-over={!grant.open || undefined}>
            <div className={classes.head}>
              <h3 className={classes.domain}>{visibleText(grant.reason)}</h3>
              <span className={grant.open ? classes.soon : 'muted'}>
                {grant.open ? 'Open' : grant.revokedAt ? 'Taken back' : 'Over'} · {grant.writes ? 'may change things' : 'read-only'}
              </span>
            </div>
            <dl className={classes.facts}>
              <dt>Let in by</dt>
              <dd>{by ? nameOf(by) : 'Somebody who has left'}</dd>
              <dt>From</dt>
              <dd>
                <Moment at={grant.createdAt} inline />
              </dd>
              <dt>{grant.revokedAt ? 'Taken back' : 'Until'}</dt>
              <dd>
                <Moment at={grant.revokedAt ?? grant.expiresAt} inline />
              </dd>
              <dt>Who came</dt>
              <dd>{grant.visits.length === 0 ? <span className="muted">Nobody{grant.open ? ' yet' : ''}</span> : <Visits grant={grant} />}</dd>
            </dl>
            {may && grant.open && (
              <div>
                <Button size="xs" variant="default" aria-label={`Take back: ${grant.reason}`} onClick={() => setEnding(grant)}>
                  Take back
                </Button>
              </div>
            )}
          </li>
        );
      })}
      {ending && <ConfirmEnd grant={ending} close={() => setEnding(null)} />}
    </ul>
  );
}

function Visits({ grant: { visits } }: { grant: SupportGrant }) {
  return (
    <ul className={classes.visits}>
      {visits.map(({ principal, enteredAt, leftAt }) => (
        <li key={`${principal} ${enteredAt}`}>
          <code title={principal}>{principal.slice(0, 'support:'.length + 8)}</code> came <Moment at={enteredAt} inline />
          {leftAt && (
            <>
              , left <Moment at={leftAt} inline />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function ConfirmEnd({ grant, close }: { grant: SupportGrant; close: () => void }) {
  const revoke = useOrganisationChange(async () => (await api.request(RevokeSupportDocument, { input: { id: grant.id } })).revokeSupport, close);
  return (
    <ConfirmDialog title="Take support’s access back?" verb="Take back" change={revoke} confirm={() => revoke.run(undefined)} close={close}>
      <p>Whoever of support is in is out at once. To let them in again, you grant it anew.</p>
    </ConfirmDialog>
  );
}
