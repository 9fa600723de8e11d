import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Letter, Mail } from '@vedette/mail';
import { logger } from '@vedette/telemetry';

const boxes = new WeakMap<Mail, PostBox>();

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
  private begun: Promise<void> = Promise.resolve();

  private constructor(private readonly mail: Mail) {}

  /** One for all who write by the same mail: letters to a person keep their order, and an orderly end waits for all of them. */
  static of(mail: Mail): PostBox {
    const known = boxes.get(mail) ?? new PostBox(mail);
    boxes.set(mail, known);
    return known;
  }

  post(letter: Letter): void {
    // In the order in which they were posted: a reader takes the last one for the one that counts.
    const begun = Promise.all([this.begun, sleep(randomInt(SOONEST_MS, LATEST_MS))]).then(() => undefined);
    this.begun = begun;
    const sending = begun
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
