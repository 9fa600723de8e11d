import type { AuditRow } from '@vedette/database';

/** Kinds of audit rows that become events: who may do what, with which keys, under which policy, let in by whom. */
const told = new Set([
  'tenant', 'member', 'ownership', 'role', 'invitation', 'access-review', 'api-key', 'service-account', 'device', 'domain', 'support', 'source',
]);

export function isTold({ action }: Pick<AuditRow, 'action'>): boolean {
  return told.has(action.slice(0, action.indexOf('.')));
}
