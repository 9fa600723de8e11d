export interface Taken {
  readonly allowed: boolean;
  /** What could still be taken now. */
  readonly remaining: number;
  /** 0 when allowed; else when to try the same again. */
  readonly retryAfterMs: number;
  /** When it was taken, in milliseconds of the clock that counted: with it, what was not used is given back. */
  readonly at: number;
}

export interface GivenBack {
  /** 0 once the window has slid past the taking: it came back by itself. */
  readonly returned: number;
  readonly remaining: number;
}

export interface Limit {
  readonly limit: number;
  readonly windowMs: number;
  readonly cost: number;
}

const PARTS = 200;

/**
 * A window is counted in up to 200 parts, each as wide as this. Whatever lies in a part counts until all of the part is
 * older than the window: no window of any position holds more than the limit, and what was taken comes free 0.5 % late.
 */
export function partWidth(windowMs: number): number {
  return Math.ceil(windowMs / PARTS);
}

/** One limit's window. `window-scripts.ts` is the same in Lua, and a spec compares the two. */
export class SlidingWindow {
  /** By number of the part since the epoch, ascending. */
  private readonly parts = new Map<number, number>();
  private total = 0;
  private newest = 0;
  private readonly width: number;

  constructor(private readonly windowMs: number) {
    this.width = partWidth(windowMs);
  }

  take(now: number, { limit, cost }: Pick<Limit, 'limit' | 'cost'>): Taken {
    this.forget(now);
    if (this.total + cost > limit) {
      return { allowed: false, remaining: Math.max(0, limit - this.total), retryAfterMs: this.waitFor(now, limit, cost), at: now };
    }
    this.add(now, cost);
    return { allowed: true, remaining: limit - this.total, retryAfterMs: 0, at: now };
  }

  /** What others are known to have taken, whether or not it fits. */
  add(now: number, cost: number): void {
    if (cost === 0) return;
    // A clock that stepped back counts on in the newest part: later than it was, never forgotten too early.
    this.newest = Math.max(this.newest, Math.floor(now / this.width));
    this.parts.set(this.newest, (this.parts.get(this.newest) ?? 0) + cost);
    this.total += cost;
  }

  /** @param at of the taking. Never more than its part holds, so that no amount of giving back makes room beyond the limit. */
  giveBack(now: number, { limit, cost, at }: Pick<Limit, 'limit' | 'cost'> & { readonly at: number }): GivenBack {
    this.forget(now);
    const part = Math.floor(at / this.width);
    const held = this.parts.get(part) ?? 0;
    const returned = Math.min(cost, held);
    if (returned === held) this.parts.delete(part);
    else this.parts.set(part, held - returned);
    this.total -= returned;
    return { returned, remaining: Math.max(0, limit - this.total) };
  }

  private forget(now: number): void {
    const oldest = Math.floor((now - this.windowMs) / this.width);
    for (const [part, cost] of this.parts) {
      if (part >= oldest) return;
      this.parts.delete(part);
      this.total -= cost;
    }
  }

  private waitFor(now: number, limit: number, cost: number): number {
    let missing = this.total + cost - limit;
    for (const [part, held] of this.parts) {
      missing -= held;
      if (missing <= 0) return Math.max(1, (part + 1) * this.width + this.windowMs - now);
    }
    // More than the limit in one go never fits; a whole window is an honest "not now".
    return this.windowMs;
  }
}
