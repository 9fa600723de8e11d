import type { Clock } from '@vedette/kernel';

/** Lets something be said once in a while, and counts what was left unsaid: a stranger's knocking must not fill our logs. */
export class Seldom {
  private last = -Infinity;
  private unsaid = 0;

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
  ) {}

  say(speak: (unsaid: number) => void): void {
    if (this.clock.now() - this.last < this.everyMs) {
      this.unsaid++;
      return;
    }
    this.last = this.clock.now();
    speak(this.unsaid);
    this.unsaid = 0;
  }
}
