import { LocalLimits } from './local-limits';

const limit = { limit: 100, windowMs: 1_000, cost: 1 };

function takeAll(local: LocalLimits, now: number): number {
  let allowed = 0;
  while (local.take('a', now, limit).allowed) allowed += 1;
  return allowed;
}

describe('a limit that each process counts alone', () => {
  it('is shared out, so that all processes together stay within it', () => {
    expect(takeAll(new LocalLimits(4), 5_000)).toBe(25);
    expect(takeAll(new LocalLimits(1), 5_000)).toBe(100);
    expect(takeAll(new LocalLimits(1_000), 5_000)).toBe(1);
  });

  it('goes on from what was last known to be taken, and forgets that with its window', () => {
    const local = new LocalLimits(4);
    local.noteShared('a', 5_000, 1_000, { used: 60, cost: 1 });
    expect(takeAll(local, 5_100)).toBe(10);
    expect(takeAll(local, 6_100)).toBe(15);
    const late = new LocalLimits(4);
    late.noteShared('a', 5_000, 1_000, { used: 100, cost: 100 });
    expect(takeAll(late, 6_100)).toBe(25);
    const first = new LocalLimits(4);
    for (const used of [10, 20]) first.noteShared('a', 5_000, 1_000, { used, cost: 10 });
    expect(takeAll(first, 5_100)).toBe(5);
  });

  it('takes back what was not used, within its share', () => {
    const local = new LocalLimits(4);
    const { at } = local.take('a', 5_000, { ...limit, cost: 20 });
    expect(local.giveBack('a', 5_010, { ...limit, cost: 15, at })).toEqual({ returned: 15, remaining: 20 });
    expect(local.giveBack('a', 5_010, { ...limit, cost: 15, at })).toEqual({ returned: 5, remaining: 25 });
    expect(local.giveBack('never-asked', 5_010, { ...limit, at })).toEqual({ returned: 0, remaining: 25 });
  });

  it('does not grow without end', () => {
    const local = new LocalLimits(4);
    for (let key = 0; key < 50_001; key += 1) local.take(`k${key}`, 5_000, { ...limit, cost: 25 });
    expect(local.take('k50000', 5_000, limit).allowed).toBe(false);
    expect(local.take('k0', 5_000, limit).allowed).toBe(true);
  });
});
