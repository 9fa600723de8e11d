import type { Taken } from '@vedette/cache';

/** One limit as a client may know it. */
export interface LimitState {
  /** Names the policy: `events`, `key-cost`. */
  readonly policy: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly taken: Pick<Taken, 'allowed' | 'remaining' | 'retryAfterMs'>;
}

/** draft-ietf-httpapi-ratelimit-headers-11; `t` is the window, or when to come back. Retry-After stays with the refusal's renderer. */
export function limitHeaders(states: readonly LimitState[]): Record<string, string> {
  return {
    'RateLimit-Policy': states.map(({ policy, limit, windowMs }) => `"${policy}";q=${limit};w=${seconds(windowMs)}`).join(', '),
    RateLimit: states
      .map(({ policy, windowMs, taken }) => `"${policy}";r=${taken.remaining};t=${seconds(taken.allowed ? windowMs : taken.retryAfterMs)}`)
      .join(', '),
  };
}

export function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
