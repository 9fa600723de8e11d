import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, systemClock, type Clock } from '@vedette/kernel';
import { OWN_SOURCE } from '../ingest/own-source';
import { refuse } from '../refusals';

export interface SourceMinute {
  readonly minute: Date;
  readonly accepted: number;
  readonly rejected: number;
}

/** Why lines of a source were refused: how often in all, and the last one. */
export interface SourceReject {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly count: number;
  readonly lastAt: Date;
}

export interface Source {
  readonly name: string;
  /** Which schema its events follow (`windows/sysmon`), once some were evaluated. */
  readonly kind: string | null;
  readonly firstSeenAt: Date;
  readonly lastReceivedAt: Date | null;
  readonly lastEventAt: Date | null;
  readonly accepted: number;
  readonly rejected: number;
  /** Its events are counted and dropped. */
  readonly muted: boolean;
  /** Oldest first, one entry for each minute asked for, the present one last. */
  readonly minutes: readonly SourceMinute[];
  /** The most recent first. */
  readonly rejects: readonly SourceReject[];
}

interface SourceRow {
  readonly name: string;
  readonly kind: string | null;
  readonly first_seen_at: Date;
  readonly last_received_at: Date | null;
  readonly last_event_at: Date | null;
  readonly accepted: string;
  readonly rejected: string;
  readonly muted: boolean;
}
type MinuteRow = SourceMinute & { readonly source: string };
type RejectRow = Omit<SourceReject, 'lastAt' | 'count'> & { readonly source: string; readonly count: string; readonly last_at: Date };

const MINUTE = 60_000;
const MOST_SOURCES = 1_000;

/** Where a tenant's events come from, and how they are doing. */
export class Sources {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** By name, at most 1,000, each with its last `minutes` (1 to 120). @throws Refusal `auth.forbidden`, `minutes.invalid` */
  async list(actor: Actor, minutes = 30): Promise<Source[]> {
    actor.require('source:read');
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 120) throw refuse('minutes.invalid');
    const now = this.clock.now();
    const last = now - (now % MINUTE);
    const since = last - (minutes - 1) * MINUTE;
    const { sources, counts, rejects } = await this.database.tenant(actor, async (tx) => ({
      sources: await tx.sql<SourceRow>`select * from sources order by name limit ${MOST_SOURCES}`,
      counts: await tx.sql<MinuteRow>`
        select source, minute, accepted, rejected from source_minutes where minute between ${dateFrom(since)} and ${dateFrom(last)}`,
      rejects: await tx.sql<RejectRow>`select * from source_rejects order by last_at desc, code`,
    }));
    const countOf = new Map(counts.map((row) => [`${row.minute.getTime()} ${row.source}`, row]));
    return sources.map((row) => ({
      name: row.name,
      kind: row.kind,
      firstSeenAt: row.first_seen_at,
      lastReceivedAt: row.last_received_at,
      lastEventAt: row.last_event_at,
      accepted: Number(row.accepted),
      rejected: Number(row.rejected),
      muted: row.muted,
      minutes: Array.from({ length: minutes }, (_, index) => {
        const minute = since + index * MINUTE;
        const count = countOf.get(`${minute} ${row.name}`);
        return { minute: dateFrom(minute), accepted: count?.accepted ?? 0, rejected: count?.rejected ?? 0 };
      }),
      rejects: rejects
        .filter(({ source }) => source === row.name)
        .map(({ code, message, line, count, last_at }) => ({ code, message, line, count: Number(count), lastAt: last_at })),
    }));
  }

  /**
   * From the next post on; what is stored stays. Nobody silences what the product tells of themselves.
   * @throws Refusal `auth.forbidden`, `source.not_found`, `source.reserved`
   */
  async mute(actor: Actor, name: string, muted: boolean): Promise<void> {
    actor.require('source:write');
    if (name === OWN_SOURCE) throw refuse('source.reserved');
    await this.database.tenant(actor, async (tx) => {
      const changed = await tx.sql`update sources set muted = ${muted} where name = ${name} returning name`;
      if (changed.length === 0) throw refuse('source.not_found');
      tx.audit(muted ? 'source.muted' : 'source.unmuted', { kind: 'source', id: name });
    });
  }
}
