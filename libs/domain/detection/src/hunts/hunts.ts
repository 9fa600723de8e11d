import { huntChanged, runHunt } from '@vedette/contracts';
import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { MatchedField } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import { refuse } from '../refusals';
import { huntOf, type Hunt, type HuntHit, type HuntKind, type HuntRow } from './hunt';
import { completeText, huntedRule } from './hunted-rule';

export interface HuntRequest {
  readonly kind: Exclude<HuntKind, 'rerun'>;
  /** A Sigma rule, one with its correlations, or an ad-hoc condition. */
  readonly yaml: string;
  readonly title?: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly sources?: readonly string[] | null;
}

export interface RerunRequest {
  readonly ruleId: string;
  readonly from: Date;
  readonly to: Date;
}

interface NewHunt {
  readonly kind: HuntKind;
  readonly title: string;
  readonly yaml: string;
  readonly from: Date;
  readonly to: Date;
  readonly sources: readonly string[] | null;
  readonly ruleId: string | null;
  readonly since: Date | null;
}

const MOST_AT_ONCE = 10;
const KEPT = 500;
const LONGEST_MS = 400 * 86_400_000;

interface HitRow {
  readonly position: number;
  readonly segment_id: Uuid;
  readonly event_index: number;
  readonly event_at: Date;
  readonly source: string;
  readonly entity_kind: string;
  readonly entity: string;
  readonly event: unknown;
  readonly matched: readonly MatchedField[];
}

/** What analysts ask of history. Another tenant's hunt is `hunt.not_found`, like one that never was. */
export class Hunts {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /**
   * Starts at once, in the background; progress and hits are announced as they come.
   * @throws Refusal `auth.forbidden`, `hunt.rule_invalid` (with `reason`, `line`, `column`), `hunt.rule_too_long`,
   *   `hunt.range_invalid`, `hunt.too_many`
   */
  async start(actor: Actor, request: HuntRequest): Promise<Hunt> {
    actor.require('hunt:write');
    checkRange(request);
    const { from, to } = request;
    const yaml = completeText(request.yaml.replaceAll('\u0000', ' '));
    const title = inert(request.title?.trim() || huntedRule(yaml).title, 512);
    const sources = request.sources && request.sources.length > 0 ? [...new Set(request.sources)].slice(0, 1_000).map((name) => inert(name, 64)) : null;
    return this.database.tenant(actor, (tx) => this.insert(tx, actor, { kind: request.kind, title, yaml, from, to, sources, ruleId: null, since: null }));
  }

  /**
   * Runs a rule that is on over the past and opens the alerts that it would have opened, with the exclusions in force.
   * Events that the stream has seen with this text of the rule, or an earlier rerun has alerted, do not count again.
   * @throws Refusal `auth.forbidden`, `hunt.range_invalid`, `hunt.rule_off`, `hunt.too_many`
   */
  async rerun(actor: Actor, request: RerunRequest): Promise<Hunt> {
    actor.require('hunt:write');
    actor.require('rule:write');
    checkRange(request);
    return this.database.tenant(actor, async (tx) => {
      const rule = await runningRule(tx, request.ruleId);
      if (!rule) throw refuse('hunt.rule_off');
      return this.insert(tx, actor, { kind: 'rerun', title: inert(rule.title, 512), yaml: rule.yaml, from: request.from, to: request.to, sources: null, ruleId: request.ruleId, since: rule.since });
    });
  }

  private async insert(tx: TenantTx, actor: Actor, asked: NewHunt): Promise<Hunt> {
    // Counted under a lock of this tenant's, so that ten are ten.
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`hunts ${actor.tenantId}`}, 0))`;
    const [running] = await tx.sql<{ n: string }>`select count(*) as n from hunts where state in ('waiting', 'running')`;
    if (Number(running?.n) >= MOST_AT_ONCE) throw refuse('hunt.too_many');
    await forgetOldest(tx);
    const id = newId(this.clock.now());
    const [row] = await tx.sql<HuntRow>`
      insert into hunts (tenant_id, id, kind, title, yaml, from_at, to_at, sources, rule_id, rule_since, asked_by, asked_at)
      values ((select app.tenant_id()), ${id}, ${asked.kind}, ${asked.title}, ${asked.yaml}, ${asked.from}, ${asked.to}, ${asked.sources}::text[],
        ${asked.ruleId}, ${asked.since}, ${actor.principal}, ${this.clock.date()})
      returning *`;
    if (!row) throw new Error('a hunt was not kept');
    tx.enqueue(runHunt, { huntId: id });
    tx.announce(huntChanged, { huntId: id });
    tx.audit('hunt.started', { kind: 'hunt', id }, { kind: asked.kind });
    return huntOf(row);
  }

  /** What it found so far stays. @throws Refusal `auth.forbidden`, `hunt.not_found`, `hunt.ended` */
  async cancel(actor: Actor, id: string): Promise<Hunt> {
    actor.require('hunt:write');
    return this.database.tenant(actor, async (tx) => {
      const [hunt] = isUuid(id) ? await tx.sql<HuntRow>`select * from hunts where id = ${id} for update` : [];
      if (!hunt) throw refuse('hunt.not_found');
      if (hunt.state !== 'waiting' && hunt.state !== 'running') throw refuse('hunt.ended');
      const [row] = await tx.sql<HuntRow>`update hunts set state = 'cancelled', finished_at = ${this.clock.date()} where id = ${hunt.id} returning *`;
      if (!row) throw new Error('a locked hunt vanished');
      tx.announce(huntChanged, { huntId: hunt.id });
      tx.audit('hunt.cancelled', { kind: 'hunt', id: hunt.id });
      return huntOf(row);
    });
  }

  /** @throws Refusal `auth.forbidden`, `hunt.not_found` */
  async get(actor: Actor, id: string): Promise<Hunt> {
    actor.require('hunt:read');
    const [row] = isUuid(id) ? await this.database.tenant(actor, (tx) => tx.sql<HuntRow>`select * from hunts where id = ${id}`) : [];
    if (!row) throw refuse('hunt.not_found');
    return huntOf(row);
  }

  /** The newest first, at most 100. @throws Refusal `auth.forbidden` */
  async list(actor: Actor, kind?: HuntKind | null): Promise<Hunt[]> {
    actor.require('hunt:read');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<HuntRow>`
      select * from hunts where (${kind ?? null}::text is null or kind = ${kind ?? null}) order by asked_at desc, id desc limit 100`);
    return rows.map(huntOf);
  }

  /** In the order they were found, behind a position; at most 200. @throws Refusal `auth.forbidden` */
  async hits(actor: Actor, id: string, after = 0, first = 50): Promise<HuntHit[]> {
    actor.require('hunt:read');
    if (!isUuid(id)) return [];
    const rows = await this.database.tenant(actor, (tx) => tx.sql<HitRow>`
      select * from hunt_hits where hunt_id = ${id} and position > ${Math.max(0, Math.min(1_000, Math.trunc(after)))} order by position
      limit ${Math.max(1, Math.min(200, Math.trunc(first)))}`);
    return rows.map((row) => ({
      position: row.position,
      segmentId: row.segment_id,
      index: row.event_index,
      at: row.event_at,
      source: row.source,
      entity: { kind: row.entity_kind, value: row.entity },
      event: row.event,
      matched: row.matched,
    }));
  }
}

function checkRange({ from, to }: { readonly from: Date; readonly to: Date }): void {
  const length = to.getTime() - from.getTime();
  if (!(length >= 0 && length <= LONGEST_MS)) throw refuse('hunt.range_invalid');
}

/** The text of a rule that is on, and since when the stream runs it. */
async function runningRule(tx: TenantTx, ruleId: string): Promise<{ title: string; yaml: string; since: Date } | null> {
  const [rule] = await tx.sql<{ title: string; yaml: string; since: Date; enabled: boolean }>`
    select r.title, r.yaml, greatest(r.since, s.changed_at) as since, coalesce(s.enabled, true) as enabled from (
      select t.title, f.yaml, f.changed_at as since, 0 as place from tenant_rules t join rule_files f on f.path = t.path where t.rule_id = ${ruleId}
      union all
      select c.title, c.yaml, p.synced_at, 1 from rules c join rule_packs p on p.id = c.pack_id where c.rule_id = ${ruleId} and c.refusal is null) r
    left join rule_settings s on s.rule_id = ${ruleId}
    order by r.place limit 1`;
  return rule?.enabled ? rule : null;
}

async function forgetOldest(tx: TenantTx): Promise<void> {
  await tx.sql`delete from hunt_hits where hunt_id in (select id from hunts where finished_at is not null order by asked_at desc offset ${KEPT})`;
  await tx.sql`delete from hunts where id in (select id from hunts where finished_at is not null order by asked_at desc offset ${KEPT})`;
}
