import type { NormalisedEvent } from './event-values';
import { fieldValue } from './event-values';

export interface EventEntity {
  readonly kind: 'host' | 'user' | 'ip' | 'account' | 'unknown';
  readonly value: string;
}

type Candidate = readonly [EventEntity['kind'], string];

const hosts: readonly Candidate[] = [['host', 'Computer'], ['host', 'Hostname'], ['host', 'host.name'], ['host', 'hostname'], ['host', 'host'], ['host', 'agent.hostname'], ['host', 'node']];
const users: readonly Candidate[] = [
  ['user', 'userIdentity.arn'], ['user', 'actor.alternateId'], ['user', 'protoPayload.authenticationInfo.principalEmail'], ['user', 'caller'], ['user', 'userPrincipalName'],
  ['user', 'UserPrincipalName'], ['user', 'UserId'], ['user', 'user.name'], ['user', 'user.username'], ['user', 'User'], ['user', 'user'], ['user', 'actor'], ['user', 'username'],
];
const accounts: readonly Candidate[] = [['account', 'userIdentity.accountId'], ['account', 'recipientAccountId'], ['account', 'org']];
const addresses: readonly Candidate[] = [
  ['ip', 'src_ip'], ['ip', 'c-ip'], ['ip', 'source.ip'], ['ip', 'client.ipAddress'], ['ip', 'sourceIPAddress'], ['ip', 'callerIpAddress'], ['ip', 'id.orig_h'], ['ip', 'SourceIp'], ['ip', 'IpAddress'], ['ip', 'ip'],
];

const attackerFirst = [...addresses, ...hosts, ...users, ...accounts];
const identityFirst = [...users, ...accounts, ...addresses, ...hosts];
const hostFirst = [...hosts, ...users, ...addresses, ...accounts];

function orderFor(kind: string | undefined): readonly Candidate[] {
  const family = kind?.split('/')[0] ?? '';
  if (['honeypot', 'web', 'proxy', 'dns', 'firewall', 'network', 'zeek'].includes(family)) return attackerFirst;
  if (['aws', 'azure', 'gcp', 'okta', 'github', 'm365', 'bitbucket', 'kubernetes', 'vedette'].includes(family)) return identityFirst;
  return hostFirst;
}

/** What an alert about this event is about: the machine, else the user, address or account, by what the log is. */
export function entityOf(event: NormalisedEvent): EventEntity {
  for (const [kind, name] of orderFor(event.kind)) {
    const value = fieldValue(event.fields, name);
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && text.trim() !== '' && text !== '-') return { kind, value: text.slice(0, 512) };
  }
  return { kind: 'unknown', value: '' };
}
