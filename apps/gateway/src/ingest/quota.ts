import type { Cache, Taken } from '@vedette/cache';
import type { TenantId } from '@vedette/kernel';
import { limitHeaders, seconds } from '../http/limit-headers';
import { refuse } from '../refusals';

const WINDOW_MS = 60_000;

/** Events a tenant may send in any minute, counted over all gateways. */
export class Quota {
  constructor(private readonly deps: { readonly cache: Cache; readonly eventsPerMinute: number }) {}

  /**
   * @param events 0 only asks
   * @param note is told the headers, also when it is refused
   * @throws Refusal `ingest.quota_exceeded` with `retryAfter` in seconds
   */
  async take(tenant: TenantId, events: number, note?: (headers: Record<string, string>) => void): Promise<Taken> {
    const limit = this.deps.eventsPerMinute;
    const taken = await this.deps.cache.take({ tenant, name: 'ingest.events', cost: events, limit, windowMs: WINDOW_MS });
    const allowed = taken.allowed && (events > 0 || taken.remaining > 0);
    note?.(limitHeaders([{ policy: 'events', limit, windowMs: WINDOW_MS, taken: { ...taken, allowed } }]));
    if (allowed) return taken;
    throw refuse('ingest.quota_exceeded', { limit, retryAfter: seconds(taken.retryAfterMs) });
  }
}
