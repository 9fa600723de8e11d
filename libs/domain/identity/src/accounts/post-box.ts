import type { Letter, Mail } from '@vedette/mail';
import { logger } from '@vedette/telemetry';

/** Letters on their way. An answer does not wait for its letter: the time a mail takes would tell which it was. */
export class PostBox {
  private readonly log = logger('identity');
  private readonly underway = new Set<Promise<void>>();

  constructor(private readonly mail: Mail) {}

  post(letter: Letter): void {
    const sending = this.mail
      .send(letter)
      // The reader can ask again; the log names no address.
      .catch((error: unknown) => this.log.error({ err: error, subject: letter.subject }, 'a mail could not be sent'))
      .finally(() => this.underway.delete(sending));
    this.underway.add(sending);
  }

  /** Resolves when every letter posted so far was handed over or given up. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.underway]);
  }
}
