import type { Pool } from 'pg';
import { bootCheck } from '../connection/boot-check';
import { openPool } from '../connection/open-pool';
import type { PoolOptions } from '../connection/open-pool';
import { asFailure } from '../connection/outage';
import type { SqlValue } from '../sql/statement';

/** Accounts, sessions, tenants and key hashes of everyone: through named functions of schema `directory` only. */
export class DirectoryDoor {
  private constructor(private readonly pool: Pool) {}

  static async open(options: PoolOptions): Promise<DirectoryDoor> {
    const pool = openPool(options);
    try {
      await bootCheck(pool, 'directory');
    } catch (error) {
      await pool.end();
      throw error;
    }
    return new DirectoryDoor(pool);
  }

  /** `select * from directory.<fn>($1, …)`. Its rows; pg's DatabaseError as it is; @throws Outage('postgres'). */
  async call<Row>(fn: string, ...args: SqlValue[]): Promise<Row[]> {
    if (!/^[a-z][a-z0-9_]*$/.test(fn)) throw new Error(`directory function ${fn}: expected a plain name`);
    const places = args.map((_, index) => `$${index + 1}`).join(', ');
    try {
      return (await this.pool.query(`select * from directory.${fn}(${places})`, args)).rows as Row[];
    } catch (error) {
      throw asFailure(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
