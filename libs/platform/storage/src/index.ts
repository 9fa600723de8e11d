export { openStorage } from './storage';
export type { Storage, StorageOptions, StoredObject } from './storage';
export { sharedKey, tenantKey } from './storage-key';
export type { StorageKey } from './storage-key';
