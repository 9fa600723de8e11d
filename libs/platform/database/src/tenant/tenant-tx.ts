import type { DataSource, EntityManager } from 'typeorm';
import type { AuditAction, AuditTarget, QueueDefinition, TopicDefinition } from '@vedette/contracts';
import type { Facts, TenantId, Uuid } from '@vedette/kernel';
import type { TenantScope } from '../context/tenant-scope';
import { asFailure } from '../connection/outage';
import { statement } from '../sql/statement';
import type { SqlValue } from '../sql/statement';
import type { Outgoing } from './outgoing';
import { TenantRows } from './tenant-rows';
import type { EntityClass } from './tenant-rows';
import type { TxConnection } from './tx-connection';

/**
 * One transaction of one tenant: the only thing through which a statement reaches a tenant table. Made by
 * `Database.tenant` alone, and dead once its work has settled: a late call throws.
 */
export class TenantTx {
  readonly tenantId: TenantId;
  readonly principal: string;
  private live = true;
  private manager: EntityManager | undefined;

  private constructor(
    scope: TenantScope,
    private readonly connection: TxConnection,
    private readonly source: DataSource,
    private readonly outgoing: Outgoing,
  ) {
    this.tenantId = scope.tenantId;
    this.principal = scope.principal;
  }

  /**
   * The only raw SQL; every `${}` is a parameter. Statements that are not awaited one by one travel together.
   * @throws pg DatabaseError (unique: `.constraint`), Outage('postgres')
   */
  async sql<Row>(parts: TemplateStringsArray, ...values: SqlValue[]): Promise<Row[]> {
    this.assertLive();
    const { text, values: bound } = statement(parts, values);
    try {
      return (await this.connection.run({ text, values: bound })).rows as Row[];
    } catch (error) {
      throw asFailure(error);
    }
  }

  /** @throws Error when the entity was not named to `Database.open` */
  rows<E extends object>(entity: EntityClass<E>): TenantRows<E> {
    this.assertLive();
    this.manager ??= this.joinedManager();
    return new TenantRows(this.manager, entity);
  }

  /**
   * The job leaves when, and only when, this transaction commits, and not before `delayMs` have passed.
   * @throws ZodError now, when the payload is wrong
   */
  enqueue<P>(queue: QueueDefinition<P>, payload: P, { delayMs = 0 }: { readonly delayMs?: number } = {}): void {
    this.assertLive();
    this.outgoing.job(queue, payload, delayMs);
  }

  /** Told to subscribers when, and only when, this transaction commits. @throws ZodError now, when the ids are wrong */
  announce<P>(topic: TopicDefinition<P>, ids: P): void {
    this.assertLive();
    this.outgoing.topic(topic, ids);
  }

  /** An audit row by this transaction's principal. `facts` are public within the tenant: no secrets. */
  audit(action: AuditAction, target: AuditTarget, facts: Facts = {}): void {
    this.assertLive();
    this.outgoing.audit(action, target, facts);
  }

  /** The job's outbox row goes with this transaction: done is what Postgres says is done. */
  finish(job: { readonly outboxId: Uuid }): void {
    this.assertLive();
    this.outgoing.finish(job.outboxId);
  }

  /** For `Database` alone; @internal */
  static begin(scope: TenantScope, connection: TxConnection, source: DataSource, outgoing: Outgoing): { tx: TenantTx; retire: () => void } {
    const tx = new TenantTx(scope, connection, source, outgoing);
    return {
      tx,
      retire: () => {
        tx.live = false;
      },
    };
  }

  // TypeORM starts and commits a transaction of its own around a write unless its runner believes it is in one; then an
  // outer rollback would keep the row. So the runner is given our connection and told where it stands.
  private joinedManager(): EntityManager {
    const runner = this.source.createQueryRunner('master');
    Object.assign(runner, { databaseConnection: this.connection, isTransactionActive: true, transactionDepth: 1 });
    return runner.manager;
  }

  private assertLive(): void {
    if (!this.live) throw new Error('this transaction is over: its work had settled');
  }
}
