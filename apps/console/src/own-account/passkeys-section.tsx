import { Button } from '@mantine/core';
import { RemovePasskeyDocument } from '@vedette/api-client';
import type { Passkey } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { visibleText } from '../layout/visible-text';
import { AddPasskey } from './add-passkey';
import classes from './own-account.module.css';
import { RemoveFactor } from './remove-factor';
import { RenamePasskey } from './rename-passkey';
import { Section } from './section';
import { useFactors } from './use-own-account';

export function PasskeysSection() {
  const factors = useFactors();
  const passkeys = factors.data?.passkeys ?? [];
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Passkey | null>(null);
  const tools = factors.data && !adding && (
    <Button size="xs" onClick={() => setAdding(true)}>
      Add a passkey
    </Button>
  );
  return (
    <Section title="Passkeys" lead="By fingerprint, face, PIN or security key. They sign you in without a password, and no fake page can ask for them." tools={tools} read={factors}>
      {adding && <AddPasskey taken={passkeys.map(({ name }) => name)} close={() => setAdding(false)} />}
      {factors.data && passkeys.length === 0 && !adding && <p className="muted">You have none yet.</p>}
      {passkeys.length > 0 && (
        <ul className={classes.list}>
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              {renaming === passkey.id ? (
                <RenamePasskey passkey={passkey} close={() => setRenaming(null)} />
              ) : (
                <>
                  <div className={classes.what}>
                    <strong>{visibleText(passkey.name)}</strong>
                    <p>
                      Added <Moment at={passkey.createdAt} inline />
                      {passkey.lastUsedAt && (
                        <>
                          {' · used '}
                          <Moment at={passkey.lastUsedAt} inline />
                        </>
                      )}
                      {passkey.backedUp ? ' · kept on several of your devices' : ' · on one device only'}
                    </p>
                  </div>
                  <div className="row">
                    <Button variant="default" size="xs" aria-label={`Rename ${passkey.name}`} onClick={() => setRenaming(passkey.id)}>
                      Rename
                    </Button>
                    <Button variant="default" size="xs" aria-label={`Remove ${passkey.name}`} onClick={() => setLeaving(passkey)}>
                      Remove
                    </Button>
                  </div>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {leaving && (
        <RemoveFactor
          title={`Remove “${visibleText(leaving.name)}”?`}
          verb="Remove passkey"
          remove={async () => (await api.request(RemovePasskeyDocument, { input: { id: leaving.id } })).removePasskey}
          close={() => setLeaving(null)}
        >
          It no longer signs you in. Delete it on your device as well: there it stays, and does nothing.
        </RemoveFactor>
      )}
    </Section>
  );
}
