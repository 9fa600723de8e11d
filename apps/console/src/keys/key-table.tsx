import { Button } from '@mantine/core';
import type { ApiKey } from '@vedette/api-client';
import { useState } from 'react';
import { useMay } from '../api/viewer';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { permissionSummary } from '../members/permission-words';
import { endInWords, keyState, worksFirst } from './key-state';
import classes from './keys.module.css';
import { RevokeDialog } from './revoke-dialog';
import { RotateDialog } from './rotate-dialog';

type Asked = { readonly key: ApiKey; readonly how: 'rotate' | 'revoke' };

// The roles are spelled out: a narrow page lays rows out as blocks, and browsers then forget that it is a table.
export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const may = useMay('key:write');
  const now = useNow();
  return (
    <div className="card table-scroll">
      <table role="table" className={classes.table}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Key</th>
            <th role="columnheader" scope="col">Belongs to</th>
            <th role="columnheader" scope="col">May</th>
            <th role="columnheader" scope="col">Last used</th>
            <th role="columnheader" scope="col">Expires</th>
            <th role="columnheader" scope="col">
              <span className="hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {worksFirst(keys, now).map((key) => {
            const state = keyState(key, now);
            const over = state === 'revoked' || state === 'expired';
            return (
              <tr role="row" key={key.id} data-over={over || undefined}>
                <td role="cell">
                  <strong>{key.name}</strong>
                  {key.kind === 'CLI' && <span className={classes.badge}>vedette login</span>}
                  <code className={classes.hint}>{key.hint}</code>
                </td>
                <td role="cell" data-name="Belongs to">
                  <Holder apiKey={key} />
                </td>
                <td role="cell" data-name="May" className={classes.may}>
                  {permissionSummary(key.scopes)}
                  {key.networks.length > 0 && <div>Only from {key.networks.join(', ')}</div>}
                </td>
                <td role="cell" data-name="Last used">
                  {key.lastUsedAt ? <Moment at={key.lastUsedAt} /> : <span className="muted">Never</span>}
                  {key.seenNetworks.length > 0 && <Seen networks={key.seenNetworks} />}
                </td>
                <td role="cell" data-name="Expires">
                  <Expiry apiKey={key} />
                </td>
                <td role="cell">
                  {may && !over && (
                    <div className={classes.actions}>
                      {key.kind === 'KEY' && state !== 'rotated' && (
                        <Button variant="default" size="xs" aria-label={`Rotate ${key.name}`} onClick={() => setAsked({ key, how: 'rotate' })}>
                          Rotate
                        </Button>
                      )}
                      <Button variant="default" size="xs" aria-label={`Revoke ${key.name}`} onClick={() => setAsked({ key, how: 'revoke' })}>
                        Revoke
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {asked?.how === 'rotate' && <RotateDialog apiKey={asked.key} close={() => setAsked(null)} />}
      {asked?.how === 'revoke' && <RevokeDialog apiKey={asked.key} close={() => setAsked(null)} />}
    </div>
  );
}

function Holder({ apiKey: { owner, serviceAccount } }: { apiKey: ApiKey }) {
  if (serviceAccount) {
    return (
      <>
        {serviceAccount.name} <span className={classes.badge}>service account</span>
        {!owner && <div className={classes.soon}>Nobody answers for it</div>}
      </>
    );
  }
  if (!owner) return <span className={classes.soon}>Its owner has left: it does nothing</span>;
  return owner.email ?? 'A disabled account';
}

function Seen({ networks }: { networks: readonly string[] }) {
  return (
    <details className={classes.seen}>
      <summary>{networks.length === 1 ? 'From 1 network' : `From ${networks.length} networks`}</summary>
      <ul>
        {networks.map((network) => (
          <li key={network}>
            <code>{network}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Expiry({ apiKey }: { apiKey: ApiKey }) {
  const state = keyState(apiKey, useNow());
  if (state === 'revoked') {
    return (
      <>
        <span>{endInWords(apiKey)}</span>
        {apiKey.revokedAt && <Moment at={apiKey.revokedAt} />}
      </>
    );
  }
  return (
    <>
      {state === 'rotated' && <span className={classes.soon}>Replaced; works until</span>}
      <Moment at={apiKey.expiresAt} />
      {state === 'expired' && <span>Expired</span>}
      {state === 'ends-soon' && <span className={classes.soon}>Expires soon</span>}
    </>
  );
}
