import { Button } from '@mantine/core';
import { ApproveDeviceDocument, DenyDeviceDocument } from '@vedette/api-client';
import type { DeviceRequestQuery } from '@vedette/api-client';
import { useEffect, useRef } from 'react';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { useViewer } from '../api/viewer';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { scopeGroups } from '../keys/scopes';
import type { Decision } from './decided-card';
import classes from './device.module.css';

interface RequestCardProps {
  readonly request: NonNullable<DeviceRequestQuery['deviceRequest']>;
  readonly decided: (decision: Decision) => void;
  readonly back: () => void;
}

const clients: Readonly<Record<string, string>> = { 'vedette-cli': 'The Vedette command line' };

/** Who asks and for what: all that tells one's own login from one that somebody else started. */
export function RequestCard({ request: { userCode, client, scopes, granted, address, askedAt, expiresAt }, decided, back }: RequestCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const viewer = useViewer().data;
  const late = Date.parse(expiresAt) <= useNow();
  const refresh = [['api-keys']];
  const approve = useSubmit(async () => (await api.request(ApproveDeviceDocument, { input: { userCode } })).approveDevice, { refresh, done: () => decided('approved') });
  const deny = useSubmit(async () => (await api.request(DenyDeviceDocument, { input: { userCode } })).denyDevice, { refresh, done: () => decided('denied') });
  const withheld = scopes.filter((scope) => !granted.includes(scope));
  return (
    <section className={`card ${classes.card}`} aria-labelledby="request">
      <h2 id="request" ref={heading} tabIndex={-1}>
        {clients[client] ?? client} wants to act as you
      </h2>
      <p role="note" className={classes.warning}>
        <strong>Go on only if you started this yourself, just now.</strong> If somebody sent you the code or the link, deny it: they would be in as you.
      </p>
      <dl className={classes.facts}>
        <dt>Code</dt>
        <dd>
          <code className={classes.shown}>{userCode}</code>
        </dd>
        <dt>Asked from</dt>
        <dd>
          <code>{address}</code>
        </dd>
        <dt>Asked</dt>
        <dd>
          <Moment at={askedAt} inline />
        </dd>
        <dt>As</dt>
        <dd>
          {viewer?.email ?? viewer?.principal}, in {viewer?.tenant.name}
        </dd>
        <dt>For</dt>
        <dd>30 days at most; you can revoke it under “API keys” at any time</dd>
      </dl>
      <div>
        <h3>It may then</h3>
        {granted.length === 0 ? <p className={classes.none}>Nothing: you hold none of the permissions that it asks for.</p> : <Scopes scopes={granted} />}
        {withheld.length > 0 && granted.length > 0 && <p className="muted">It asked for {withheld.join(', ')} as well, which you do not hold.</p>}
      </div>
      <FormProblem message={late ? 'This code is too old now. Start “vedette login” again.' : (approve.errors ?? deny.errors)?.[0]?.message} error={approve.error ?? deny.error} />
      <div className="row">
        {late ? (
          <Button variant="default" onClick={back}>
            Enter another code
          </Button>
        ) : (
          <>
            <Button loading={approve.busy} disabled={granted.length === 0} onClick={() => approve.run(undefined)}>
              Approve
            </Button>
            <Button variant="default" loading={deny.busy} onClick={() => deny.run(undefined)}>
              Deny
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className={classes.scopes}>
      {scopeGroups(scopes).map(({ noun, words, scopes: each }) => (
        <li key={noun}>
          <strong>{words}:</strong> {each.map((scope) => scope.words.charAt(0).toLowerCase() + scope.words.slice(1)).join('; ')}
        </li>
      ))}
    </ul>
  );
}
