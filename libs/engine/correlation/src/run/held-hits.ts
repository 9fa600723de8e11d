import type { RuleHit } from './correlation-match';

const maxHeld = 100;
/** Without a clock, so many different events have to agree that time has moved on. */
const witnesses = 3;

/**
 * Hits dated far ahead of everything else. One event of the year 9999 must not close every window: it waits here until
 * the clock (`Correlator.advance`) or other events confirm that time has really moved on.
 */
export class HeldHits {
  private hits: RuleHit[] = [];

  get length(): number {
    return this.hits.length;
  }

  all(): readonly RuleHit[] {
    return this.hits;
  }

  /** Answers how many had to be given up. */
  hold(hit: RuleHit): number {
    this.hits.push(hit);
    if (this.hits.length <= maxHeld) return 0;
    // The furthest ahead is the least likely to be true.
    let furthest = 0;
    for (const [index, { at }] of this.hits.entries()) if (at > (this.hits[furthest]?.at ?? -Infinity)) furthest = index;
    this.hits.splice(furthest, 1);
    return 1;
  }

  /** Takes out what is not after `limit`, in the order of time. */
  release(limit: number): RuleHit[] {
    const out = this.hits.filter(({ at }) => at <= limit);
    if (out.length > 0) this.hits = this.hits.filter(({ at }) => at > limit);
    return out.sort((a, b) => a.at - b.at);
  }

  /** The latest time that enough different events agree on, within `aheadMs` of each other; undefined for none. */
  agreed(aheadMs: number): number | undefined {
    const sorted = [...this.hits].sort((a, b) => a.at - b.at);
    for (const [index, { at }] of sorted.entries()) {
      const near = sorted.slice(index).filter((other) => other.at <= at + aheadMs);
      if (new Set(near.map(({ ref }) => ref)).size >= witnesses) return near.at(-1)?.at;
    }
    return undefined;
  }
}
