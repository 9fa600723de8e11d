import { evaluateSegment, alertChanged } from '@vedette/contracts';
import { newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { TenantScope } from '../context/tenant-scope';
import { json } from '../sql/statement';
import { SourceRow } from '../testing/source.entity';
import { openTestDatabase, twoTenants } from '../testing/test-database';
import type { TestDatabase } from '../testing/test-database';
import type { TenantTx } from './tenant-tx';

let db: TestDatabase;
let acme: TenantScope;
let globex: TenantScope;
const statements: string[] = [];

beforeAll(async () => {
  const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  db = await openTestDatabase({ entities: [SourceRow], poolSize: 2, traceparent: () => trace, onStatement: (text) => statements.push(text) });
  ({ acme, globex } = await twoTenants(db));
});
afterAll(() => db?.close());
beforeEach(async () => {
  statements.length = 0;
  await db.adminSql`delete from sources`;
  await db.adminSql`delete from outbox`;
});

const names = async () => (await db.adminSql<{ name: string }>`select name from sources order by name`).map((row) => row.name);
const put = (tx: TenantTx, name: string) => tx.sql`insert into sources (name) values (${name})`;

describe('a tenant transaction', () => {
  it('says whose it is and who is asking', async () => {
    const [row] = await db.database.tenant(acme, (tx) => tx.sql`select app.tenant_id() as id, app.principal() as who`);
    expect(row).toEqual({ id: acme.tenantId, who: 'system:test' });
  });

  it('goes on when the tables have changed beneath its prepared statements', async () => {
    const read = () => db.database.tenant(acme, (tx) => tx.sql`select * from sources where name = ${'prepared'}`);
    for (let time = 0; time < 20; time++) await read();
    await db.adminSql`alter table sources add column later_migration int`;
    try {
      await expect(read()).resolves.toEqual([]);
      await expect(read()).resolves.toEqual([]);
    } finally {
      await db.adminSql`alter table sources drop column later_migration`;
    }
  });

  it('keeps what it wrote by sql and by rows', async () => {
    await db.database.tenant(acme, async (tx) => {
      await put(tx, 'a');
      await tx.rows(SourceRow).insert({ name: 'b', kind: 'web' });
    });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('leaves nothing when the work throws after a write, by sql or by rows', async () => {
    const failing = db.database.tenant(acme, async (tx) => {
      await put(tx, 'a');
      await tx.rows(SourceRow).insert({ name: 'b', kind: null });
      await tx.rows(SourceRow).update({ name: 'a' }, { kind: 'x' });
      tx.enqueue(evaluateSegment, { segmentId: newId(), day: '2026-01-01' });
      tx.audit('alert.closed', { kind: 'alert', id: 'a' });
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect(await names()).toEqual([]);
    expect(await db.adminSql`select from outbox`).toHaveLength(0);
    expect(await db.adminSql`select from audit_entries`).toHaveLength(0);
  });

  it('errors when a failed statement was swallowed, since COMMIT would keep nothing', async () => {
    const failing = db.database.tenant(acme, async (tx) => {
      await put(tx, 'a');
      await tx.sql`select 1/0`.catch(() => undefined);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await names()).toEqual([]);
  });

  it('errors when a statement that nobody awaited fails behind the work', async () => {
    const failing = db.database.tenant(acme, async (tx) => {
      await put(tx, 'a');
      tx.sql`select 1/0`.catch(() => undefined);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await names()).toEqual([]);
  });

  it('is dead once its work has settled', async () => {
    const kept: TenantTx[] = [];
    await db.database.tenant(acme, async (tx) => void kept.push(tx));
    await db.database.tenant(acme, (tx) => Promise.reject(kept.push(tx))).catch(() => undefined);
    expect(kept).toHaveLength(2);
    for (const tx of kept) {
      await expect(tx.sql`select 1`).rejects.toThrow('over');
      expect(() => tx.rows(SourceRow)).toThrow('over');
      expect(() => tx.enqueue(evaluateSegment, { segmentId: newId(), day: '2026-01-01' })).toThrow('over');
      expect(() => tx.audit('alert.closed', { kind: 'alert', id: 'a' })).toThrow('over');
    }
  });

  it('does not let rows taken out of it be used later', async () => {
    const rows = await db.database.tenant(acme, async (tx) => tx.rows(SourceRow));
    await expect(rows.find({})).rejects.toThrow('over');
  });

  it('refuses transaction control and settings from the work', async () => {
    const attempts = ['commit', ' ROLLBACK', 'set app.ctx = 1', 'begin', 'savepoint x'];
    for (const text of attempts) {
      const template = Object.assign([text], { raw: [text] });
      await expect(db.database.tenant(acme, (tx) => tx.sql(template))).rejects.toThrow('by Database alone');
    }
  });

  it('leaves no context on the pooled connection', async () => {
    await db.database.tenant(acme, (tx) => put(tx, 'a'));
    const seen = await Promise.allSettled([1, 2, 3].map(() => db.database.tenant(globex, (tx) => tx.sql`select name from sources`)));
    expect(seen.map((result) => result.status === 'fulfilled' && result.value)).toEqual([[], [], []]);
  });

  it('shows its context to no other session of the same role', async () => {
    const look = () => db.adminSql<{ query: string }>`select query from pg_stat_activity where usename = 'vedette_app' and datname = ${db.name}`;
    const seen: { query: string }[] = [];
    await db.database.tenant(acme, async (outer) => {
      await outer.sql`select 1`;
      await db.database.tenant(globex, async () => {
        // What begins it is sent without waiting, so it may take a moment to arrive.
        for (let tries = 0; tries < 100 && !seen.some(({ query }) => query.includes('set_config')); tries++) seen.push(...(await look()));
      });
    });
    expect(seen.map(({ query }) => query)).toContain(`select set_config('app.ctx', $1, true)`);
    expect(seen.filter(({ query }) => query.includes(acme.tenantId) || query.includes(globex.tenantId))).toEqual([]);
  });

  it('destroys a connection that still carries a tenant after it, and says so', async () => {
    const keeping = db.database.tenant(acme, (tx) => tx.sql`select set_config('app.ctx', current_setting('app.ctx'), false)`);
    await expect(keeping).rejects.toThrow('outlived its transaction');
    expect(await db.database.tenant(globex, (tx) => tx.sql`select app.tenant_id() as id`)).toEqual([{ id: globex.tenantId }]);
  });

  it('runs the work once more after a serialisation failure, and only once', async () => {
    let runs = 0;
    const again = () => db.database.tenant(acme, async (tx) => {
      runs += 1;
      if (runs === 1) await tx.sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`;
      return runs;
    });
    expect(await again()).toBe(2);
    const always = db.database.tenant(acme, (tx) => tx.sql`do $$ begin raise exception 'again' using errcode = '40P01'; end $$`);
    await expect(always).rejects.toMatchObject({ code: '40P01' });
  });

  it('shows the constraint that a write broke', async () => {
    await db.database.tenant(acme, (tx) => put(tx, 'a'));
    const bySql = db.database.tenant(acme, (tx) => put(tx, 'a'));
    await expect(bySql).rejects.toMatchObject({ code: '23505', constraint: 'sources_pkey' });
    const byRows = db.database.tenant(acme, (tx) => tx.rows(SourceRow).insert({ name: 'a', kind: null }));
    await expect(byRows).rejects.toMatchObject({ code: '23505', constraint: 'sources_pkey' });
  });

  it('refuses a principal that could be mistaken for another part of the context', async () => {
    for (const principal of ['job:a.b', "job:a'b", '', 'nobody']) {
      await expect(db.database.tenant({ ...acme, principal }, async () => 1)).rejects.toThrow('principal');
    }
  });
});

describe('what leaves with a transaction', () => {
  it('tells who listens of its audit rows, as they are stored, and of none where it came to nothing', async () => {
    const told: { principal: string; rows: readonly { id: string; action: string }[] }[] = [];
    const stop = db.database.onAudited(({ principal }, rows) => told.push({ principal, rows }));
    const act = (fail: boolean) =>
      db.database.tenant(acme, async (tx) => {
        tx.audit('member.removed', { kind: 'account', id: acme.tenantId });
        if (fail) throw new Error('no');
      });
    await expect(act(true)).rejects.toThrow('no');
    await act(false);
    await db.database.tenant(acme, async () => undefined);
    stop();
    await act(false);
    expect(told).toMatchObject([{ principal: 'system:test', rows: [{ action: 'member.removed' }] }]);
    const stored = await db.adminSql<{ id: string }>`select id from audit_entries where action = 'member.removed'`;
    expect(stored.map(({ id }) => id)).toContain(told[0]?.rows[0]?.id);
    await db.adminSql`delete from audit_entries where action = 'member.removed'`;
  });

  it('is one outbox row for each job and topic and one audit row, told to listeners once committed', async () => {
    const told: unknown[] = [];
    const stop = db.database.onCommit((wrote) => told.push(wrote));
    const segmentId = newId();
    await db.database.tenant(acme, async (tx) => {
      tx.enqueue(evaluateSegment, { segmentId, day: '2026-01-01' });
      tx.announce(alertChanged, { alertId: segmentId });
      tx.audit('api-key.created', { kind: 'api-key', id: segmentId }, { name: 'ci' });
    });
    await db.database.tenant(acme, async () => undefined);
    stop();
    expect(told).toEqual([{ jobs: true, topics: true, finished: [] }]);
    const rows = await db.adminSql`select tenant_id, kind, name, payload, principal, traceparent is not null as traced from outbox order by kind`;
    expect(rows).toEqual([
      { tenant_id: acme.tenantId, kind: 'job', name: 'detection.evaluate-segment', payload: { segmentId, day: '2026-01-01' }, principal: 'system:test', traced: true },
      { tenant_id: acme.tenantId, kind: 'topic', name: 'detection.alert-changed', payload: { alertId: segmentId }, principal: 'system:test', traced: true },
    ]);
    expect(await db.adminSql`select tenant_id, principal, action, facts from audit_entries`).toEqual([
      { tenant_id: acme.tenantId, principal: 'system:test', action: 'api-key.created', facts: { name: 'ci' } },
    ]);
  });

  it('refuses a wrong payload at the call, not at the commit', async () => {
    const wrong = db.database.tenant(acme, async (tx) => tx.enqueue(evaluateSegment, { segmentId: 'x', day: 'y' }));
    await expect(wrong).rejects.toThrow(/uuid/i);
  });

  it('takes a finished job away, and only from its own tenant', async () => {
    await db.database.tenant(acme, async (tx) => tx.enqueue(evaluateSegment, { segmentId: newId(), day: '2026-01-01' }));
    const [job] = await db.adminSql<{ id: Uuid }>`select id from outbox`;
    const outboxId = job?.id ?? newId();
    await db.database.tenant(globex, async (tx) => tx.finish({ outboxId }));
    expect(await db.adminSql`select from outbox`).toHaveLength(1);
    await db.database.tenant(acme, async (tx) => tx.finish({ outboxId }));
    expect(await db.adminSql`select from outbox`).toHaveLength(0);
  });
});

describe('mapped rows', () => {
  it('find, change and delete only their own tenant', async () => {
    await db.database.tenant(acme, (tx) => tx.rows(SourceRow).insert([{ name: 'a', kind: 'web' }, { name: 'b', kind: 'web' }]));
    await db.database.tenant(globex, async (tx) => {
      const rows = tx.rows(SourceRow);
      expect(await rows.find({})).toEqual([]);
      expect(await rows.findOne({ name: 'a' })).toBeNull();
      expect(await rows.update({ name: 'a' }, { kind: 'x' })).toBe(0);
      expect(await rows.delete({ name: 'a' })).toBe(0);
    });
    await db.database.tenant(acme, async (tx) => {
      const rows = tx.rows(SourceRow);
      expect(await rows.find({ kind: 'web' }, { order: { name: 'desc' }, limit: 1 })).toEqual([{ name: 'b', kind: 'web' }]);
      expect(await rows.findOne({ name: 'a' }, { lock: true })).toEqual({ name: 'a', kind: 'web' });
      expect(await rows.update({ name: 'a' }, { kind: null })).toBe(1);
      expect(await rows.delete({ name: 'b' })).toBe(1);
    });
    expect(await names()).toEqual(['a']);
  });

  it('never take a tenant from the caller', async () => {
    const stolen = { name: 'a', kind: null, tenantId: globex.tenantId };
    const inserting = db.database.tenant(acme, (tx) => tx.rows(SourceRow).insert(stolen));
    await expect(inserting).rejects.toThrow('belongs to the tenant');
    const changing = db.database.tenant(acme, (tx) => tx.rows(SourceRow).update({ name: 'a' }, { ...stolen }));
    await expect(changing).rejects.toThrow('belongs to the tenant');
  });

  it('send the same statements for another tenant’s id as for an unknown one', async () => {
    await db.database.tenant(acme, (tx) => put(tx, 'known'));
    const asked = async (name: string) => {
      statements.length = 0;
      await db.database.tenant(globex, (tx) => tx.rows(SourceRow).findOne({ name }));
      await db.database.tenant(globex, (tx) => tx.sql`select from sources where name = ${name}`);
      return [...statements];
    };
    const foreign = await asked('known');
    expect(foreign).toHaveLength(2);
    expect(foreign).toEqual(await asked('unknown'));
  });
});

describe('bulk writes', () => {
  it('put a thousand rows in one statement', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({ name: `s${index}` }));
    await db.database.tenant(acme, (tx) => tx.sql`insert into sources (tenant_id, name)
      select (select app.tenant_id()), r.name from jsonb_to_recordset(${json(rows)}) as r(name text)`);
    expect(await names()).toHaveLength(1_000);
  });
});
