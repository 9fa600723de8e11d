import type { Fields } from '@vedette/sigma';

/** One event that one rule matched. Hits of one event on several rules are pushed one after another. */
export interface RuleHit {
  readonly ruleId: string;
  /** When the event happened: milliseconds since the epoch. */
  readonly at: number;
  readonly fields: Fields;
  /** Identity of the event; opaque here. */
  readonly ref: string;
}

/** A correlation's condition held in the window of one event of one group. */
export interface CorrelationMatch {
  readonly ruleId: string;
  /** The event's time; where absence was waited for, the end of the window. */
  readonly at: number;
  /** The group's values by field or alias, as its first event wrote them; empty without `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  readonly firstAt: number;
  readonly lastAt: number;
  /** What was measured: count, distinct values, rules, steps, sum, average, percentile. A lower bound where `losses().values` says that some were given up. */
  readonly value: number;
  /** Events that made it true, newest last, capped. */
  readonly refs: readonly string[];
  /** The event that completed it; where absence was waited for, the one that opened the window. */
  readonly ref: string;
  /** False while another match of this group is no further than a timespan away: one alert, not many. */
  readonly opens: boolean;
}
