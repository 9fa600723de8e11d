/** Bounds on memory. Each is kept by giving up the oldest, and what was given up is counted in `CorrelatorLosses`. */
export interface CorrelatorLimits {
  /** Per correlation; beyond it the group whose newest event is oldest is forgotten. */
  readonly groups: number;
  /** Per group: events of a window, distinct values, events waiting for a verdict. A larger threshold in a condition raises it. */
  readonly values: number;
  /** Per correlation, over all its groups; beyond it the group whose newest event is oldest is forgotten. */
  readonly entries: number;
  /** Evidence per match. */
  readonly refs: number;
}

export const defaultLimits: CorrelatorLimits = { groups: 100_000, values: 10_000, entries: 1_000_000, refs: 50 };

export interface CorrelatorOptions {
  /** How far behind the newest event another may come and still count; default 0. */
  readonly latenessMs?: number;
  /** How far ahead of the newest event (or of the clock) another may be before it has to be confirmed; default a day. */
  readonly aheadMs?: number;
  readonly limits?: Partial<CorrelatorLimits>;
}

/** What was given up, in hits unless said otherwise. Zeroes mean that every answer was exact. */
export interface CorrelatorLosses {
  /** Came further behind the newest event than `latenessMs`. */
  late: number;
  /** Without a readable time. */
  untimed: number;
  /** Dated too far ahead of everything else, and never confirmed; those still waiting are not among them. */
  ahead: number;
  /** Groups forgotten to make room. */
  groups: number;
  /** Events or values of a group forgotten to make room. */
  values: number;
  /** Without a number where a correlation measures one. */
  unmeasured: number;
}

export const noLosses = (): CorrelatorLosses => ({ late: 0, untimed: 0, ahead: 0, groups: 0, values: 0, unmeasured: 0 });
