import type { IncomingHttpHeaders } from 'node:http';
import { refuse } from '../refusals';

/**
 * Whether a browser sent this from another site. `Origin` decides where it is given; programs give neither header.
 * @param origin of PUBLIC_URL
 */
export function isForeign(headers: IncomingHttpHeaders, origin: string): boolean {
  if (headers.origin !== undefined) return headers.origin !== origin;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/**
 * Cross-site request forgery, log-in included: JSON only, a header that a form cannot set, and no foreign origin. A
 * request that a cookie speaks for must say where it comes from; silence is no proof.
 * @throws Refusal `request.unsupported_type`, `request.client_missing`, `request.foreign_origin`
 */
export function checkSameSite(headers: IncomingHttpHeaders, options: { origin: string; byCookie: boolean }): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw refuse('request.unsupported_type');
  if (!headers['vedette-client']) throw refuse('request.client_missing');
  if (isForeign(headers, options.origin)) throw refuse('request.foreign_origin');
  const said = headers.origin === options.origin || headers['sec-fetch-site'] === 'same-origin';
  if (options.byCookie && !said) throw refuse('request.foreign_origin');
}
