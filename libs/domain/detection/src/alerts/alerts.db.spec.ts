import type { Actor } from '@vedette/identity';
import { dateFrom, newId, systemClock, type Uuid } from '@vedette/kernel';
import { json } from '@vedette/database';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { actorOf } from '../fixtures/actor-of';
import { severities, type Severity } from './alert';
import { Alerts } from './alerts';

let db: TestDatabase;
let alerts: Alerts;
let acme: Actor;
let globex: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  alerts = new Alerts({ database: db.database });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
});

interface Made {
  readonly severity: Severity;
  readonly entity: string;
  readonly title: string;
  /** Milliseconds; several alerts of a segment share it. */
  readonly openedAt: number;
}

async function make(actor: Actor, made: readonly Partial<Made>[]): Promise<Uuid[]> {
  const now = systemClock.now();
  const rows = made.map(({ severity = 'high', entity = 'ws-014', title = 'A rule', openedAt = now }) => ({ id: newId(), severity, entity, title, at: dateFrom(openedAt).toISOString() }));
  await db.database.tenant(actor, (tx) => tx.sql`
    insert into alerts (tenant_id, id, rule_id, rule_title, rule_author, rule_licence, rule_pack, severity, entity_kind, entity, source, reason,
      first_event_at, last_event_at, event_count, opened_at, changed_at)
    select (select app.tenant_id()), r.id, 'rule-1', r.title, 'Vedette', 'Apache-2.0', 'test', r.severity, 'host', r.entity, 'web', 'why', r.at, r.at, 1, r.at, r.at
    from jsonb_to_recordset(${json(rows)}) as r(id uuid, severity text, entity text, title text, at timestamptz)`);
  return rows.map(({ id }) => id);
}

const outcome = (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string }) => error.code);

describe('the list of alerts', () => {
  it('is newest first and pages without gap or repeat, also among alerts of one millisecond', async () => {
    const now = systemClock.now();
    const ids = await make(acme, Array.from({ length: 25 }, (_, n) => ({ openedAt: now - Math.floor(n / 4) })));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof alerts.list>> = await alerts.list(acme, { first: 4, after });
      seen.push(...page.alerts.map(({ id }) => id));
      expect(page.hasNextPage).toBe(seen.length < 25);
      expect(page.liveCursor).toEqual(expect.any(String));
      after = page.hasNextPage ? page.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it('filters by status, severity, rule and words without regard to case', async () => {
    const [low, critical, other] = await make(acme, [
      { severity: 'low', entity: 'WS-014', title: 'Mshta runs' },
      { severity: 'critical', entity: 'db-01', title: 'LSASS 100%_read' },
      { severity: 'high', entity: 'web-03' },
    ]);
    await alerts.close(acme, other ?? '', 'benign');
    const ids = async (filter: Parameters<typeof alerts.list>[1]['filter']) => (await alerts.list(acme, { first: 10, filter })).alerts.map(({ id }) => id);
    expect(await ids({ status: ['closed'] })).toEqual([other]);
    expect(await ids({ status: ['open', 'acknowledged'] })).toHaveLength(2);
    expect(await ids({ severity: ['critical'] })).toEqual([critical]);
    expect(await ids({ severity: ['low', 'critical'], status: ['open'] })).toHaveLength(2);
    expect(await ids({ text: 'ws-0' })).toEqual([low]);
    expect(await ids({ text: '100%_READ' })).toEqual([critical]);
    expect(await ids({ ruleId: 'rule-2' })).toEqual([]);
    expect(await ids({ status: [], severity: [], text: '' })).toHaveLength(3);
  });

  it('refuses a page size, cursor or text that makes no sense', async () => {
    expect(await outcome(alerts.list(acme, { first: 0 }))).toBe('page.size_invalid');
    expect(await outcome(alerts.list(acme, { first: 101 }))).toBe('page.size_invalid');
    expect(await outcome(alerts.list(acme, { first: 1, after: 'x' }))).toBe('cursor.malformed');
    expect(await outcome(alerts.list(acme, { first: 1, filter: { text: 'x'.repeat(201) } }))).toBe('filter.too_long');
  });

  it('walks an index under row-level security, for a page, a later page and one status', async () => {
    const now = systemClock.now();
    for (let round = 0; round < 4; round++) {
      await make(round % 2 ? globex : acme, Array.from({ length: 2_500 }, (_, n) => ({ openedAt: now - n * 1_000, severity: severities[n % 5] })));
    }
    await db.adminSql`analyze alerts`;
    const { endCursor } = await alerts.list(acme, { first: 50 });
    const plans = await db.database.tenant(acme, async (tx) => {
      const [time, id] = [dateFrom(now - 500_000), newId()];
      expect(endCursor).not.toBeNull();
      return [
        await tx.sql<Record<string, string>>`explain select * from alerts where (${null}::text is null or status = ${null}) order by opened_at desc, id desc limit ${51}`,
        await tx.sql<Record<string, string>>`explain select * from alerts where (${time}::timestamptz is null or (opened_at, id) < (${time}::timestamptz, ${id}::uuid)) order by opened_at desc, id desc limit ${51}`,
        await tx.sql<Record<string, string>>`explain select * from alerts where (${'critical'}::text is null or severity = ${'critical'}) order by opened_at desc, id desc limit ${51}`,
      ].map((rows) => rows.map((row) => row['QUERY PLAN']).join('\n'));
    });
    expect(plans[0]).toMatch(/Index Scan using alerts_by_time/);
    expect(plans[1]).toMatch(/Index Scan using alerts_by_time[^]*Index Cond:.*ROW\(opened_at, id\)/);
    expect(plans[2]).toMatch(/Index Scan using alerts_by_severity[^]*Index Cond:.*severity = 'critical'/);
    for (const plan of plans) expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});

describe('moving an alert', () => {
  it('acknowledges and closes, tells who, audits and announces', async () => {
    const [id = newId()] = await make(acme, [{}]);
    expect(await alerts.acknowledge(acme, id)).toMatchObject({ status: 'acknowledged', acknowledgedBy: acme.principal, version: 2 });
    expect(await alerts.close(acme, id, 'true-positive')).toMatchObject({ status: 'closed', resolution: 'true-positive', closedBy: acme.principal, version: 3 });
    const { audit, announced } = await db.database.tenant(acme, async (tx) => ({
      audit: await tx.sql`select principal, action, target_kind, target_id, facts from audit_entries order by at`,
      announced: await tx.sql`select payload from outbox where kind = 'topic'`,
    }));
    expect(audit).toEqual([
      { principal: acme.principal, action: 'alert.acknowledged', target_kind: 'alert', target_id: id, facts: {} },
      { principal: acme.principal, action: 'alert.closed', target_kind: 'alert', target_id: id, facts: { resolution: 'true-positive' } },
    ]);
    expect(announced).toEqual([{ payload: { alertId: id } }, { payload: { alertId: id } }]);
  });

  it('refuses a bad move and writes nothing for it', async () => {
    const [id = newId()] = await make(acme, [{}]);
    await alerts.close(acme, id, 'benign');
    expect(await outcome(alerts.close(acme, id, 'benign'))).toBe('alert.already_closed');
    expect(await outcome(alerts.acknowledge(acme, id))).toBe('alert.already_closed');
    expect(await db.database.tenant(acme, (tx) => tx.sql`select 1 from audit_entries`)).toHaveLength(1);
  });

  it('lets one of two who acknowledge at the same moment through', async () => {
    const [id = newId()] = await make(acme, [{}]);
    const both = await Promise.all([outcome(alerts.acknowledge(acme, id)), outcome(alerts.acknowledge(acme, id))]);
    expect(both.sort()).toEqual(['alert.already_acknowledged', 'done']);
  });

  it('asks for the permission', async () => {
    const [id = newId()] = await make(acme, [{}]);
    const reader = actorOf(acme, ['alert:read']);
    expect(await outcome(alerts.acknowledge(reader, id))).toBe('auth.forbidden');
    expect(await outcome(alerts.list(actorOf(acme, []), { first: 1 }))).toBe('auth.forbidden');
    expect(await alerts.get(reader, id)).toMatchObject({ id, status: 'open' });
  });
});

describe('another tenant', () => {
  it('cannot list, get or change an alert', async () => {
    const [id = newId()] = await make(acme, [{}]);
    expect((await alerts.list(globex, { first: 10 })).alerts).toEqual([]);
    expect(await outcome(alerts.get(globex, id))).toBe('alert.not_found');
    expect(await outcome(alerts.get(globex, 'no id'))).toBe('alert.not_found');
    expect(await alerts.evidence(globex, id)).toEqual([]);
    expect(await outcome(alerts.acknowledge(globex, id))).toBe('alert.not_found');
    expect(await outcome(alerts.close(globex, id, 'benign'))).toBe('alert.not_found');
    expect(await alerts.get(acme, id)).toMatchObject({ status: 'open', version: 1 });
  });
});
