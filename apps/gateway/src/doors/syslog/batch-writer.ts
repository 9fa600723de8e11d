import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '@vedette/identity';
import { Outage, Refusal } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import type { Intake } from '../../ingest/intake';

/** Frames of one key and one source. */
export interface SyslogPost {
  readonly key: string;
  readonly source: string;
  readonly frames: readonly Buffer[];
}

const log = logger('syslog');
const LONGEST_WAIT_MS = 30_000;
const MOST_BUGS = 5;

/**
 * Stores batches, however long that takes: syslog has no word for "later", so the sender is kept waiting by not being
 * read from. Every wait ends with a new look at the key.
 */
export class BatchWriter {
  /** As many events as the quota lets through in one go. */
  private piece = 500;

  constructor(
    private readonly intake: Intake,
    /** Ends all waiting; what was not stored is lost then. */
    private readonly stop: AbortSignal,
    /** Of the sender. */
    private readonly address: string,
  ) {}

  /** @throws Refusal when the key does not open (any more); AbortError when stopped */
  async write({ key, source, frames }: SyslogPost): Promise<void> {
    for (let from = 0; from < frames.length; ) {
      const actor = await this.admit(key);
      const piece = frames.slice(from, from + this.piece);
      const refusal = await this.intake.take(actor, piece.length).then(() => undefined, overQuota);
      if (refusal) await this.waitForQuota(refusal, piece.length);
      else {
        await this.store(actor, source, piece);
        from += piece.length;
      }
    }
  }

  /** @throws Refusal `auth.*`, `key.*` */
  admit(key: string): Promise<Actor> {
    return this.patiently(() => this.intake.admit(`Bearer ${key}`, this.address));
  }

  private store(actor: Actor, source: string, frames: readonly Buffer[]): Promise<unknown> {
    return this.patiently(() => this.intake.store(actor, { source, frames, rejected: [] }));
  }

  private async waitForQuota({ facts }: Refusal, wanted: number): Promise<void> {
    const { limit, retryAfter } = facts;
    // A quota smaller than a batch would never let it through.
    if (typeof limit === 'number' && limit < wanted) this.piece = Math.max(1, Math.floor(limit / 4));
    await this.wait(Math.min(LONGEST_WAIT_MS, (typeof retryAfter === 'number' ? retryAfter : 1) * 1000));
  }

  /** Tries again for as long as the world is late, and a few times for a bug. */
  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let failed = 1; ; failed++) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Refusal || this.stop.aborted) throw error;
        if (!(error instanceof Outage) && failed === MOST_BUGS) throw error;
        log.warn({ err: error, failed }, 'a batch of syslog waits to be stored');
        await this.wait(Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(failed, 10)));
      }
    }
  }

  private async wait(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.stop });
  }
}

function overQuota(error: unknown): Refusal {
  if (error instanceof Refusal && error.refusalClass === 'rate-limited') return error;
  throw error;
}
