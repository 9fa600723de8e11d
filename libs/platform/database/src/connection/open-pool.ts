import { Pool, types } from 'pg';
import type { CustomTypesConfig, PoolConfig } from 'pg';

const DATE = 1082;

/** A `date` stays `YYYY-MM-DD`: as a JS Date it would be midnight of wherever the process runs. */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === DATE ? (text: string) => text : types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

export interface PoolOptions {
  readonly url: string;
  readonly poolSize?: number;
  readonly statementTimeoutMs?: number;
}

export function poolConfig(options: PoolOptions): PoolConfig {
  return {
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    idle_in_transaction_session_timeout: 60_000,
    types: columnTypes,
    application_name: 'vedette',
    keepAlive: true,
  };
}

/**
 * Hears what breaks connections, from their first moment. The pool itself listens to idle ones only, and the server's
 * farewell can arrive in the same packet as its greeting, before whoever asked for the connection could listen.
 */
export function outliveBrokenConnections(pool: Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
}

export function openPool(options: PoolOptions): Pool {
  const pool = new Pool({ ...poolConfig(options), pipeline: true } as PoolConfig);
  outliveBrokenConnections(pool);
  return pool;
}
