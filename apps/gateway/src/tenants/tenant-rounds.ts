import type { Domains, TenantErasure } from '@vedette/identity';
import { logger } from '@vedette/telemetry';

const EVERY_MS = 60 * 60 * 1000;
/** Not while the process starts; and soon enough that one which is restarted often does it, too. */
const FIRST_AFTER_MS = 60 * 1000;

/** What is done for tenants without being asked, once an hour. Several gateways may do it at once. */
export class TenantRounds {
  private readonly log = logger('gateway');
  private timer: NodeJS.Timeout;
  private underway: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { readonly domains: Pick<Domains, 'round'>; readonly erasure: Pick<TenantErasure, 'round'> }) {
    this.timer = this.later(FIRST_AFTER_MS);
  }

  /** Resolves when the round under way is over; there is no other after it. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.underway;
    clearTimeout(this.timer);
  }

  private later(ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.underway = this.round().finally(() => (this.timer = this.later(EVERY_MS)));
    }, ms);
    timer.unref();
    return timer;
  }

  private async round(): Promise<void> {
    const { domains, erasure } = this.deps;
    const [lost, gone] = await Promise.allSettled([domains.round(), erasure.round()]);
    for (const each of [lost, gone]) if (each.status === 'rejected') this.log.error({ err: each.reason }, 'a round of the tenants failed; the next one goes on');
    if (lost.status === 'fulfilled' && lost.value > 0) this.log.info({ domains: lost.value }, 'domains lost their proof');
    if (gone.status === 'fulfilled' && gone.value > 0) this.log.info({ tenants: gone.value }, 'tenants were erased');
  }
}
