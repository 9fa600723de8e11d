import type { Pool } from 'pg';
import { bootCheck } from '../connection/boot-check';
import { openPool } from '../connection/open-pool';
import type { PoolOptions } from '../connection/open-pool';
import { asFailure, isStalePlan } from '../connection/outage';
import { preparedName } from '../sql/prepared';
import { statement } from '../sql/statement';
import type { SqlValue } from '../sql/statement';
import type { Door } from './roles';

export type Sql = <Row>(parts: TemplateStringsArray, ...values: SqlValue[]) => Promise<Row[]>;

/** A door that sees some tables over all tenants, by grants and policies of its own role. */
class SqlDoor {
  protected constructor(private readonly pool: Pool) {}

  protected static async openPool(door: Door, options: PoolOptions): Promise<Pool> {
    const pool = openPool(options);
    try {
      await bootCheck(pool, door);
    } catch (error) {
      await pool.end();
      throw error;
    }
    return pool;
  }

  /** One statement, its own transaction. @throws pg DatabaseError, Outage('postgres') */
  readonly sql: Sql = async <Row>(parts: TemplateStringsArray, ...values: SqlValue[]) => {
    const { text, values: bound } = statement(parts, values);
    try {
      return (await this.pool.query(text, [...bound])).rows as Row[];
    } catch (error) {
      throw asFailure(error);
    }
  };

  /** All or nothing: a throw rolls back. @throws what `work` throws, Outage('postgres') */
  async transaction<T>(work: (tx: { readonly sql: Sql }) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw asFailure(error);
    });
    // A connection that breaks mid-transaction rejects the statement under way; without a listener it would end the process.
    client.on('error', ignore);
    let live = true;
    let broken = false;
    const sql: Sql = async <Row>(parts: TemplateStringsArray, ...values: SqlValue[]) => {
      if (!live) throw new Error('this transaction is over');
      const { text, values: bound } = statement(parts, values);
      const name = preparedName(text);
      const answer = client.query({ text, values: [...bound], ...(name ? { name } : {}) });
      answer.catch((error: unknown) => {
        broken ||= isStalePlan(error);
      });
      return (await answer).rows as Row[];
    };
    try {
      // Not waited for: the first statement follows in the same breath, and fails where this one did.
      client.query('begin').catch(ignore);
      const result = await work({ sql });
      live = false;
      const { command } = await client.query('commit');
      if (command !== 'COMMIT') throw new Error(`commit answered ${command}: a statement had failed`);
      return result;
    } catch (error) {
      live = false;
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw asFailure(error);
    } finally {
      client.removeListener('error', ignore);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

function ignore(): void {}

/** Outbox and topic tables of all tenants. */
export class RelayDoor extends SqlDoor {
  static async open(options: PoolOptions): Promise<RelayDoor> {
    return new RelayDoor(await SqlDoor.openPool('relay', options));
  }
}

/** What every tenant reads and workers write: rule packs, feeds. */
export class CatalogDoor extends SqlDoor {
  static async open(options: PoolOptions): Promise<CatalogDoor> {
    return new CatalogDoor(await SqlDoor.openPool('catalog', options));
  }
}
