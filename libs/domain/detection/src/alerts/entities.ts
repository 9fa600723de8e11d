import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { systemClock, type Clock } from '@vedette/kernel';
import { refuse } from '../refusals';
import { decayed } from './risk';

/** Somebody or something that alerts are about. */
export interface EntityRisk {
  readonly kind: string;
  readonly value: string;
  /** As of now: what its alerts added, halved every 24 hours. */
  readonly score: number;
  /** All that were ever opened about it. */
  readonly alerts: number;
  readonly firstSeenAt: Date;
  /** The last event of its alerts. */
  readonly lastSeenAt: Date;
}

interface EntityRow {
  readonly entity_kind: string;
  readonly entity: string;
  readonly score: number;
  readonly at: Date;
  readonly alerts: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date | null;
}

/** Whom to look at first. */
export class Entities {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** Highest score first; those of whom an event says nothing are left out. @throws Refusal `auth.forbidden`, `page.size_invalid` */
  async riskiest(actor: Actor, first: number): Promise<EntityRisk[]> {
    actor.require('alert:read');
    if (!Number.isInteger(first) || first < 1 || first > 100) throw refuse('page.size_invalid');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<EntityRow>`
      select e.*, l.last_event_at as last_seen_at
      from (select * from entity_risk where score > 0 and entity_kind <> 'unknown' order by heat desc, entity_kind, entity limit ${first}) e
      left join lateral (
        select last_event_at from alerts where entity = e.entity and entity_kind = e.entity_kind order by last_event_at desc limit 1) l on true
      order by e.heat desc, e.entity_kind, e.entity`);
    return rows.map((row) => this.entityOf(row));
  }

  /** Null where no alert was ever opened about it. @throws Refusal `auth.forbidden` */
  async get(actor: Actor, kind: string, value: string): Promise<EntityRisk | null> {
    actor.require('alert:read');
    // Postgres takes no NUL in a text, and no entity holds one.
    if (`${kind}${value}`.includes('\u0000')) return null;
    const [row] = await this.database.tenant(actor, (tx) => tx.sql<EntityRow>`
      select e.*, (select last_event_at from alerts where entity = ${value} and entity_kind = ${kind} order by last_event_at desc limit 1) as last_seen_at
      from entity_risk e where e.entity_kind = ${kind} and e.entity = ${value}`);
    return row ? this.entityOf(row) : null;
  }

  private entityOf(row: EntityRow): EntityRisk {
    return {
      kind: row.entity_kind,
      value: row.entity,
      score: decayed({ score: row.score, at: row.at.getTime() }, this.clock.now()),
      alerts: Number(row.alerts),
      firstSeenAt: row.first_seen_at,
      lastSeenAt: row.last_seen_at ?? row.first_seen_at,
    };
  }
}
