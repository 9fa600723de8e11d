import { testServices } from '@vedette/database/testing';

/** The specs' Redis; keep to keys under a prefix of your own. */
export function testRedisUrl(): string {
  return testServices().redis;
}
