import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Letter, Mail } from '@vedette/mail';
import { logger } from '@vedette/telemetry';

/** Where between these a letter goes out is left to chance. */
const SOONEST_MS = 5;
const LATEST_MS = 40;

/**
 * Letters on their way. An answer does not wait for its letter, and not even the making of one begins before the answer
 * is out: the time that takes would tell whether there is one.
 */
export class PostBox {
  private readonly log = logger('identity');
  private readonly underway = new Set<Promise<void>>();

  constructor(private readonly mail: Mail) {}

  post(letter: Letter): void {
    const sending = sleep(randomInt(SOONEST_MS, LATEST_MS))
      .then(() => this.mail.send(letter))
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
