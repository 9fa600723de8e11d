import { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { systemClock } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';
import { bootCheck } from '../connection/boot-check';
import { outliveBrokenConnections, poolConfig } from '../connection/open-pool';
import { asFailure, isRetryable } from '../connection/outage';
import { checkContextKey } from '../context/context-key';
import type { ContextKey } from '../context/context-key';
import { signContext } from '../context/tenant-scope';
import type { TenantScope } from '../context/tenant-scope';
import { Outgoing } from './outgoing';
import type { AuditRow } from './outgoing';
import { checkEntities } from './tenant-rows';
import type { EntityClass } from './tenant-rows';
import { TenantTx } from './tenant-tx';
import { TxConnection } from './tx-connection';
import type { StatementListener } from './tx-connection';

export interface DatabaseOptions {
  /** Of the role vedette_app. */
  readonly url: string;
  readonly poolSize?: number;
  readonly contextKey: ContextKey;
  readonly clock?: Clock;
  readonly statementTimeoutMs?: number;
  /** Mapped rows that `tx.rows` may name. */
  readonly entities?: readonly EntityClass<object>[];
  /** W3C traceparent of what is going on, carried by jobs. */
  readonly traceparent?: () => string | undefined;
  /** Hears the text of every statement of every work; for specs that compare what two answers cost. */
  readonly onStatement?: StatementListener;
}

/** What a commit wrote that others may want to know of: whether jobs or topics wait now, and which jobs are done. */
export interface Wrote {
  readonly jobs: boolean;
  readonly topics: boolean;
  readonly finished: readonly Uuid[];
}
export type CommitListener = (wrote: Wrote) => void;

/** Audit rows that stand, and in whose transaction they were written. Told after the commit; what it throws is a bug of its own. */
export type AuditListener = (scope: TenantScope, rows: readonly AuditRow[]) => void;

// A transaction older than its context loses it: 60 s for the work, 60 s for clocks that differ.
const CONTEXT_LIFETIME_S = 120;
const PARTITION_ROUND_MS = 3_600_000;

/** The vedette_app door: tenants' rows, one signed transaction at a time. */
export class Database {
  private readonly listeners = new Set<CommitListener>();
  private readonly auditListeners = new Set<AuditListener>();
  private readonly partitionRound: NodeJS.Timeout;

  private constructor(
    private readonly source: DataSource,
    private readonly pool: Pool,
    private readonly options: DatabaseOptions,
  ) {
    this.partitionRound = setInterval(() => void this.makePartitions().catch(() => undefined), PARTITION_ROUND_MS);
    this.partitionRound.unref();
  }

  /** @throws Error when the role or the server would not hold tenants apart; Outage('postgres') */
  static async open(options: DatabaseOptions): Promise<Database> {
    checkContextKey(options.contextKey);
    const source = new DataSource({
      type: 'postgres',
      entities: [...(options.entities ?? [])],
      installExtensions: false,
      poolErrorHandler: () => undefined,
      extra: { ...poolConfig(options), pipeline: true },
    });
    await source.initialize().catch((error: unknown) => {
      throw asFailure(error);
    });
    try {
      checkEntities(source);
      const { master: pool } = source.driver as unknown as { master: Pool };
      outliveBrokenConnections(pool);
      await bootCheck(pool, 'app');
      const database = new Database(source, pool, options);
      // Seven days ahead, so a round that fails is made up for by the next one.
      await database.makePartitions();
      return database;
    } catch (error) {
      await source.destroy();
      throw error;
    }
  }

  /**
   * One transaction: everything `work` wrote, enqueued, announced and audited is kept together or not at all. A serialisation
   * failure or deadlock runs the whole work once more. Never await the network inside it.
   * @throws what `work` throws; pg DatabaseError; Outage('postgres')
   */
  async tenant<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    try {
      return await this.attempt(scope, work);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      return await this.attempt(scope, work);
    }
  }

  /** Called after a commit that wrote or ended jobs, or wrote topics; a relay in this process need not wait for its poll. */
  onCommit(listener: CommitListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Called after a commit that wrote audit rows, with these rows: they are known here, so nobody has to look for them. */
  onAudited(listener: AuditListener): () => void {
    this.auditListeners.add(listener);
    return () => void this.auditListeners.delete(listener);
  }

  async close(): Promise<void> {
    clearInterval(this.partitionRound);
    await this.source.destroy();
  }

  private async attempt<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const { clock = systemClock, contextKey, onStatement } = this.options;
    const expiry = clock.now() / 1000 + CONTEXT_LIFETIME_S;
    const signed = signContext(contextKey, scope, expiry);
    const client = await this.pool.connect().catch((error: unknown) => {
      throw asFailure(error);
    });
    const connection = new TxConnection(client, signed, onStatement);
    const outgoing = new Outgoing(this.options.traceparent ?? (() => undefined));
    const { tx, retire } = TenantTx.begin(scope, connection, this.source, outgoing);
    let result: T;
    try {
      result = await work(tx).finally(retire);
      await connection.commit(outgoing.statements());
    } catch (error) {
      await connection.rollback();
      throw asFailure(connection.reasonFor(error));
    } finally {
      connection.release();
    }
    this.tell(outgoing.wrote);
    if (outgoing.audited.length > 0) this.auditListeners.forEach((listener) => listener(scope, outgoing.audited));
    return result;
  }

  private tell(wrote: Wrote): void {
    if (wrote.jobs || wrote.topics || wrote.finished.length > 0) this.listeners.forEach((listener) => listener(wrote));
  }

  private async makePartitions(): Promise<void> {
    await this.pool.query('select app.make_partitions()').catch((error: unknown) => {
      throw asFailure(error);
    });
  }
}
