import type { TenantId } from '@vedette/kernel';
import { tenantKey } from '@vedette/storage';
import type { StorageKey } from '@vedette/storage';
import { refuse } from './refuse';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ENDING = '.parquet';

export function lakeKey(tenantId: TenantId, day: string, id: string): StorageKey {
  if (!DAY.test(day)) throw new Error('a day is YYYY-MM-DD');
  return tenantKey(tenantId, 'lake', day, `${id}${ENDING}`);
}

/** What lies beside a Parquet file: its block index, and its large events if it has any. */
export function besideKey(tenantId: TenantId, key: StorageKey, what: 'blocks' | 'large'): StorageKey {
  const [, , , day = '', name = ''] = key.split('/');
  return tenantKey(tenantId, 'lake', day, `${name.slice(0, -ENDING.length)}.${what}`);
}

/** @throws Refusal `lake_file.not_found` for a key of another tenant, or none of the lake's */
export function checkKey(tenantId: TenantId, key: StorageKey): void {
  const [, , , day = '', name = '', ...more] = key.split('/');
  const plain = DAY.test(day) && /^[A-Za-z0-9-]+\.parquet$/.test(name) && more.length === 0;
  if (!plain || tenantKey(tenantId, 'lake', day, name) !== key) throw refuse('lake_file.not_found');
}
