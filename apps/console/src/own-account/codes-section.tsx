import { Button } from '@mantine/core';
import { RenewRecoveryCodesDocument } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { ConfirmDialog } from '../members/confirm-dialog';
import classes from './own-account.module.css';
import { RecoveryCodes } from './recovery-codes';
import { Section } from './section';
import { useFactors, useOwnChange } from './use-own-account';

/** Fewer are few. */
const FEW = 3;

export function CodesSection() {
  const factors = useFactors();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useOwnChange(
    async () => (await api.request(RenewRecoveryCodesDocument, {})).renewRecoveryCodes,
    ({ recoveryCodes }) => {
      setAsking(false);
      setCodes(recoveryCodes);
    },
  );
  const left = factors.data?.recoveryCodesLeft ?? 0;
  const hasFactor = factors.data ? factors.data.passkeys.length > 0 || factors.data.totp !== null : false;
  const tools = hasFactor && (
    <Button variant="default" size="xs" onClick={() => setAsking(true)}>
      Make new ones
    </Button>
  );
  return (
    <Section title="Recovery codes" lead="For the day when you have neither of the above at hand." tools={tools} read={factors}>
      {factors.data && !hasFactor && <p className="muted">They are made with your first passkey or authenticator app.</p>}
      {hasFactor && (
        <p>
          <span className={left < FEW ? classes.few : undefined}>{left} of 10 left.</span>
          {left < FEW && ' Make new ones before you need them.'}
        </p>
      )}
      {asking && (
        <ConfirmDialog title="Make new recovery codes?" verb="Make new codes" change={renew} confirm={() => renew.run(undefined)} close={() => setAsking(false)}>
          <p>The ones you kept stop working at once. The new ones are shown once.</p>
        </ConfirmDialog>
      )}
      {codes && <RecoveryCodes codes={codes} close={() => setCodes(null)} />}
    </Section>
  );
}
