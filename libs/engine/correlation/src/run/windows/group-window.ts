import type { Saved } from '../../snapshot/saved';
import type { CorrelatorLosses } from '../correlator-limits';

/** How far a sequence has come, or what else there is to say about a window beyond its number. */
export interface WindowProgress {
  /** Places in `CorrelationRule.rules` that occur (in order, for sequences). */
  readonly met: readonly number[];
  /** When what has been met began. */
  readonly startAt?: number;
}

/** What a group remembers in order to answer for any window that can still be asked about. */
export interface GroupWindow {
  /**
   * Takes an event in.
   * @param rule place of the rule in the correlation
   * @param value text (value_count) or number (sums and the like) of the event
   * @param floor nothing earlier can still come or be asked about; never after `at`
   */
  add(at: number, rule: number, value: string | number, ref: string, floor: number): void;
  /**
   * Does the condition hold for an event at `at`? Sets `value`.
   * @param mask rules that the event hit, one bit each; only sequences ask
   */
  holds(at: number, mask: number): boolean;
  /** False when no window at all can hold: spares asking each of them anew for a late event. */
  possible(): boolean;
  /** What the last `holds` measured. */
  readonly value: number;
  /** What made the last `holds` true: appends at most `max` refs, the newest, in the order of time; answers the earliest and latest time. */
  evidence(at: number, refs: string[], max: number): { firstAt: number; lastAt: number };
  /** For the explanation: measures without a verdict. */
  progress(at: number): WindowProgress;
  /** The newest event that has left: how close a miss was. */
  readonly leftAt: number;
  /** How much is remembered. */
  readonly size: number;
  save(): Saved;
  load(saved: unknown): void;
}

/** What every window of one correlation shares. */
export interface WindowSettings {
  readonly spanMs: number;
  readonly test: (value: number) => boolean;
  /** No verdict can be true below this many events, values or rules. */
  readonly least: number;
  readonly maxValues: number;
  readonly losses: CorrelatorLosses;
}
