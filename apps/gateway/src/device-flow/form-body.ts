import type { FastifyInstance } from 'fastify';

export const mostFormBytes = 4 * 1024;
const MOST_FIELDS = 20;

/** Bodies of this scope are `application/x-www-form-urlencoded` and nothing else. */
export function takeForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: mostFormBytes }, (_request, body, done) => done(null, body));
}

/**
 * RFC 6749 section 3.2: a parameter stands there once, and one without a value does not.
 * @returns null for a body that is no such form
 */
export function readForm(body: unknown): ReadonlyMap<string, string> | null {
  if (typeof body !== 'string') return null;
  const fields = [...new URLSearchParams(body)];
  if (fields.length > MOST_FIELDS || new Set(fields.map(([name]) => name)).size !== fields.length) return null;
  return new Map(fields.filter(([, value]) => value !== ''));
}
