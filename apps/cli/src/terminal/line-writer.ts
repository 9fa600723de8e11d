import { once } from 'node:events';
import type { Screen } from './terminal';

const chunkLength = 65_536;

/** Lines to a stream in large pieces, at the pace of whoever reads it. */
export class LineWriter {
  /** True once nobody reads any more (`| head` has seen enough): there is no point in going on. */
  closed = false;
  private pending = '';
  private full = false;
  private failed: Error | undefined;

  constructor(private readonly screen: Screen) {
    screen.on('error', (error: NodeJS.ErrnoException) => {
      this.closed = true;
      if (error.code !== 'EPIPE') this.failed = error;
    });
  }

  /** Something is written that has not been handed on. */
  get waiting(): boolean {
    return this.pending !== '';
  }

  /** Never waits; see `settle`. */
  write(line: string): void {
    this.pending += line;
    this.pending += '\n';
    if (this.pending.length >= chunkLength) this.push();
  }

  private push(): void {
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    if (!this.closed) this.full = !this.screen.write(text);
  }

  /**
   * Hands everything on and waits until the reader has room. To be awaited between chunks of input, which bounds what
   * a slow reader lets pile up.
   * @throws when the stream broke for a reason other than a reader that left
   */
  async settle(): Promise<void> {
    this.push();
    if (this.full && !this.closed) await once(this.screen, 'drain').catch(() => undefined);
    this.full = false;
    if (this.failed) throw this.failed;
  }
}
