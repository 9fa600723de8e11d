/** What one limit has counted: this window's slot and the one before. */
export interface WindowCount {
  /** Number of the window since the epoch: floor(now / windowMs). */
  readonly slot: number;
  readonly current: number;
  readonly previous: number;
}

export interface Taken {
  readonly allowed: boolean;
  /** What could still be taken now. */
  readonly remaining: number;
  /** 0 when allowed; else when to try the same again. */
  readonly retryAfterMs: number;
}

export interface Limit {
  readonly limit: number;
  readonly windowMs: number;
  readonly cost: number;
}

/**
 * Sliding window over two counters: the previous window counts by the share of it that still lies within the last
 * `windowMs`. Pure; `take-script.ts` is the same in Lua, and a spec compares the two.
 */
export function takeFrom(count: WindowCount | undefined, now: number, { limit, windowMs, cost }: Limit): Taken & { count: WindowCount } {
  const slot = Math.floor(now / windowMs);
  const elapsed = now - slot * windowMs;
  const current = count?.slot === slot ? count.current : 0;
  const previous = count?.slot === slot ? count.previous : count?.slot === slot - 1 ? count.current : 0;
  const used = current + previous * (1 - elapsed / windowMs);
  if (used + cost <= limit) {
    const after = { slot, current: current + cost, previous };
    return { allowed: true, remaining: Math.floor(limit - used - cost), retryAfterMs: 0, count: after };
  }
  return {
    allowed: false,
    remaining: Math.max(0, Math.floor(limit - used)),
    retryAfterMs: waitFor({ current, previous, elapsed }, { limit, windowMs, cost }),
    count: { slot, current, previous },
  };
}

function waitFor(seen: { current: number; previous: number; elapsed: number }, { limit, windowMs, cost }: Limit): number {
  const room = limit - cost;
  // More than the limit in one go never fits; a whole window is an honest "not now".
  if (room < 0) return windowMs;
  if (seen.current <= room) {
    return Math.max(1, Math.ceil(windowMs * (1 - (room - seen.current) / seen.previous) - seen.elapsed));
  }
  return Math.max(1, Math.ceil(windowMs - seen.elapsed + windowMs * (1 - room / seen.current)));
}
