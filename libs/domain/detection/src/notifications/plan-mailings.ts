import { notifyAlert } from '@vedette/contracts';
import { json, type TenantTx } from '@vedette/database';
import { dateFrom, isUuid, newId, type Uuid } from '@vedette/kernel';
import type { Severity } from '../alerts/alert';
import { mailRoom, wantsAlert, type NotableAlert, type NotificationRuleRow } from './notification-rule';
import { quietUntil } from './quiet-hours';

export interface NotifyWork {
  readonly alertIds?: readonly string[] | undefined;
  readonly ruleId?: string | undefined;
}

interface Waiting {
  readonly alert_id: Uuid;
  readonly severity: Severity;
}

/** A digest takes at most so many; what is left waits for the next. */
const GATHERED = 5_000;

/**
 * Notes which rule wants which alert, once by the key of the note, and makes mails of what may go now. The rest waits for
 * the end of the quiet hours, or of the hour whose mails are used up, and then goes as one digest.
 */
export async function planMailings(tx: TenantTx, { alertIds, ruleId }: NotifyWork, now: number): Promise<void> {
  const ids = (alertIds ?? []).filter(isUuid);
  // Locked, so that two jobs never make more mails than an hour may have.
  const rules = await tx.sql<NotificationRuleRow>`
    select * from notification_rules where ended_at is null and (${ids.length > 0} or id = ${isUuid(ruleId) ? ruleId : null}) order by id for update`;
  const alerts = ids.length > 0 ? await tx.sql<NotableAlert & { id: Uuid }>`select id, rule_id, severity, attack, entity from alerts where id = any(${ids}::uuid[])` : [];
  for (const rule of rules) {
    const wanted = alerts.filter((alert) => wantsAlert(rule, alert)).map(({ id }) => id);
    const fresh = await note(tx, rule, wanted, now);
    if (fresh.size > 0 || rule.id === ruleId) await mailWaiting(tx, rule, fresh, now);
  }
}

async function note(tx: TenantTx, rule: NotificationRuleRow, alertIds: readonly Uuid[], now: number): Promise<ReadonlySet<Uuid>> {
  if (alertIds.length === 0) return new Set();
  const noted = await tx.sql<{ alert_id: Uuid }>`
    insert into alert_notifications (tenant_id, notification_id, alert_id, noted_at)
    select (select app.tenant_id()), ${rule.id}, r.id, ${dateFrom(now)} from unnest(${alertIds}::uuid[]) as r(id)
    on conflict (tenant_id, notification_id, alert_id) do nothing returning alert_id`;
  return new Set(noted.map(({ alert_id }) => alert_id));
}

async function mailWaiting(tx: TenantTx, rule: NotificationRuleRow, fresh: ReadonlySet<Uuid>, now: number): Promise<void> {
  const waiting = await tx.sql<Waiting>`
    select n.alert_id, a.severity from alert_notifications n join alerts a on a.id = n.alert_id
    where n.notification_id = ${rule.id} and n.mailing_id is null order by n.noted_at, n.alert_id limit ${GATHERED}`;
  const made = await tx.sql<{ made_at: Date }>`
    select made_at from notification_mailings where notification_id = ${rule.id} order by made_at desc limit ${rule.mails_per_hour}`;
  const room = mailRoom(made.map(({ made_at }) => made_at.getTime()), rule.mails_per_hour, now);
  const quietEnd = rule.quiet ? quietUntil(rule.quiet, now) : null;
  const due = quietEnd === null ? waiting : waiting.filter(({ severity }) => severity === 'critical' && rule.quiet?.criticalBreaksThrough);
  const sent = new Set<Uuid>();
  // What was held back goes together, with what is new; so does what one hour has no room for.
  const together = due.some(({ alert_id }) => !fresh.has(alert_id)) && due.length > 1;
  const mails = together ? [due] : due.map((one) => [one]);
  for (const mail of mails.slice(0, room.free)) {
    await makeMailing(tx, rule, mail.map(({ alert_id }) => alert_id), now);
    for (const { alert_id } of mail) sent.add(alert_id);
  }
  const left = due.some(({ alert_id }) => !sent.has(alert_id));
  const nextMail = left ? mailRoom([...Array(Math.min(mails.length, room.free)).fill(now) as number[], ...made.map(({ made_at }) => made_at.getTime())], rule.mails_per_hour, now).nextAt : null;
  const held = quietEnd !== null && due.length < waiting.length ? quietEnd : null;
  await comeBack(tx, rule, [nextMail, held].filter((at) => at !== null), now);
}

async function makeMailing(tx: TenantTx, rule: NotificationRuleRow, alertIds: readonly Uuid[], now: number): Promise<void> {
  const id = newId(now);
  await tx.sql`
    insert into notification_mailings (tenant_id, id, notification_id, kind, made_at)
    values ((select app.tenant_id()), ${id}, ${rule.id}, ${alertIds.length > 1 ? 'digest' : 'alert'}, ${dateFrom(now)})`;
  await tx.sql`update alert_notifications set mailing_id = ${id} where notification_id = ${rule.id} and alert_id = any(${alertIds}::uuid[])`;
  await tx.sql`
    insert into notification_letters (tenant_id, mailing_id, account_id)
    select (select app.tenant_id()), ${id}, r.account_id from jsonb_to_recordset(${json(rule.recipients.map((account_id) => ({ account_id })))}) as r(account_id uuid)`;
}

/** A job for what waits, unless one comes early enough. */
async function comeBack(tx: TenantTx, rule: NotificationRuleRow, wanted: readonly number[], now: number): Promise<void> {
  const at = Math.max(now + 1_000, Math.min(...wanted));
  const known = rule.flush_at?.getTime() ?? 0;
  if (wanted.length === 0 || (known > now && known <= at)) return;
  await tx.sql`update notification_rules set flush_at = ${dateFrom(at)} where id = ${rule.id}`;
  tx.enqueue(notifyAlert, { ruleId: rule.id }, { delayMs: at - now });
}
