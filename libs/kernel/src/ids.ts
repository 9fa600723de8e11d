import { randomBytes } from 'node:crypto';
import { systemClock } from './clock';
import { refusals } from './errors';

declare const brand: unique symbol;

/** A value that was checked once, at the edge, and carries that fact in its type. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type Uuid = Branded<string, 'Uuid'>;
/** Authority, not data: only `authenticate()`, a job envelope and the tests may make one. */
export type TenantId = Branded<string, 'Uuid'> & Branded<string, 'TenantId'>;

const refuse = refusals({ 'id.malformed': { class: 'invalid', text: 'This is not a well-formed id.' } });
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(text: unknown): text is Uuid {
  return typeof text === 'string' && UUID.test(text);
}

/** @throws Refusal `id.malformed` */
export function parseUuid(text: unknown): Uuid {
  if (!isUuid(text)) throw refuse('id.malformed');
  return text;
}

/** @throws Refusal `id.malformed` */
export function parseTenantId(text: unknown): TenantId {
  return parseUuid(text) as TenantId;
}

/** UUID version 7 (RFC 9562 §5.7): random, and ordered by time, so that an index grows at its end. */
export function newId(now: number = systemClock.now()): Uuid {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid;
}

export function newTenantId(): TenantId {
  return newId() as TenantId;
}
