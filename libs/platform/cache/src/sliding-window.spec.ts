import { takeFrom } from './sliding-window';
import type { WindowCount } from './sliding-window';

const limit = { limit: 10, windowMs: 1_000, cost: 1 };

describe('sliding window', () => {
  it('allows the limit and then says when to come back', () => {
    let count: WindowCount | undefined;
    for (let call = 0; call < 10; call += 1) {
      const taken = takeFrom(count, 5_000, limit);
      expect(taken).toMatchObject({ allowed: true, remaining: 9 - call });
      count = taken.count;
    }
    const refused = takeFrom(count, 5_000, limit);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(takeFrom(refused.count, 5_000 + refused.retryAfterMs - 2, limit).allowed).toBe(false);
    expect(takeFrom(refused.count, 5_000 + refused.retryAfterMs, limit).allowed).toBe(true);
  });

  it('does not let a burst at the seam of two windows double the limit', () => {
    const full = takeFrom(undefined, 5_999, { ...limit, cost: 10 });
    expect(full.allowed).toBe(true);
    expect(takeFrom(full.count, 6_000, limit).allowed).toBe(false);
    expect(takeFrom(full.count, 6_500, { ...limit, cost: 5 }).allowed).toBe(true);
    expect(takeFrom(full.count, 6_500, { ...limit, cost: 6 }).allowed).toBe(false);
  });

  it('never promises what exceeds the limit in one go', () => {
    expect(takeFrom(undefined, 0, { ...limit, cost: 11 })).toMatchObject({ allowed: false, retryAfterMs: 1_000 });
  });

  it('forgets after two windows', () => {
    const full = takeFrom(undefined, 5_000, { ...limit, cost: 10 });
    expect(takeFrom(full.count, 7_000, { ...limit, cost: 10 }).allowed).toBe(true);
  });
});
