import type { Uuid } from '@vedette/kernel';
import { accountPrincipal, type Severity } from '../alerts/alert';
import type { QuietHours } from './quiet-hours';

/** Who is written to about which alerts. Every condition that is given must hold. */
export interface NotificationRule {
  readonly id: Uuid;
  readonly name: string;
  /** Empty: any. */
  readonly severities: readonly Severity[];
  /** With `tags`: an alert of one of these rules, or with one of these tags; both empty: any. */
  readonly ruleIds: readonly string[];
  readonly tags: readonly string[];
  /** Contained in the entity, without regard to case. */
  readonly entityText: string | null;
  /** Principals of members. */
  readonly recipients: readonly string[];
  readonly quiet: QuietHours | null;
  /** Mails to each recipient in any hour, digests among them. */
  readonly mailsPerHour: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

export interface NotificationRuleRow {
  readonly id: Uuid;
  readonly name: string;
  readonly severities: readonly Severity[];
  readonly rule_ids: readonly string[];
  readonly tags: readonly string[];
  readonly entity_text: string | null;
  readonly recipients: readonly Uuid[];
  readonly quiet: QuietHours | null;
  readonly mails_per_hour: number;
  readonly created_by: string;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly flush_at: Date | null;
}

/** What of an alert decides whether somebody is written to. */
export interface NotableAlert {
  readonly rule_id: string;
  readonly severity: Severity;
  readonly attack: readonly string[];
  readonly entity: string;
}

export function wantsAlert(rule: NotificationRuleRow, alert: NotableAlert): boolean {
  const { severities, rule_ids, tags, entity_text } = rule;
  if (severities.length > 0 && !severities.includes(alert.severity)) return false;
  const named = rule_ids.includes(alert.rule_id) || alert.attack.some((tag) => tags.includes(tag.toLowerCase()));
  if (rule_ids.length + tags.length > 0 && !named) return false;
  return entity_text === null || alert.entity.toLowerCase().includes(entity_text.toLowerCase());
}

const HOUR = 3_600_000;

/**
 * How many mails may go now, and when the next one may. In any hour there are at most so many.
 * @param made when mails were made, newest first; milliseconds
 */
export function mailRoom(made: readonly number[], perHour: number, now: number): { readonly free: number; readonly nextAt: number } {
  const recent = made.filter((at) => at > now - HOUR);
  const free = Math.max(0, perHour - recent.length);
  return { free, nextAt: free > 0 ? now : (recent[perHour - 1] ?? now) + HOUR };
}

export function notificationRuleOf(row: NotificationRuleRow): NotificationRule {
  return {
    id: row.id,
    name: row.name,
    severities: row.severities,
    ruleIds: row.rule_ids,
    tags: row.tags,
    entityText: row.entity_text,
    recipients: row.recipients.map(accountPrincipal),
    quiet: row.quiet,
    mailsPerHour: row.mails_per_hour,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
