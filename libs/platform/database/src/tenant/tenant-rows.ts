import type { DataSource, EntityManager, EntityMetadata, FindOptionsOrder, FindOptionsWhere, QueryDeepPartialEntity } from 'typeorm';
import { asFailure } from '../connection/outage';

export type EntityClass<E extends object> = new () => E;
export type Where<E> = FindOptionsWhere<E> | FindOptionsWhere<E>[];
/** A row as the caller may write it: whose it is, the context says. */
export type RowValues<E> = Omit<QueryDeepPartialEntity<E>, 'tenantId' | 'tenant_id'>;

export interface FindOptions<E> {
  readonly order?: FindOptionsOrder<E>;
  readonly limit?: number;
  /** `for update`: other writers of these rows wait until this transaction ends. */
  readonly lock?: boolean;
}

/**
 * Mapped rows of one entity, on the transaction's own connection. For single rows and short lists; lists with
 * conditions and bulk writes are `tx.sql`. Errors are pg's DatabaseError (unique: `.constraint`) or Outage.
 */
export class TenantRows<E extends object> {
  constructor(
    private readonly manager: EntityManager,
    private readonly entity: EntityClass<E>,
  ) {}

  find(where: Where<E>, options: FindOptions<E> = {}): Promise<E[]> {
    return bare(this.manager.find(this.entity, this.query(where, options)));
  }

  async findOne(where: Where<E>, options: Omit<FindOptions<E>, 'limit'> = {}): Promise<E | null> {
    const [row] = await this.find(where, { ...options, limit: 1 });
    return row ?? null;
  }

  async insert(rows: RowValues<E> | readonly RowValues<E>[]): Promise<void> {
    const list = [rows].flat() as QueryDeepPartialEntity<E>[];
    list.forEach(refuseTenant);
    if (list.length > 0) await bare(this.manager.insert(this.entity, list));
  }

  /** How many rows changed. */
  async update(where: FindOptionsWhere<E>, changes: RowValues<E>): Promise<number> {
    refuseTenant(changes);
    const { affected } = await bare(this.manager.update(this.entity, where, changes as QueryDeepPartialEntity<E>));
    return affected ?? 0;
  }

  /** How many rows went. */
  async delete(where: FindOptionsWhere<E>): Promise<number> {
    const { affected } = await bare(this.manager.delete(this.entity, where));
    return affected ?? 0;
  }

  private query(where: Where<E>, { order, limit, lock }: FindOptions<E>) {
    return {
      where,
      ...(order && { order }),
      ...(limit !== undefined && { take: limit }),
      ...(lock && { lock: { mode: 'pessimistic_write' as const } }),
    };
  }
}

function refuseTenant(row: object): void {
  if ('tenantId' in row || 'tenant_id' in row) throw new Error('a row belongs to the tenant of its transaction; nobody may say otherwise');
}

async function bare<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw asFailure(error);
  }
}

/** @throws Error when an entity would write tenant_id: it is filled from the signed context, never by code. */
export function checkEntities(source: Pick<DataSource, 'entityMetadatas'>): void {
  source.entityMetadatas.forEach((metadata: EntityMetadata) => {
    const column = metadata.columns.find((candidate) => candidate.databaseName === 'tenant_id');
    if (column && (column.isInsert || column.isUpdate)) {
      throw new Error(`entity ${metadata.name}: map tenant_id with insert: false and update: false, or not at all`);
    }
  });
}
