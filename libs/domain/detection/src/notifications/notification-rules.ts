import { json, type Database, type TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { severities, type Severity } from '../alerts/alert';
import { memberOf } from '../alerts/member-of';
import { fieldNames, oneLine } from '../alerts/words';
import { refuse } from '../refusals';
import { notificationRuleOf, type NotificationRule, type NotificationRuleRow } from './notification-rule';
import { areQuietHours, type QuietHours } from './quiet-hours';

export interface NotificationWish {
  readonly name: string;
  readonly severities?: readonly Severity[] | null;
  readonly ruleIds?: readonly string[] | null;
  readonly tags?: readonly string[] | null;
  readonly entityText?: string | null;
  /** Principals of 1 to 50 members. */
  readonly recipients: readonly string[];
  readonly quiet?: QuietHours | null;
  /** 1 to 60; 10 unless told. */
  readonly mailsPerHour?: number | null;
}

type Checked = Omit<NotificationRuleRow, 'id' | 'created_by' | 'created_at' | 'changed_at' | 'flush_at'>;

const MOST = 50;

/** Who gets mail about which alerts. */
export class NotificationRules {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** Oldest first. @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<NotificationRule[]> {
    actor.require('alert:read');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<NotificationRuleRow>`
      select * from notification_rules where ended_at is null order by created_at, id`);
    return rows.map(notificationRuleOf);
  }

  /** @throws Refusal `auth.forbidden`, `notification.…_invalid`, `notification.too_many`, `assignee.not_member` */
  async create(actor: Actor, wish: NotificationWish): Promise<NotificationRule> {
    actor.require('notification:write');
    return this.database.tenant(actor, async (tx) => {
      const wanted = await checked(tx, wish);
      const [alive] = await tx.sql<{ count: string }>`select count(*) as count from notification_rules where ended_at is null`;
      if (Number(alive?.count) >= MOST) throw refuse('notification.too_many');
      const now = this.clock.date();
      const [row] = await tx.sql<NotificationRuleRow>`
        insert into notification_rules (tenant_id, id, name, severities, rule_ids, tags, entity_text, recipients, quiet, mails_per_hour, created_by, created_at, changed_at)
        values ((select app.tenant_id()), ${newId(this.clock.now())}, ${wanted.name}, ${wanted.severities}::text[], ${wanted.rule_ids}::text[], ${wanted.tags}::text[],
          ${wanted.entity_text}, ${wanted.recipients}::uuid[], ${wanted.quiet ? json(wanted.quiet) : null}, ${wanted.mails_per_hour}, ${actor.principal}, ${now}, ${now})
        returning *`;
      if (!row) throw new Error('a notification rule was not written');
      tx.audit('notification.created', { kind: 'notification-rule', id: row.id });
      return notificationRuleOf(row);
    });
  }

  /** All of it anew; what waits goes out by the new rule. @throws like `create`, and Refusal `notification.not_found` */
  async change(actor: Actor, id: string, wish: NotificationWish): Promise<NotificationRule> {
    actor.require('notification:write');
    return this.database.tenant(actor, async (tx) => {
      const known = await lockRule(tx, id);
      const wanted = await checked(tx, wish);
      const [row] = await tx.sql<NotificationRuleRow>`
        update notification_rules set name = ${wanted.name}, severities = ${wanted.severities}::text[], rule_ids = ${wanted.rule_ids}::text[],
          tags = ${wanted.tags}::text[], entity_text = ${wanted.entity_text}, recipients = ${wanted.recipients}::uuid[],
          quiet = ${wanted.quiet ? json(wanted.quiet) : null}, mails_per_hour = ${wanted.mails_per_hour}, changed_at = ${this.clock.date()}
        where id = ${known.id} returning *`;
      tx.audit('notification.changed', { kind: 'notification-rule', id: known.id });
      return notificationRuleOf(row ?? known);
    });
  }

  /** What waits is not sent any more. @throws Refusal `auth.forbidden`, `notification.not_found` */
  async end(actor: Actor, id: string): Promise<NotificationRule> {
    actor.require('notification:write');
    return this.database.tenant(actor, async (tx) => {
      const known = await lockRule(tx, id);
      await tx.sql`update notification_rules set ended_at = ${this.clock.date()}, ended_by = ${actor.principal} where id = ${known.id}`;
      tx.audit('notification.ended', { kind: 'notification-rule', id: known.id });
      return notificationRuleOf(known);
    });
  }
}

async function lockRule(tx: TenantTx, id: string): Promise<NotificationRuleRow> {
  const [row] = isUuid(id) ? await tx.sql<NotificationRuleRow>`select * from notification_rules where id = ${id} and ended_at is null for update` : [];
  if (!row) throw refuse('notification.not_found');
  return row;
}

async function checked(tx: TenantTx, wish: NotificationWish): Promise<Checked> {
  const name = oneLine(wish.name);
  if (name.length < 1 || name.length > 100) throw refuse('notification.name_invalid');
  const wanted = [...new Set(wish.severities ?? [])];
  if (!wanted.every((severity) => severities.includes(severity))) throw refuse('notification.condition_invalid');
  const ruleIds = fieldNames(wish.ruleIds ?? [], 100);
  const tags = fieldNames((wish.tags ?? []).map((tag) => tag.toLowerCase()), 100);
  const entityText = oneLine(wish.entityText ?? '');
  if (!ruleIds || !tags || entityText.length > 200) throw refuse('notification.condition_invalid');
  const mailsPerHour = wish.mailsPerHour ?? 10;
  if (!Number.isInteger(mailsPerHour) || mailsPerHour < 1 || mailsPerHour > 60) throw refuse('notification.limit_invalid');
  if (wish.quiet && !areQuietHours(wish.quiet)) throw refuse('notification.quiet_invalid');
  return {
    name, severities: wanted, rule_ids: ruleIds, tags, entity_text: entityText || null,
    recipients: await recipientsOf(tx, wish.recipients), quiet: wish.quiet ? quietOf(wish.quiet) : null, mails_per_hour: mailsPerHour,
  };
}

/** What is kept, and nothing else that came along. */
function quietOf({ timeZone, days, from, to, criticalBreaksThrough }: QuietHours): QuietHours {
  return { timeZone, days: [...days].sort(), from, to, criticalBreaksThrough };
}

async function recipientsOf(tx: TenantTx, principals: readonly string[]): Promise<readonly Uuid[]> {
  const unique = [...new Set(principals)];
  if (unique.length < 1 || unique.length > 50) throw refuse('notification.recipients_invalid');
  const accounts: Uuid[] = [];
  for (const principal of unique) {
    const account = await memberOf(tx, principal);
    if (account) accounts.push(account);
  }
  return accounts;
}
