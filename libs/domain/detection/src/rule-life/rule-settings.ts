import { json, type Database, type TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { systemClock, type Clock } from '@vedette/kernel';
import type { Level } from '@vedette/sigma';
import { bumpRevision } from '../plan/tenant-plans';
import { refuse } from '../refusals';
import { NOTE_LIMIT, plainNote, storableText } from './storable-text';

/** What a tenant decided about a rule. */
export interface RuleSetting {
  readonly ruleId: string;
  readonly enabled: boolean;
  /** What its alerts are instead of the level it is written with. */
  readonly severity: Level | null;
  readonly note: string;
  /** Null where nobody decided anything: the rule runs as it is written. */
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
}

const MOST_AT_ONCE = 1_000;

/** Which rules run for a tenant, and how bad their matches are. Every verb answers with what was before: undo is the reverse call. */
export class RuleSettings {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** All of them or none. @throws Refusal `auth.forbidden`, `rule.none_named`, `rule.not_found`, `rule.note_too_long` */
  async setEnabled(actor: Actor, ruleIds: readonly string[], enabled: boolean, note?: string | null): Promise<RuleSetting[]> {
    return this.change(actor, ruleIds, note, async (tx, ids, words) => {
      await tx.sql`
        insert into rule_settings (tenant_id, rule_id, enabled, note, changed_by, changed_at)
        select (select app.tenant_id()), r.id, ${enabled}, ${words}, ${actor.principal}, ${this.clock.date()}
        from jsonb_to_recordset(${json(ids.map((id) => ({ id })))}) as r(id text)
        on conflict (tenant_id, rule_id) do update set enabled = excluded.enabled, note = excluded.note,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at`;
      const [first = ''] = ids;
      tx.audit(enabled ? 'rule.enabled' : 'rule.disabled', { kind: 'rule', id: first }, { rules: ids.length, note: words });
    });
  }

  /** @param severity null: as the rule is written. @throws Refusal `auth.forbidden`, `rule.not_found`, `rule.note_too_long` */
  async overrideSeverity(actor: Actor, ruleId: string, severity: Level | null, note?: string | null): Promise<RuleSetting> {
    const [before] = await this.change(actor, [ruleId], note, async (tx, [id = ''], words) => {
      await tx.sql`
        insert into rule_settings (tenant_id, rule_id, severity, note, changed_by, changed_at)
        values ((select app.tenant_id()), ${id}, ${severity}, ${words}, ${actor.principal}, ${this.clock.date()})
        on conflict (tenant_id, rule_id) do update set severity = excluded.severity, note = excluded.note,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at`;
      tx.audit('rule.severity_overridden', { kind: 'rule', id }, { severity, note: words });
    });
    if (!before) throw new Error('a changed rule has no setting before');
    return before;
  }

  private async change(
    actor: Actor, ruleIds: readonly string[], note: string | null | undefined,
    write: (tx: TenantTx, ids: readonly string[], note: string) => Promise<void>,
  ): Promise<RuleSetting[]> {
    actor.require('rule:write');
    const ids = [...new Set(ruleIds.map((id) => storableText(id.slice(0, 513))))];
    if (ids.length === 0 || ids.length > MOST_AT_ONCE) throw refuse('rule.none_named');
    if (note && note.length > NOTE_LIMIT) throw refuse('rule.note_too_long');
    return this.database.tenant(actor, async (tx) => {
      // Holds the tenant's revision, so that what was before is still so when it is changed.
      await bumpRevision(tx, this.clock);
      await requireRules(tx, ids);
      const before = await settingsOf(tx, ids);
      await write(tx, ids, plainNote(note));
      return before;
    });
  }
}

async function requireRules(tx: TenantTx, ids: readonly string[]): Promise<void> {
  const [missing] = await tx.sql<{ id: string }>`
    select id from unnest(${ids}::text[]) id
    where not exists (select from rules where rule_id = id) and not exists (select from tenant_rules where rule_id = id) limit 1`;
  if (missing) throw refuse('rule.not_found', { ruleId: missing.id });
}

/** One for each id, in their order. */
export async function settingsOf(tx: TenantTx, ids: readonly string[]): Promise<RuleSetting[]> {
  const rows = await tx.sql<RuleSetting>`
    select rule_id as "ruleId", enabled, severity, note, changed_by as "changedBy", changed_at as "changedAt"
    from rule_settings where rule_id = any(${ids})`;
  const known = new Map(rows.map((row) => [row.ruleId, row]));
  return ids.map((ruleId) => known.get(ruleId) ?? { ruleId, enabled: true, severity: null, note: '', changedBy: null, changedAt: null });
}
