import { Outage } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';

const log = logger('relay');

/** Runs one piece of work again and again: when poked, and at the latest after `pollMs`. Never two at once. */
export class Rounds {
  private poked = false;
  private closing = false;
  private waiting = false;
  private wake: () => void = () => undefined;
  private readonly ended: Promise<void>;

  /** @param round answers whether there may be more to do at once. */
  constructor(
    private readonly name: string,
    private readonly pollMs: number,
    private readonly round: () => Promise<boolean>,
  ) {
    this.ended = this.run();
  }

  poke(): void {
    this.poked = true;
    this.wake();
  }

  /** Resolves when the round under way is over. */
  async close(): Promise<void> {
    this.closing = true;
    this.wake();
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      this.poked = false;
      let more = false;
      try {
        more = await this.round();
        if (this.waiting) log.info({ round: this.name }, 'the relay goes on');
        this.waiting = false;
      } catch (err) {
        // The poll is the retry. An outage is told once, not twice a second.
        if (!(err instanceof Outage)) log.error({ err, round: this.name }, 'the relay failed a round');
        else if (!this.waiting) log.warn({ err, round: this.name }, 'the relay waits');
        this.waiting = err instanceof Outage;
        this.poked = false;
      }
      if (!more && !this.poked && !this.closing) await this.sleep();
    }
  }

  private async sleep(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.pollMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
