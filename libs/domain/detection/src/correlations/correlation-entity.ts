import { entityOf } from '@vedette/sigma';
import { entityKey } from '../evaluation/entity-key';

/** Group fields that mean a person, a machine or an address, by parts of their names. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/(^|[._-])(c-)?ip(addr(ess)?)?$|ipaddress|_ip$|^ip_|src_?ip|sourceip|remote_?addr|id\.orig_h/i, 'ip'],
  [/user|account|principal|actor|arn|identity|email|login/i, 'user'],
  [/computer|host|workstation|node|machine|device/i, 'host'],
];

/** Whom an alert of a correlation is about: the first of its group's values that says so, else all of them. */
export function correlationEntity(group: Readonly<Record<string, string>>): { readonly kind: string; readonly value: string } {
  const known = entityOf({ fields: group });
  if (known.kind !== 'unknown') return { kind: known.kind, value: entityKey(known.value) };
  for (const [name, value] of Object.entries(group)) {
    const kind = kinds.find(([pattern]) => pattern.test(name))?.[1];
    if (kind && value !== '') return { kind, value: entityKey(value) };
  }
  const values = Object.values(group).filter((value) => value !== '');
  return values.length === 0 ? { kind: 'unknown', value: entityKey('all events') } : { kind: 'unknown', value: entityKey(values.join(' · ')) };
}
