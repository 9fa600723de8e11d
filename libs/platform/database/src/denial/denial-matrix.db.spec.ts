import { openTestDatabase } from '../testing/test-database';
import { testServices } from '../testing/services';
import { interleave } from './interleave';
import { runMatrix } from './run-matrix';
import type { Leak } from './run-matrix';

const { postgres, postgres15 } = testServices();
const servers = [...new Set([postgres, postgres15].filter((url) => url !== undefined))].map((adminUrl) => ({ adminUrl }));
const told = (leaks: readonly Leak[]) => leaks.map(({ door, context, operation, table, outcome }) =>
  `${door}, ${context}: ${operation} ${table} → ${outcome.error?.code ?? `${outcome.rows.length} rows, ${outcome.affected} affected`}`);

describe.each(servers)('the denial matrix, server $#', ({ adminUrl }) => {
  it('finds no way from one tenant to another, by operation or by interleaving', async () => {
    const db = await openTestDatabase({ adminUrl });
    try {
      const [server] = await db.adminSql<{ version: string }>`select current_setting('server_version') as version`;
      const matrix = await runMatrix(db);
      expect(told(matrix.leaks)).toEqual([]);
      const small = await interleave(db, { poolSize: 1, iterations: 4_000, workers: 8 });
      const large = await interleave(db, { poolSize: 50, iterations: 8_000, workers: 120 });
      expect([...small.leaks, ...large.leaks]).toEqual([]);
      const iterations = small.iterations + large.iterations;
      const fates = Object.entries(small.fates).map(([fate, count]) => `${count + (large.fates[fate] ?? 0)} ${fate}`).join(', ');
      process.stdout.write(`denial matrix: ${matrix.probes} probes of ${matrix.tables} tables and partitions, `
        + `${iterations} interleaved iterations (${fates}), 0 leaks, Postgres ${server?.version}\n`);
      expect(iterations).toBeGreaterThanOrEqual(10_000);
      expect(Math.min(...Object.values(small.fates), ...Object.values(large.fates))).toBeGreaterThan(0);
    } finally {
      await db.close();
    }
  }, 300_000);

  const sabotage = [
    { what: 'one dropped policy', sql: 'drop policy tenant on alerts', table: 'public.alerts' },
    { what: 'row security switched off', sql: 'alter table sources disable row level security', table: 'public.sources' },
    { what: 'a policy that checks no writes', sql: 'alter policy tenant on members with check (true)', table: 'public.members' },
    { what: 'a unique index over all tenants', sql: 'create unique index oracle on dead_letters (id)', table: 'public.dead_letters' },
  ];
  it.each(sabotage)('notices $what', async ({ sql, table }) => {
    const db = await openTestDatabase({ adminUrl });
    try {
      await db.adminSql(Object.assign([sql], { raw: [sql] }));
      const { leaks } = await runMatrix(db);
      expect(leaks.length).toBeGreaterThan(0);
      expect([...new Set(leaks.map((leak) => leak.table))]).toEqual([table]);
    } finally {
      await db.close();
    }
  }, 120_000);
});
