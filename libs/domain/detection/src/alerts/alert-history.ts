import { auditActions } from '@vedette/contracts';
import type { TenantTx } from '@vedette/database';
import type { Facts } from '@vedette/kernel';
import type { AlertRow } from './alert';

/** Something that was done with an alert: `principal` `words`. */
export interface AlertEvent {
  readonly at: Date;
  readonly principal: string;
  /** `closed an alert as false positive` */
  readonly words: string;
}

interface AuditRow {
  readonly at: Date;
  readonly principal: string;
  readonly action: string;
  readonly facts: Facts;
}

/** The newest that are told; an alert that was moved more often has its first ones left out. */
const TOLD = 500;

export async function alertHistory(tx: TenantTx, alert: AlertRow): Promise<AlertEvent[]> {
  const rows = await tx.sql<AuditRow>`
    select at, principal, action, facts from audit_entries
    where target_id = ${alert.id} and target_kind = 'alert' order by at desc, id desc limit ${TOLD}`;
  const opened = { at: alert.opened_at, principal: 'system:detection', words: 'opened an alert' };
  return [opened, ...rows.reverse().map(({ at, principal, action, facts }) => ({ at, principal, words: inWords(action, facts) }))];
}

export function inWords(action: string, facts: Facts): string {
  const sentence = Object.hasOwn(auditActions, action) ? auditActions[action as keyof typeof auditActions] : action;
  const text = (name: string): string => (Object.hasOwn(facts, name) && typeof facts[name] === 'string' ? facts[name] : '');
  const how = action === 'alert.closed' && text('resolution') ? ` as ${text('resolution').replace('-', ' ')}` : '';
  const whom = action === 'alert.assigned' && text('assignee') ? ` to ${text('assignee')}` : '';
  const together = Object.hasOwn(facts, 'together') && Number(facts['together']) > 1 ? `, with ${Number(facts['together']) - 1} others` : '';
  return `${sentence}${how}${whom}${together}`;
}
