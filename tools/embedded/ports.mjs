// Ports: every server here listens on the loopback, on a wished port if it is free and on the next free one if not.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

export const loopback = '127.0.0.1';

/** True if nothing listens on the port. Asks the kernel instead of connecting: a silent listener would look free. */
export function isPortFree(port, host = loopback) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * Any free port below the range that the kernel lends to outgoing connections (Linux: 32768 and up), so that none of
 * those takes it before its owner listens.
 */
export async function anyFreePort(host = loopback) {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(15_000, 32_000);
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`no free port between 15000 and 31999 on ${host}`);
}

/**
 * The wished port or the next free one above it, skipping `taken` (ports promised to others of this start).
 * `wished` 0 means any. Throws after `span` ports.
 */
export async function freePortFrom(wished, { taken = new Set(), span = 200, isFree = isPortFree } = {}) {
  if (!wished) return anyFreePort();
  for (let port = wished; port < Math.min(wished + span, 65_536); port++)
    if (!taken.has(port) && (await isFree(port))) return port;
  throw new Error(`no free port between ${wished} and ${wished + span - 1} on ${loopback}`);
}
