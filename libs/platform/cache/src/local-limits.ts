import { SlidingWindow } from './sliding-window';
import type { GivenBack, Limit, Taken } from './sliding-window';

const MOST_KEYS = 50_000;

/** What one limit was like when Redis was last asked. */
interface Seen {
  readonly at: number;
  /** By all processes. */
  readonly used: number;
  /** By this one, since `since`. */
  readonly own: number;
  readonly since: number;
}

/**
 * The stand-in while Redis is away. Each process counts alone, so each gives its share of the limit and all of them
 * together stay within it. What Redis last said was taken is shared out as well: losing it opens no second window.
 */
export class LocalLimits {
  private readonly windows = new Map<string, SlidingWindow>();
  private readonly seen = new Map<string, Seen>();

  /** @param processes how many of them share a limit */
  constructor(private readonly processes: number) {}

  take(key: string, now: number, limit: Limit): Taken {
    const window = this.windows.get(key) ?? this.open(key, limit);
    this.windows.delete(key);
    keep(this.windows, key, window);
    return window.take(now, { ...limit, limit: this.share(limit.limit) });
  }

  giveBack(key: string, now: number, limit: Limit & { readonly at: number }): GivenBack {
    const window = this.windows.get(key);
    return window?.giveBack(now, { ...limit, limit: this.share(limit.limit) }) ?? { returned: 0, remaining: this.share(limit.limit) };
  }

  /** What Redis answered: all that is used, and what of it this process took just now. */
  noteShared(key: string, at: number, windowMs: number, { used, cost }: { readonly used: number; readonly cost: number }): void {
    const before = this.seen.get(key);
    const goesOn = before !== undefined && at - before.since < windowMs;
    this.seen.delete(key);
    keep(this.seen, key, { at, used, own: cost + (goesOn ? before.own : 0), since: goesOn ? before.since : at });
  }

  clear(): void {
    this.windows.clear();
  }

  private open(key: string, { windowMs }: Limit): SlidingWindow {
    const window = new SlidingWindow(windowMs);
    const seen = this.seen.get(key);
    // Who asked long ago saw too little of what the others took, but knows its own.
    if (seen) window.add(seen.at, Math.max(Math.ceil(seen.used / this.processes), seen.own));
    return window;
  }

  // One at least: a limit below the number of processes would else refuse everybody.
  private share(limit: number): number {
    return Math.max(1, Math.floor(limit / this.processes));
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= MOST_KEYS) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
