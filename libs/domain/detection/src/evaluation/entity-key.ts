import { createHash } from 'node:crypto';
import { inert } from './inert';

const LIMIT = 200;

/**
 * An entity as it is stored and grouped by: inert and at most 200 characters, since it stands in an index whose rows
 * must stay below 2,700 bytes. A longer one keeps a digest at its end, so that two of them never become one.
 */
export function entityKey(value: string): string {
  const plain = inert(value, value.length);
  if (plain.length <= LIMIT) return plain === '' ? 'unknown' : plain;
  return `${inert(plain, LIMIT - 18)} ${createHash('sha256').update(value).digest('hex').slice(0, 16)}`;
}
