import { keyHmac } from '@vedette/cache';
import type { Cache } from '@vedette/cache';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { counter } from '@vedette/telemetry';
import { limitHeaders, seconds } from './limit-headers';
import { networkOf } from './network-of';

export interface WrongKeysDeps {
  readonly cache: Cache;
  /** Addresses reach Redis as HMACs under this. */
  readonly secret: Buffer;
  readonly perMinute: number;
}

const WINDOW_MS = 60_000;
const wrong = new WeakSet<FastifyRequest>();
const refused = counter('vedette_wrong_keys_total', 'Requests with a key that is none, by whether their address had shown too many');

/** Of a credential that was shown and is none; a request without one is no guess. */
export function noteWrongKey(request: FastifyRequest): void {
  wrong.add(request);
}

/**
 * How many wrong keys an address may show. Only these are counted and only these are refused: whoever has a right key is
 * served, even from an address where somebody guesses, or where a forgotten shipper still sends its revoked one.
 */
export function limitWrongKeys(server: FastifyInstance, { cache, secret, perMinute }: WrongKeysDeps): void {
  server.addHook('onSend', async (request, reply) => {
    if (!wrong.has(request)) return;
    const whose = keyHmac(secret, 'wrong-key', networkOf(request.ip));
    const taken = await cache.takeAnonymous({ name: 'http.wrong-keys', keyHmac: whose, limit: perMinute, windowMs: WINDOW_MS });
    refused.add(1, { limited: !taken.allowed });
    if (taken.allowed) return;
    const headers = limitHeaders([{ policy: 'wrong-keys', limit: perMinute, windowMs: WINDOW_MS, taken }]);
    void reply.code(429).headers({ ...headers, 'retry-after': String(seconds(taken.retryAfterMs)) });
  });
}
