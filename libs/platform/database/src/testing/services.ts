import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface TestServices {
  /** Of a superuser; specs make their own databases there. */
  readonly postgres: string;
  readonly redis: string;
  /** A second server, Postgres 15, for the proofs that must hold on both. */
  readonly postgres15?: string;
}

/** Where the specs' Postgres and Redis are: the environment first, then `.vedette/test/services.json` up the tree. */
export function testServices(): TestServices {
  const { VEDETTE_TEST_POSTGRES_URL, VEDETTE_TEST_REDIS_URL, VEDETTE_TEST_POSTGRES15_URL } = process.env;
  const file = readUpwards(process.cwd());
  const postgres = VEDETTE_TEST_POSTGRES_URL ?? file.postgres;
  const redis = VEDETTE_TEST_REDIS_URL ?? file.redis;
  if (!postgres || !redis) {
    throw new Error('no test services: run `npm test`, or set VEDETTE_TEST_POSTGRES_URL (a superuser) and VEDETTE_TEST_REDIS_URL');
  }
  return { postgres, redis, postgres15: VEDETTE_TEST_POSTGRES15_URL ?? file.postgres15 };
}

function readUpwards(folder: string): Partial<TestServices> {
  const file = path.join(folder, '.vedette', 'test', 'services.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Partial<TestServices>;
  const parent = path.dirname(folder);
  return parent === folder ? {} : readUpwards(parent);
}
