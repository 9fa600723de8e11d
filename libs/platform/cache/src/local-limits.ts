import { takeFrom } from './sliding-window';
import type { Limit, Taken, WindowCount } from './sliding-window';

const MOST_KEYS = 50_000;

/**
 * The stand-in while Redis is away. Each process counts alone, so each gives half: two processes together stay within
 * the limit, and nobody is let through uncounted.
 */
export class LocalLimits {
  private readonly counts = new Map<string, WindowCount>();

  take(key: string, now: number, limit: Limit): Taken {
    // Half, but no less than the one call that the whole limit allows.
    const halved = { ...limit, limit: Math.max(Math.floor(limit.limit / 2), Math.min(limit.cost, limit.limit)) };
    const { count, ...taken } = takeFrom(this.counts.get(key), now, halved);
    this.counts.delete(key);
    this.counts.set(key, count);
    if (this.counts.size > MOST_KEYS) this.forgetOldest();
    return taken;
  }

  clear(): void {
    this.counts.clear();
  }

  private forgetOldest(): void {
    for (const oldest of this.counts.keys()) {
      this.counts.delete(oldest);
      return;
    }
  }
}
