import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { SigmaFilter } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import { bumpRevision } from '../plan/tenant-plans';
import { refuse } from '../refusals';
import { exclusionOf, type Exclusion, type ExclusionRequest, type ExclusionRow } from './exclusion';
import { filterText, readFilter, titleOf } from './exclusion-text';
import { previewExclusion, type ExclusionPreview } from './preview-exclusion';
import { loadedRulesOf } from './rule-texts';
import { NOTE_LIMIT, plainNote, storableText } from './storable-text';

interface Draft {
  readonly id: Uuid;
  readonly ruleId: string | null;
  readonly title: string;
  readonly yaml: string;
  readonly filter: SigmaFilter;
}

const MOST_IN_FORCE = 1_000;
const TEN_YEARS = 3_653 * 86_400_000;

/** What a tenant leaves out of rules: Sigma filters that somebody answers for, with an end and a count of what they took. */
export class Exclusions {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** Newest first, at most 1,000. @throws Refusal `auth.forbidden` */
  async list(actor: Actor, filter: { readonly ruleId?: string | null; readonly inForce?: boolean | null } = {}): Promise<Exclusion[]> {
    actor.require('rule:read');
    const ruleId = filter.ruleId ? storableText(filter.ruleId) : null;
    const rows = await this.database.tenant(actor, (tx) => exclusionRows(tx, ruleId));
    const exclusions = rows.map((row) => exclusionOf(row, this.clock.now()));
    const { inForce } = filter;
    return inForce === undefined || inForce === null ? exclusions : exclusions.filter((one) => one.inForce === inForce);
  }

  /** @throws Refusal `auth.forbidden`, `exclusion.malformed`, `exclusion.field_malformed`, `exclusion.refused`, `rule.not_found` */
  async preview(actor: Actor, request: Pick<ExclusionRequest, 'ruleId' | 'fields' | 'yaml' | 'title'>): Promise<ExclusionPreview> {
    actor.require('rule:read');
    const { filter } = await this.database.tenant(actor, (tx) => draftOf(tx, request));
    return previewExclusion(this.database, actor, this.clock, filter);
  }

  /**
   * @throws Refusal as `preview`, `exclusion.hides_true_positive` (naming the alerts; not where `force` is said),
   *   `exclusion.reason_malformed`, `exclusion.expiry_past`, `exclusion.too_many`
   */
  async add(actor: Actor, request: ExclusionRequest): Promise<Exclusion> {
    actor.require('rule:write');
    const reason = plainNote(request.reason);
    if (reason === '' || request.reason.length > NOTE_LIMIT) throw refuse('exclusion.reason_malformed');
    const expiresAt = this.checkedEnd(request.expiresAt);
    const draft = await this.database.tenant(actor, (tx) => draftOf(tx, request));
    if (!request.force) {
      const { hiddenTruePositives: hidden } = await previewExclusion(this.database, actor, this.clock, draft.filter);
      if (hidden.length > 0) throw refuse('exclusion.hides_true_positive', { alerts: hidden.length, alertIds: hidden.slice(0, 20).map(({ id }) => id).join(' ') });
    }
    return this.database.tenant(actor, async (tx) => {
      await bumpRevision(tx, this.clock);
      const now = this.clock.date();
      const [room] = await tx.sql<{ count: number }>`
        select count(*)::int as count from rule_exclusions where ended_at is null and (expires_at is null or expires_at > ${now})`;
      if (room && room.count >= MOST_IN_FORCE) throw refuse('exclusion.too_many');
      const [row] = await tx.sql<ExclusionRow>`
        insert into rule_exclusions (tenant_id, id, rule_id, title, yaml, reason, owner, created_at, expires_at)
        values ((select app.tenant_id()), ${draft.id}, ${draft.ruleId}, ${draft.title}, ${draft.yaml}, ${reason}, ${actor.principal}, ${now}, ${expiresAt})
        returning *`;
      if (!row) throw new Error('an exclusion was not written');
      tx.audit('exclusion.added', { kind: 'exclusion', id: row.id }, { title: row.title, ruleId: row.rule_id, forced: Boolean(request.force) });
      return exclusionOf(row, now.getTime());
    });
  }

  /** @throws Refusal `auth.forbidden`, `exclusion.not_found`, `exclusion.already_ended` */
  async end(actor: Actor, id: string): Promise<Exclusion> {
    return this.change(actor, id, async (tx, row, now) => {
      tx.audit('exclusion.ended', { kind: 'exclusion', id: row.id });
      return tx.sql<ExclusionRow>`update rule_exclusions set ended_at = ${now}, ended_by = ${actor.principal} where id = ${row.id} returning *`;
    });
  }

  /** Earlier or later, or null for no end; one that has run out is in force again. @throws Refusal as `end`, `exclusion.expiry_past` */
  async prolong(actor: Actor, id: string, expiresAt: Date | null): Promise<Exclusion> {
    const end = this.checkedEnd(expiresAt);
    return this.change(actor, id, async (tx, row) => {
      tx.audit('exclusion.prolonged', { kind: 'exclusion', id: row.id }, { from: row.expires_at?.toISOString() ?? null, to: end?.toISOString() ?? null });
      return tx.sql<ExclusionRow>`update rule_exclusions set expires_at = ${end} where id = ${row.id} returning *`;
    });
  }

  private checkedEnd(expiresAt: Date | null | undefined): Date | null {
    if (!expiresAt) return null;
    const at = expiresAt.getTime();
    if (!(at > this.clock.now() && at < this.clock.now() + TEN_YEARS)) throw refuse('exclusion.expiry_past');
    return dateFrom(at);
  }

  private async change(actor: Actor, id: string, write: (tx: TenantTx, row: ExclusionRow, now: Date) => Promise<ExclusionRow[]>): Promise<Exclusion> {
    actor.require('rule:write');
    return this.database.tenant(actor, async (tx) => {
      await bumpRevision(tx, this.clock);
      const [row] = isUuid(id) ? await tx.sql<ExclusionRow>`select * from rule_exclusions where id = ${id} for update` : [];
      if (!row) throw refuse('exclusion.not_found');
      if (row.ended_at) throw refuse('exclusion.already_ended');
      const now = this.clock.date();
      const [changed] = await write(tx, row, now);
      if (!changed) throw new Error('a locked exclusion vanished');
      return exclusionOf(changed, now.getTime());
    });
  }
}

async function draftOf(tx: TenantTx, { ruleId, fields, yaml, title }: Pick<ExclusionRequest, 'ruleId' | 'fields' | 'yaml' | 'title'>): Promise<Draft> {
  const id = newId();
  const named = title ? inert(title, 200) : '';
  if (yaml) {
    if (fields?.length) throw refuse('exclusion.malformed');
    const text = storableText(yaml);
    const filter = readFilter(text, id);
    const [only, more] = filter.rules === 'any' ? [] : filter.rules;
    const [known] = only && !more ? await ruleNamed(tx, only) : [];
    return { id, ruleId: known?.rule_id ?? null, title: named || inert(filter.title, 200), yaml: text, filter };
  }
  if (!ruleId || !fields) throw refuse('exclusion.malformed');
  const wanted = storableText(ruleId.slice(0, 512));
  const rule = (await loadedRulesOf(tx, [wanted])).get(wanted);
  if (!rule) throw refuse('rule.not_found', { ruleId: inert(wanted, 200) });
  const text = filterText({ id, title: named || titleOf(fields), ruleId: rule.id, logsource: rule.logsource, fields });
  return { id, ruleId: rule.id, title: named || titleOf(fields), yaml: text, filter: readFilter(text, id) };
}

function ruleNamed(tx: TenantTx, id: string): Promise<{ rule_id: string }[]> {
  return tx.sql<{ rule_id: string }>`
    select rule_id from tenant_rules where rule_id = ${id} union all select rule_id from rules where rule_id = ${id} limit 1`;
}

export function exclusionRows(tx: TenantTx, ruleId: string | null): Promise<ExclusionRow[]> {
  return tx.sql<ExclusionRow>`
    select * from rule_exclusions where ${ruleId}::text is null or rule_id = ${ruleId} order by created_at desc, id desc limit 1000`;
}
