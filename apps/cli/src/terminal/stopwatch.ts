export interface Lap {
  /** Milliseconds on the wall. */
  readonly ms: number;
  /** Milliseconds of processor time, all threads. */
  readonly cpuMs: number;
}

/** How long each phase of a command took. */
export class Stopwatch {
  private at = performance.now();
  private cpu = process.cpuUsage();

  /** Since the last lap. */
  lap(): Lap {
    const now = performance.now();
    const spent = process.cpuUsage(this.cpu);
    const lap = { ms: now - this.at, cpuMs: (spent.user + spent.system) / 1_000 };
    this.at = now;
    this.cpu = process.cpuUsage();
    return lap;
  }

  get ms(): number {
    return performance.now() - this.at;
  }
}
