import { huntChanged, runHunt } from '@vedette/contracts';
import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { MatchedField } from '@vedette/sigma';
import { inert } from '../evaluation/inert';
import { refuse } from '../refusals';
import { huntOf, type Hunt, type HuntHit, type HuntKind, type HuntRow } from './hunt';
import { completeText, huntedRule } from './hunted-rule';

export interface HuntRequest {
  readonly kind: HuntKind;
  /** A Sigma rule, one with its correlations, or an ad-hoc condition. */
  readonly yaml: string;
  readonly title?: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly sources?: readonly string[] | null;
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
    const { from, to } = request;
    const length = to.getTime() - from.getTime();
    if (!(length >= 0 && length <= LONGEST_MS)) throw refuse('hunt.range_invalid');
    const yaml = completeText(request.yaml.replaceAll('\u0000', ' '));
    const title = inert(request.title?.trim() || huntedRule(yaml).title, 512);
    const sources = request.sources && request.sources.length > 0 ? [...new Set(request.sources)].slice(0, 1_000).map((name) => inert(name, 64)) : null;
    return this.database.tenant(actor, async (tx) => {
      // Counted under a lock of this tenant's, so that ten are ten.
      await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`hunts ${actor.tenantId}`}, 0))`;
      const [running] = await tx.sql<{ n: string }>`select count(*) as n from hunts where state in ('waiting', 'running')`;
      if (Number(running?.n) >= MOST_AT_ONCE) throw refuse('hunt.too_many');
      await forgetOldest(tx.sql.bind(tx));
      const id = newId(this.clock.now());
      const [row] = await tx.sql<HuntRow>`
        insert into hunts (tenant_id, id, kind, title, yaml, from_at, to_at, sources, asked_by, asked_at)
        values ((select app.tenant_id()), ${id}, ${request.kind}, ${title}, ${yaml}, ${from}, ${to}, ${sources}::text[], ${actor.principal}, ${this.clock.date()})
        returning *`;
      if (!row) throw new Error('a hunt was not kept');
      tx.enqueue(runHunt, { huntId: id });
      tx.announce(huntChanged, { huntId: id });
      tx.audit('hunt.started', { kind: 'hunt', id }, { kind: request.kind });
      return huntOf(row);
    });
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

async function forgetOldest(sql: (parts: TemplateStringsArray, ...values: number[]) => Promise<unknown>): Promise<void> {
  await sql`delete from hunt_hits where hunt_id in (select id from hunts where finished_at is not null order by asked_at desc offset ${KEPT})`;
  await sql`delete from hunts where id in (select id from hunts where finished_at is not null order by asked_at desc offset ${KEPT})`;
}

