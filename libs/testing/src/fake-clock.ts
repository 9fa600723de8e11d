import { dateFrom } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  set(ms: number): void;
}

export function fakeClock(startMs: number): FakeClock {
  let now = startMs;
  return {
    now: () => now,
    date: () => dateFrom(now),
    advance: (ms) => {
      now += ms;
    },
    set: (ms) => {
      now = ms;
    },
  };
}
