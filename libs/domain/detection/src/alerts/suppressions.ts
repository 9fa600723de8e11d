import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import { fieldNames, oneLine } from './words';

export interface Suppression {
  readonly id: Uuid;
  /** Null: every rule, each by itself. */
  readonly ruleId: string | null;
  readonly keys: readonly string[];
  readonly windowMs: number;
  /** A principal. */
  readonly owner: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  /** Matches that added to an alert instead of opening one. */
  readonly hits: number;
  readonly lastHitAt: Date | null;
}

export interface NewSuppression {
  readonly ruleId?: string | null;
  /** 1 to 10 fields of the event, or `entity`. */
  readonly keys: readonly string[];
  /** Five minutes to seven days. */
  readonly windowMs: number;
  readonly reason: string;
  readonly expiresAt?: Date | null;
}

interface SuppressionRow {
  readonly id: Uuid;
  readonly rule_id: string | null;
  readonly keys: readonly string[];
  readonly window_ms: string;
  readonly owner: string;
  readonly reason: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly hits: string;
  readonly last_hit_at: Date | null;
}

const MINUTE = 60_000;
export const suppressionWindow = { least: 5 * MINUTE, most: 7 * 24 * 60 * MINUTE } as const;
const MOST_ACTIVE = 200;
const LISTED = 500;

/** What a tenant wants gathered into one alert. A change counts from the next segment on. */
export class Suppressions {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** Those in force first, then what has ended; newest first, at most 500. @throws Refusal `auth.forbidden` */
  async list(actor: Actor): Promise<Suppression[]> {
    actor.require('alert:read');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<SuppressionRow>`
      select * from suppressions
      order by (ended_at is not null or coalesce(expires_at, 'infinity') <= ${this.clock.date()}), created_at desc, id desc limit ${LISTED}`);
    return rows.map(suppressionOf);
  }

  /**
   * @throws Refusal `auth.forbidden`, `suppression.keys_invalid`, `suppression.window_invalid`, `suppression.rule_invalid`,
   *   `suppression.reason_missing`, `suppression.expiry_invalid`, `suppression.too_many`
   */
  async create(actor: Actor, wanted: NewSuppression): Promise<Suppression> {
    actor.require('alert:write');
    const { ruleId, keys, reason } = this.checked(wanted);
    return this.database.tenant(actor, async (tx) => {
      const now = this.clock.date();
      const [active] = await tx.sql<{ count: string }>`
        select count(*) as count from suppressions where ended_at is null and (expires_at is null or expires_at > ${now})`;
      if (Number(active?.count) >= MOST_ACTIVE) throw refuse('suppression.too_many');
      const [row] = await tx.sql<SuppressionRow>`
        insert into suppressions (tenant_id, id, rule_id, keys, window_ms, owner, reason, created_at, expires_at)
        values ((select app.tenant_id()), ${newId(this.clock.now())}, ${ruleId}, ${keys}::text[], ${wanted.windowMs}, ${actor.principal}, ${reason},
          ${now}, ${wanted.expiresAt ?? null}) returning *`;
      if (!row) throw new Error('a suppression was not written');
      tx.audit('suppression.created', { kind: 'suppression', id: row.id }, { rule: ruleId, keys: keys.join(', ') });
      return suppressionOf(row);
    });
  }

  /** What it gathered stays as it is. @throws Refusal `auth.forbidden`, `suppression.not_found`, `suppression.ended` */
  async end(actor: Actor, id: string): Promise<Suppression> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      const [known] = isUuid(id) ? await tx.sql<SuppressionRow>`select * from suppressions where id = ${id} for update` : [];
      if (!known) throw refuse('suppression.not_found');
      if (known.ended_at) throw refuse('suppression.ended');
      const [row] = await tx.sql<SuppressionRow>`
        update suppressions set ended_at = ${this.clock.date()}, ended_by = ${actor.principal} where id = ${known.id} returning *`;
      tx.audit('suppression.ended', { kind: 'suppression', id: known.id });
      return suppressionOf(row ?? known);
    });
  }

  private checked({ ruleId, keys, windowMs, reason, expiresAt }: NewSuppression): { ruleId: string | null; keys: readonly string[]; reason: string } {
    const names = fieldNames(keys, 10);
    if (!names || names.length === 0) throw refuse('suppression.keys_invalid');
    const { least, most } = suppressionWindow;
    if (!Number.isInteger(windowMs) || windowMs < least || windowMs > most) throw refuse('suppression.window_invalid');
    const rule = ruleId ?? null;
    if (rule !== null && (rule.length < 1 || rule.length > 512 || oneLine(rule) !== rule)) throw refuse('suppression.rule_invalid');
    const why = oneLine(reason);
    if (why.length < 1 || why.length > 500) throw refuse('suppression.reason_missing');
    if (expiresAt && !(expiresAt.getTime() > this.clock.now())) throw refuse('suppression.expiry_invalid');
    return { ruleId: rule, keys: names, reason: why };
  }
}

function suppressionOf(row: SuppressionRow): Suppression {
  return {
    id: row.id,
    ruleId: row.rule_id,
    keys: row.keys,
    windowMs: Number(row.window_ms),
    owner: row.owner,
    reason: row.reason,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    hits: Number(row.hits),
    lastHitAt: row.last_hit_at,
  };
}
