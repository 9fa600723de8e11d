import type { Screen } from './terminal';

const everyMs = 200;
const erase = '\r\x1b[2K';

/** One line that says how far things are, on a screen that somebody watches; silent elsewhere. */
export class Progress {
  private readonly shown: boolean;
  private nextAt = 0;
  private drawn = false;

  constructor(private readonly screen: Screen, wanted = true) {
    this.shown = wanted && screen.isTTY === true;
  }

  /** @param say asked only when the line is due */
  tick(say: () => string): void {
    if (!this.shown) return;
    const now = performance.now();
    if (now < this.nextAt) return;
    this.nextAt = now + everyMs;
    this.draw(say());
  }

  /** At once: for work during which nothing else can be drawn. */
  say(text: string): void {
    if (this.shown) this.draw(text);
  }

  /** Before anything else is printed on the same screen. */
  clear(): void {
    if (!this.drawn) return;
    this.drawn = false;
    this.screen.write(erase);
  }

  private draw(text: string): void {
    // A line that wraps could not be erased again.
    const width = Math.max(20, (this.screen.columns ?? 80) - 1);
    this.drawn = true;
    // Back at its start: whatever another program prints there, such as the one our answers are piped to, goes over it.
    this.screen.write(`${erase}${text.slice(0, width)}\r`);
  }
}
