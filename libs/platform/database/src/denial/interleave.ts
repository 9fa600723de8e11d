import type { Client, Pool } from 'pg';
import { newTenantId } from '@vedette/kernel';
import { openPool } from '../connection/open-pool';
import type { TenantScope } from '../context/tenant-scope';
import { asAdmin } from '../migrate/provision';
import { Database } from '../tenant/database';
import type { TenantTx } from '../tenant/tenant-tx';
import type { MatrixTarget } from './run-matrix';

export interface InterleaveOptions {
  readonly poolSize: number;
  readonly iterations: number;
  /** Transactions under way at once; more than connections, so that these pass from tenant to tenant. */
  readonly workers: number;
}

export interface InterleaveReport {
  readonly iterations: number;
  /** How the transactions ended. */
  readonly fates: Readonly<Record<string, number>>;
  readonly leaks: readonly string[];
}

class Abort extends Error {}

/** What befalls a transaction after it has written, and how often in a hundred. */
const fates: readonly { name: string; share: number; meet: (tx: TenantTx, cancel: (pid: number) => Promise<unknown>) => Promise<unknown> }[] = [
  { name: 'committed', share: 55, meet: async () => undefined },
  { name: 'aborted', share: 20, meet: () => Promise.reject(new Abort()) },
  { name: 'failed', share: 10, meet: (tx) => tx.sql`select 1/0` },
  { name: 'timed out', share: 10, meet: (tx) => tx.sql`select set_config('statement_timeout', '2', true), pg_sleep(0)`.then(() => tx.sql`select pg_sleep(1)`) },
  {
    name: 'cancelled',
    share: 5,
    meet: async (tx, cancel) => {
      const [me] = await tx.sql<{ pid: number }>`select pg_backend_pid() as pid`;
      const sleeping = tx.sql`select pg_sleep(1)`;
      await Promise.all([sleeping, cancel(me?.pid ?? 0)]);
    },
  },
];

/** Random transactions of eight tenants on one pool; each must see its own row, and no other, whatever befell the one before it. */
export function interleave(target: MatrixTarget, options: InterleaveOptions): Promise<InterleaveReport> {
  return asAdmin(target.adminUrl, (admin) => run(admin, target, options));
}

async function run(admin: Client, target: MatrixTarget, options: InterleaveOptions): Promise<InterleaveReport> {
  const scopes = Array.from({ length: 8 }, (): TenantScope => ({ tenantId: newTenantId(), principal: 'system:interleave' }));
  for (const { tenantId } of scopes) {
    await admin.query(`insert into sources (tenant_id, name, kind) values ($1, 'mine', $2)`, [tenantId, tenantId]);
  }
  const database = await Database.open({ url: target.urls.app, contextKey: target.contextKey, poolSize: options.poolSize });
  const cancellers = openPool({ url: target.adminUrl, poolSize: 2 });
  const count: Record<string, number> = Object.fromEntries(fates.map(({ name }) => [name, 0]));
  const leaks: string[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < options.iterations) {
      begun += 1;
      const scope = scopes[Math.floor(Math.random() * scopes.length)] ?? { tenantId: newTenantId(), principal: 'system:nobody' };
      const fate = draw();
      const seen = await database
        .tenant(scope, async (tx) => {
          const found = await look(tx, scope);
          await fate.meet(tx, (pid) => cancelOnceAsleep(cancellers, pid));
          return found;
        })
        .then((found) => ({ found, ended: 'committed' }), (error: unknown) => ({ found: error instanceof Leaked ? error.message : null, ended: fate.name }));
      if (seen.found) leaks.push(seen.found);
      if (seen.ended !== fate.name) leaks.push(`a transaction that should have been ${fate.name} was ${seen.ended}`);
      count[seen.ended] = (count[seen.ended] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: options.workers }, worker));
  const { rows } = await admin.query<{ kind: string }>(`select kind from sources where name = 'mine' and kind <> tenant_id::text`);
  rows.forEach(({ kind }) => leaks.push(`a row was marked by ${kind}, which is not its tenant`));
  await Promise.all([database.close(), cancellers.end()]);
  return { iterations: begun, fates: count, leaks };
}

class Leaked extends Error {}

/** Reads and writes without naming a tenant, as features do. */
async function look(tx: TenantTx, { tenantId }: TenantScope): Promise<null> {
  const [rows, [written], [context]] = await Promise.all([
    tx.sql<{ tenant_id: string; kind: string }>`select tenant_id, kind from sources`,
    tx.sql<{ n: string }>`with w as (update sources set kind = ${tenantId} returning 1) select count(*) as n from w`,
    tx.sql<{ id: string }>`select app.tenant_id() as id`,
  ]);
  if (rows.length !== 1 || rows[0]?.tenant_id !== tenantId || rows[0].kind !== tenantId) throw new Leaked(`${tenantId} read ${JSON.stringify(rows)}`);
  if (written?.n !== '1') throw new Leaked(`${tenantId} wrote ${written?.n} rows`);
  if (context?.id !== tenantId) throw new Leaked(`${tenantId} ran as ${context?.id}`);
  return null;
}

function draw(): (typeof fates)[number] {
  let ticket = Math.random() * 100;
  const drawn = fates.find(({ share }) => (ticket -= share) < 0) ?? fates[0];
  if (!drawn) throw new Error('no fate');
  return drawn;
}

/** A cancel that comes before its statement would hit whatever runs next, which is as instructive but not this fate. */
async function cancelOnceAsleep(admin: Pool, pid: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await admin.query<{ done: boolean }>(
      `select pg_cancel_backend(pid) as done from pg_stat_activity where pid = $1 and state = 'active' and query = 'select pg_sleep(1)'`,
      [pid],
    );
    if (rows.length > 0) return;
  }
}
