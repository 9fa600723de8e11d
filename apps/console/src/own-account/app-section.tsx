import { Button } from '@mantine/core';
import { BeginTotpDocument, RemoveTotpDocument } from '@vedette/api-client';
import { useState } from 'react';
import { formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { RemoveFactor } from './remove-factor';
import { Section } from './section';
import { SetUpApp } from './set-up-app';
import { useFactors, useOwnChange } from './use-own-account';

/** One authenticator app, or none. */
export function AppSection() {
  const factors = useFactors();
  const [begun, setBegun] = useState<{ readonly secret: string; readonly uri: string } | null>(null);
  const [leaving, setLeaving] = useState(false);
  const begin = useOwnChange(
    async () => (await api.request(BeginTotpDocument, {})).beginTotp,
    ({ secret, uri }) => secret && uri && setBegun({ secret, uri }),
  );
  const confirmedAt = factors.data?.totp?.confirmedAt;
  const tools =
    factors.data && !begun && !confirmedAt ? (
      <Button size="xs" loading={begin.busy} onClick={() => begin.run(undefined)}>
        Set up an app
      </Button>
    ) : confirmedAt ? (
      <Button variant="default" size="xs" onClick={() => setLeaving(true)}>
        Remove app
      </Button>
    ) : undefined;
  return (
    <Section title="Authenticator app" lead="Its six digits are asked for after your password." tools={tools} read={factors}>
      <FormProblem message={formError(begin.errors, [])} error={begin.error} />
      {begun && <SetUpApp {...begun} close={() => setBegun(null)} />}
      {confirmedAt && (
        <p>
          Set up <Moment at={confirmedAt} inline />
        </p>
      )}
      {factors.data && !confirmedAt && !begun && <p className="muted">None is set up.</p>}
      {leaving && (
        <RemoveFactor title="Remove your authenticator app?" verb="Remove app" remove={async () => (await api.request(RemoveTotpDocument, {})).removeTotp} close={() => setLeaving(false)}>
          Its codes are no longer asked for. Delete the entry in the app as well.
        </RemoveFactor>
      )}
    </Section>
  );
}
