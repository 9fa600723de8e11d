import type { Cache, Taken } from '@vedette/cache';
import type { TenantId } from '@vedette/kernel';
import { refuse } from '../refusals';

const WINDOW_MS = 60_000;

/** Events a tenant may send in any minute, counted over all gateways. */
export class Quota {
  constructor(private readonly deps: { readonly cache: Cache; readonly eventsPerMinute: number }) {}

  /** @param events 0 only asks. @throws Refusal `ingest.quota_exceeded` with `retryAfter` in seconds */
  async take(tenant: TenantId, events: number): Promise<Taken> {
    const limit = this.deps.eventsPerMinute;
    const taken = await this.deps.cache.take({ tenant, name: 'ingest.events', cost: events, limit, windowMs: WINDOW_MS });
    if (taken.allowed && (events > 0 || taken.remaining > 0)) return taken;
    throw refuse('ingest.quota_exceeded', { limit, retryAfter: Math.max(1, Math.ceil(taken.retryAfterMs / 1000)) });
  }

  /** draft-ietf-httpapi-ratelimit-headers-11 */
  headers(taken: Taken): Record<string, string> {
    return {
      'RateLimit-Policy': `"events";q=${this.deps.eventsPerMinute};w=${WINDOW_MS / 1000}`,
      RateLimit: `"events";r=${taken.remaining};t=${WINDOW_MS / 1000}`,
    };
  }
}
