import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isDay } from './day';
import { refuse } from '../refusals';

/** What became of the events of a source that were received on some days. Every event is in exactly one of the parts. */
export interface LedgerLine {
  readonly source: string;
  /** `received = refused + dropped + evaluated + failed + waiting`, at any moment. */
  readonly received: number;
  /** Lines that were no event; the sender was told which. */
  readonly refused: number;
  /** By policy: the source is muted. */
  readonly dropped: number;
  readonly evaluated: number;
  /** Stored, but our own code failed on them: more than none is a bug. */
  readonly failed: number;
  /** Stored, and about to be evaluated. */
  readonly waiting: number;
  readonly quality: {
    /** Evaluated, but of no kind that is known. */
    readonly unparsed: number;
    readonly untimed: number;
    readonly late: number;
    readonly ahead: number;
  };
}

type LedgerRow = Record<'received' | 'refused' | 'dropped' | 'stored' | 'evaluated' | 'failed' | 'unparsed' | 'untimed' | 'late' | 'ahead', string> & {
  readonly source: string;
};

const MOST_DAYS = 400;

/** Accounts for every event. Ingest and evaluation each write their side in the transaction that does the thing. */
export class Ledger {
  private readonly database: Database;

  constructor(deps: { readonly database: Database }) {
    this.database = deps.database;
  }

  /**
   * By source, over days of receipt (`YYYY-MM-DD`, UTC), both ends in. One statement, so that both sides are of one moment.
   * @throws Refusal `auth.forbidden`, `days.invalid`
   */
  async between(actor: Actor, from: string, to: string): Promise<LedgerLine[]> {
    actor.require('source:read');
    if (!isDay(from) || !isDay(to) || from > to || daysBetween(from, to) > MOST_DAYS) throw refuse('days.invalid');
    const rows = await this.database.tenant(actor, (tx) => tx.sql<LedgerRow>`
      select source, sum(received) as received, sum(refused) as refused, sum(dropped) as dropped, sum(stored) as stored,
        sum(evaluated) as evaluated, sum(failed) as failed, sum(unparsed) as unparsed, sum(untimed) as untimed, sum(late) as late, sum(ahead) as ahead
      from (
        select source, received, refused, dropped, stored, 0 as evaluated, 0 as failed, 0 as unparsed, 0 as untimed, 0 as late, 0 as ahead
          from ingest_days where day between ${from}::date and ${to}::date
        union all
        select source, 0, 0, 0, 0, evaluated, failed, unparsed, untimed, late, ahead
          from evaluation_days where day between ${from}::date and ${to}::date) both_sides
      group by source order by source collate "C"`);
    return rows.map((row) => ({
      source: row.source,
      received: Number(row.received),
      refused: Number(row.refused),
      dropped: Number(row.dropped),
      evaluated: Number(row.evaluated),
      failed: Number(row.failed),
      waiting: Number(row.stored) - Number(row.evaluated) - Number(row.failed),
      quality: { unparsed: Number(row.unparsed), untimed: Number(row.untimed), late: Number(row.late), ahead: Number(row.ahead) },
    }));
  }
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
