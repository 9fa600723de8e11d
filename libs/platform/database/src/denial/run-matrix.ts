import { Client, DatabaseError } from 'pg';
import { newTenantId } from '@vedette/kernel';
import { keyLints } from '../catalog/key-lints';
import type { ContextKey } from '../context/context-key';
import type { Door } from '../doors/roles';
import { contextsOf } from './contexts';
import type { ContextKind } from './contexts';
import { probesOf } from './probes';
import type { Outcome, Probe, Victim } from './probes';
import { plantRows } from './sample-rows';
import { readTables } from './table-shape';
import type { TableShape } from './table-shape';

export interface Leak {
  readonly table: string;
  readonly operation: string;
  readonly door: Door;
  readonly context: ContextKind;
  readonly outcome: Outcome;
}

export interface MatrixReport {
  readonly probes: number;
  readonly tables: number;
  readonly leaks: readonly Leak[];
}

export interface MatrixTarget {
  /** Of a superuser, in the database to be probed. */
  readonly adminUrl: string;
  readonly urls: Readonly<Record<Door, string>>;
  readonly contextKey: ContextKey;
}

const runtimeDoors = ['app', 'relay', 'directory', 'catalog'] as const satisfies readonly Door[];

/**
 * The denial matrix: every tenant table and partition × operation × context × door, generated from pg_catalog. A probe leaks
 * unless it is refused (28000, 42501) or, with another tenant's honest context, demonstrably reached nothing.
 */
export async function runMatrix(target: MatrixTarget): Promise<MatrixReport> {
  const admin = await connected(target.adminUrl);
  const tables = await readTables(admin);
  const [acme, globex, empty] = [newTenantId(), newTenantId(), newTenantId()];
  const [acmeRows, globexRows] = await plantBoth(admin, tables, [acme, globex]).finally(() => admin.end());
  const probed = tables.filter((shape) => shape.tenant);
  const globalIndexes = keyLints.flatMap(({ name, allowed }) => (name === 'key.index' ? Object.keys(allowed ?? {}) : []))
    .map((name) => name.replace('public.', ''));
  const contexts = contextsOf(target.contextKey, acme, globex);
  const emptyContext = contextsOf(target.contextKey, acme, empty).get('other tenant') ?? null;
  const leaks: Leak[] = [];
  let probes = 0;
  for (const door of runtimeDoors) {
    const client = await connected(target.urls[door]);
    for (const shape of probed.filter((candidate) => !isOpenTo(candidate, door))) {
      const row = acmeRows.get(shape.name) ?? {};
      const own = globexRows.get(shape.name) ?? {};
      const victim: Victim = {
        shape, row, own, emptyTenant: empty, globalIndexes,
        ownRowOf: (table) => globexRows.get(table), victimRowOf: (table) => acmeRows.get(table),
      };
      for (const probe of probesOf(victim)) {
        for (const [context, honest] of contexts) {
          const outcome = await attempt(client, context === 'other tenant' && probe.asEmpty ? emptyContext : honest, probe);
          probes += 1;
          if (!isDenied(outcome, context, door, probe)) leaks.push({ table: shape.name, operation: probe.operation, door, context, outcome });
        }
      }
    }
    await client.end();
  }
  return { probes, tables: probed.length, leaks };
}

async function plantBoth(admin: Client, tables: readonly TableShape[], [acme, globex]: readonly [string, string]) {
  return [await plantRows(admin, tables, acme), await plantRows(admin, tables, globex)] as const;
}

/** The relay sees all tenants of its own tables by design; partitions of them too, but only through the table. */
function isOpenTo(shape: TableShape, door: Door): boolean {
  return shape.doors.includes(door) && door === 'relay' && shape.partitionOf === null;
}

function isDenied(outcome: Outcome, context: ContextKind, door: Door, probe: Probe): boolean {
  if (outcome.error?.code === '42501') return true;
  if (door !== 'app') return false;
  return context === 'other tenant' ? probe.safe(outcome) : outcome.error?.code === '28000';
}

async function attempt(client: Client, context: string | null, probe: Probe): Promise<Outcome> {
  await client.query('begin');
  try {
    if (context !== null) await client.query(`select set_config('app.ctx', $1, true)`, [context]);
    const { rows, rowCount, command } = await client.query<Record<string, unknown>>(probe.sql);
    // Deferred keys would be checked at commit, which never comes.
    await client.query('set constraints all immediate');
    return { rows, affected: command === 'SELECT' ? 0 : (rowCount ?? 0) };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { rows: [], affected: 0, error: { code: error.code ?? '', constraint: error.constraint } };
  } finally {
    await client.query('rollback');
  }
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
