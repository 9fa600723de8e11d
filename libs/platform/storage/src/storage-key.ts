import { isUuid } from '@vedette/kernel';
import type { Branded, TenantId } from '@vedette/kernel';

/** `t/<tenant>/…` or `shared/…`: made of checked parts only, so no text of a caller can lead out of its folder. */
export type StorageKey = Branded<string, 'StorageKey'>;

// Starts with a letter or digit: neither `..` nor a hidden file nor a flag. No separator of any system.
const PART = /^[A-Za-z0-9][A-Za-z0-9._=@+-]{0,127}$/;
const MOST_PARTS = 12;

/** An object of one tenant; without parts, the folder of all its objects (for `list`). @throws Error on an unsafe part */
export function tenantKey(tenantId: TenantId, ...parts: readonly string[]): StorageKey {
  if (!isUuid(tenantId)) throw new Error('a tenant key needs a tenant id');
  return join(['t', tenantId, ...parts]);
}

/** An object of nobody's: rule packs, feeds. @throws Error on an unsafe part */
export function sharedKey(...parts: readonly string[]): StorageKey {
  return join(['shared', ...parts]);
}

function join(parts: readonly string[]): StorageKey {
  const bad = parts.find((part) => !PART.test(part));
  if (bad !== undefined || parts.length > MOST_PARTS) throw new Error('a storage key is made of plain names');
  return parts.join('/') as StorageKey;
}

/** A key as the store gave it back; undefined for what is not ours (a stranger's file in the bucket). */
export function readKey(text: string): StorageKey | undefined {
  const parts = text.split('/');
  const plain = parts.every((part) => PART.test(part)) && parts.length <= MOST_PARTS;
  return plain && (parts[0] === 'shared' || (parts[0] === 't' && isUuid(parts[1]))) ? (text as StorageKey) : undefined;
}
