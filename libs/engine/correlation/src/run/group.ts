import { EventRing } from './event-ring';
import type { GroupWindow } from './windows/group-window';

/** What correlations chained on this one need of an event, beyond the group's own values. */
export type Carried = Readonly<Record<string, string | number | boolean>>;

/** What is kept with an event that waits for its verdict. */
export interface Candidate {
  /** One bit for each rule it hit, and `rawBit`; only sequences ask. */
  readonly mask: number;
  readonly carried?: Carried;
}

/** Marks an event of the stream, as against a match of another correlation. Rules have the bits below. */
export const rawBit = 1 << 30;

/** One group of one correlation. Groups hang in a list from the longest silent to the newest. */
export class Group {
  newestAt = -Infinity;
  /** The newest match: says whether the next one belongs to the same run. */
  matchedAt = -Infinity;
  matches = 0;
  /** When its earliest verdict is due; infinity when none is. */
  dueAt = Infinity;
  /** The event that last took part, so that its other hits are not other events. */
  lastRef: string | undefined;
  lastAt = NaN;
  /** That event waits, or waited, for a verdict. */
  lastEntered = false;
  /** How much of it is in the run's account. */
  counted = 0;
  /** Events without a match that may still get one, in the order of time. */
  readonly candidates = new EventRing<Candidate>();
  /** The newest of them while it is alone, as it is in an ordered stream: kept out of the ring. */
  sole: Candidate | null | undefined;
  soleAt = NaN;
  soleRef = '';
  before: Group | null = null;
  after: Group | null = null;

  constructor(
    readonly key: string,
    /** The values behind the key, as the first event wrote them. */
    readonly values: readonly string[],
    readonly window: GroupWindow,
  ) {}

  /** Puts the lonely candidate with the others, unless nothing can come any more that would help it. */
  joinSole(floor: number): void {
    if (this.sole === undefined) return;
    if (this.soleAt >= floor) this.candidates.insert(this.soleAt, this.soleRef, this.sole ?? undefined);
    this.sole = undefined;
  }
}

/** Groups by key, with the longest silent one at hand. */
export class Groups {
  private readonly byKey = new Map<string, Group>();
  first: Group | null = null;
  private last: Group | null = null;

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): Group | undefined {
    return this.byKey.get(key);
  }

  add(group: Group): void {
    this.byKey.set(group.key, group);
    this.append(group);
  }

  /** Its newest event is the newest of all, or as good as: late events do not order the list anew. */
  touch(group: Group): void {
    if (group === this.last) return;
    this.unlink(group);
    this.append(group);
  }

  remove(group: Group): void {
    this.byKey.delete(group.key);
    this.unlink(group);
  }

  private append(group: Group): void {
    group.before = this.last;
    group.after = null;
    if (this.last) this.last.after = group;
    else this.first = group;
    this.last = group;
  }

  private unlink(group: Group): void {
    if (group.before) group.before.after = group.after;
    else this.first = group.after;
    if (group.after) group.after.before = group.before;
    else this.last = group.before;
  }

  *[Symbol.iterator](): Generator<Group> {
    for (let group = this.first; group; group = group.after) yield group;
  }

  /** From the newest to the longest silent. */
  *newestFirst(): Generator<Group> {
    for (let group = this.last; group; group = group.before) yield group;
  }
}
