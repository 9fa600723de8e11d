import { auditActions } from '@vedette/contracts';
import type { AuditRow } from '@vedette/database';
import type { IdentityEvent } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';

/** Whom an event is about or by; the address only where they belong to the tenant that is told. */
export interface Person {
  readonly id?: Uuid;
  readonly email?: string;
}

export type EventJson = Readonly<Record<string, unknown>>;

const failures = /(failed|blocked|refused-network|refused)$/;
const authentication = /^(sign-in\.|second-factor\.(failed|blocked)|key\.(new|refused)-network)/;

const sentences: Readonly<Record<string, string>> = {
  'sign-in.failed': 'A sign-in failed',
  'sign-in.succeeded': 'Somebody signed in',
  'sign-in.new-device': 'Somebody signed in from a device that was not known',
  'second-factor.failed': 'A second factor was wrong',
  'second-factor.blocked': 'So many second factors were wrong that none is looked at for a while',
  'second-factor.added': 'A second factor was added',
  'second-factor.removed': 'A second factor was removed',
  'recovery.asked': 'Somebody asked to sign in without their second factor',
  'recovery.done': 'The second factors of an account were removed by recovery',
  'password.reset': 'A password was reset by e-mail',
  'password.changed': 'A password was changed',
  'email.changed': 'The address of an account was changed',
  'key.new-network': 'An API key was used from a network for the first time',
  'key.refused-network': 'An API key was used from a network that it is not for',
  'key.leaked': 'An API key was found in public and revoked',
};

/** Of what a request brought; JSON keeps it from breaking out, this keeps it short. */
const bounded = (text: string | undefined, length: number): string | undefined => text?.slice(0, length) || undefined;

function outline(action: string, at: number, id: Uuid | undefined, reason?: string): EventJson {
  return {
    kind: 'event',
    module: 'vedette',
    dataset: 'vedette.identity',
    provider: 'identity',
    ...(id ? { id } : {}),
    action,
    category: [authentication.test(action) ? 'authentication' : 'iam'],
    outcome: failures.test(action) ? 'failure' : 'success',
    created: dateFrom(at).toISOString(),
    ...(reason ? { reason } : {}),
  };
}

function userOf({ id, email }: Person, target?: Person): EventJson {
  const user = { ...(id ? { id } : {}), ...(email ? { email, name: email } : {}), ...(target ? { target } : {}) };
  return Object.keys(user).length > 0 ? { user } : {};
}

/** What happened around sign-in and keys, in ECS and a few words of ours (docs/guides/vedette-watches-itself.md). */
export function identityJson(event: IdentityEvent, at: number, person: Person): EventJson {
  const { kind, address, userAgent, reason, apiKeyId } = event;
  const agent = bounded(userAgent, 300);
  const ip = bounded(address, 45);
  return {
    '@timestamp': dateFrom(at).toISOString(),
    event: outline(kind, at, undefined, bounded(reason, 100)),
    ...userOf(person),
    ...(ip ? { source: { ip } } : {}),
    ...(agent ? { user_agent: { original: agent } } : {}),
    ...(apiKeyId ? { vedette: { api_key: { id: apiKeyId } } } : {}),
    message: sentences[kind] ?? kind,
  };
}

/** What somebody changed, as their tenant's audit log says it. */
export function auditJson(row: AuditRow, at: number, principal: string, by: Person, target?: Person): EventJson {
  return {
    '@timestamp': dateFrom(at).toISOString(),
    event: outline(row.action, at, row.id),
    ...userOf(by, target),
    vedette: { principal, target: { kind: row.target_kind, id: row.target_id }, facts: row.facts },
    message: `Somebody ${auditActions[row.action]}`,
  };
}

/** In place of what was too much for a minute. */
export function leftOutJson(count: number, at: number): EventJson {
  return {
    '@timestamp': dateFrom(at).toISOString(),
    event: outline('own-events.left-out', at, undefined),
    vedette: { count },
    message: `${count} more events of Vedette's own were left out: there were over 600 in a minute`,
  };
}
