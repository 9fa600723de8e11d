import type { Correlator, CorrelationMatch, CorrelationRule } from '@vedette/correlation';
import type { InputHit } from '../evaluation/group-matches';

/** A row of `correlation_inputs`. */
export interface InputRow {
  readonly seq: string;
  readonly segment_id: string;
  readonly day: string;
  readonly received_at: Date;
  readonly hits: readonly InputHit[];
}

/** A match and the input that completed it. */
export interface SeenMatch {
  readonly match: CorrelationMatch;
  readonly seq: string;
}

/** What the owner of a partition remembers of it between two jobs. */
export class OwnedPartition {
  /** The last input that was taken in. */
  applied: string;
  /** The last input that is in the checkpoint. */
  saved: string;
  savedAt: number;
  /** How long the last checkpoint took; rare ones are allowed to be dear. */
  saveCost = 0;
  /** When the stream's newest input was received; with it, the stream's time goes on while nothing comes. */
  heardAt: number;

  constructor(
    readonly fence: string,
    readonly correlations: readonly CorrelationRule[],
    /** Those that are only parts of others, and do not alert by themselves. */
    readonly silent: ReadonlySet<string>,
    readonly correlator: Correlator,
    from: { readonly seq: string; readonly now: number; readonly heardAt?: number },
  ) {
    this.applied = from.seq;
    this.saved = from.seq;
    this.savedAt = from.now;
    this.heardAt = from.heardAt ?? from.now;
  }

  get dirty(): boolean {
    return this.applied !== this.saved;
  }

  take(row: InputRow): SeenMatch[] {
    const seen: SeenMatch[] = [];
    for (const [ruleId, at, index, fields] of row.hits) {
      const matches = this.correlator.push({ ruleId, at, fields, ref: `${row.day}/${row.segment_id}/${index}` });
      for (const match of matches) if (!this.silent.has(match.ruleId)) seen.push({ match, seq: row.seq });
    }
    this.applied = row.seq;
    this.heardAt = row.received_at.getTime();
    return seen;
  }

  /** Time passes without events, as fast as it does for us: a stream of old events is not torn into the present. */
  pass(now: number): SeenMatch[] {
    const due = this.dueInMs(now);
    if (due === undefined || due > 0) return [];
    const matches = this.correlator.advance(this.streamTime(now));
    return matches.filter(({ ruleId }) => !this.silent.has(ruleId)).map((match) => ({ match, seq: this.applied }));
  }

  /** Until the next verdict that waits for time to pass; undefined when none does. */
  dueInMs(now: number): number | undefined {
    const { dueAt } = this.correlator.time();
    return dueAt === undefined ? undefined : dueAt - this.streamTime(now);
  }

  private streamTime(now: number): number {
    return this.correlator.time().newest + Math.max(0, now - this.heardAt);
  }
}
