import { SlidingWindow } from './sliding-window';

const windowMs = 1_000;
const one = { limit: 10, cost: 1 };

describe('sliding window', () => {
  it('allows the limit and then says when to come back', () => {
    const window = new SlidingWindow(windowMs);
    for (let call = 0; call < 10; call += 1) expect(window.take(5_000, one)).toMatchObject({ allowed: true, remaining: 9 - call });
    const refused = window.take(5_000, one);
    expect(refused).toMatchObject({ allowed: false, remaining: 0, retryAfterMs: 1_005 });
    expect(window.take(5_000 + refused.retryAfterMs - 1, one).allowed).toBe(false);
    expect(window.take(5_000 + refused.retryAfterMs, one).allowed).toBe(true);
  });

  it('holds no more than the limit in a window of any position, whatever is taken and given back', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = randomOf(seed);
      const limit = 1 + Math.floor(random() * 50);
      const length = [1, 7, 100, 1_000, 60_000][seed % 5] ?? 1;
      const window = new SlidingWindow(length);
      const kept: { at: number; cost: number }[] = [];
      let now = 1_000_000;
      for (let step = 0; step < 1_500; step += 1) {
        now += Math.floor(random() * random() * length * 0.2);
        const cost = Math.floor(random() * 6);
        const { allowed, at } = window.take(now, { limit, cost });
        if (!allowed) continue;
        const unused = random() < 0.4 ? Math.floor(random() * (cost + 1)) : 0;
        now += Math.floor(random() * length * 0.1);
        const { returned } = window.giveBack(now, { limit, cost: unused, at });
        // Past its window nothing is left to give back, and nothing counts it either.
        if (returned < unused) expect(now - at).toBeGreaterThanOrEqual(length);
        kept.push({ at, cost: cost - returned });
      }
      expect(most(kept, length)).toBeLessThanOrEqual(limit);
    }
  });

  it('gives nearly all of the limit to who asks all the time', () => {
    const window = new SlidingWindow(windowMs);
    let allowed = 0;
    for (let now = 0; now < 100 * windowMs; now += 1) while (window.take(now, one).allowed) allowed += 1;
    expect(allowed).toBeLessThanOrEqual(1_000);
    expect(allowed).toBeGreaterThanOrEqual(990);
  });

  it('takes back what was not used, once, and never what others took later', () => {
    const window = new SlidingWindow(windowMs);
    const { at } = window.take(5_000, { limit: 10, cost: 8 });
    expect(window.giveBack(5_400, { limit: 10, cost: 5, at })).toEqual({ returned: 5, remaining: 7 });
    expect(window.take(5_400, { limit: 10, cost: 7 })).toMatchObject({ allowed: true, remaining: 0 });
    // More than was taken: no more than its part holds.
    expect(window.giveBack(5_500, { limit: 10, cost: 100, at })).toEqual({ returned: 3, remaining: 3 });
    expect(window.giveBack(5_500, { limit: 10, cost: 100, at })).toEqual({ returned: 0, remaining: 3 });
    expect(window.giveBack(6_600, { limit: 10, cost: 8, at })).toEqual({ returned: 0, remaining: 10 });
  });

  it('never promises what exceeds the limit in one go', () => {
    expect(new SlidingWindow(windowMs).take(0, { limit: 10, cost: 11 })).toMatchObject({ allowed: false, retryAfterMs: windowMs });
  });

  it('does not forget earlier because the clock stepped back', () => {
    const window = new SlidingWindow(windowMs);
    expect(window.take(5_000, { limit: 10, cost: 6 }).allowed).toBe(true);
    expect(window.take(4_000, { limit: 10, cost: 4 }).allowed).toBe(true);
    expect(window.take(5_900, one).allowed).toBe(false);
  });
});

/** The most that any `(from, from + length]` holds; the worst begins just before something was taken. */
function most(kept: readonly { at: number; cost: number }[], length: number): number {
  let [worst, sum, first] = [0, 0, 0];
  for (const { at, cost } of kept) {
    sum += cost;
    for (let head = kept[first]; head && head.at <= at - length; head = kept[first]) {
      sum -= head.cost;
      first += 1;
    }
    worst = Math.max(worst, sum);
  }
  return worst;
}

function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
}
