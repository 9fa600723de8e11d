import { z } from 'zod';

/** A URL of some protocols, kept as text. `protocols` without colon. */
export function urlOf(...protocols: string[]) {
  const expected = `expected a URL that starts with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`;
  return z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)), expected);
}

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port number')
  .transform(Number)
  .refine((number) => number <= 65_535, 'expected a port number');
