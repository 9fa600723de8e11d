import { newId, systemClock, type Uuid } from '@vedette/kernel';
import type { Actor } from '@vedette/identity';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { Alerts } from '../alerts/alerts';
import { actorOf } from '../fixtures/actor-of';
import { plansOf } from '../fixtures/plans';
import { lsassRule, mshtaRule, nestedProcessCreation, processCreation, whoamiRule } from '../fixtures/windows-events';
import { Segments } from '../ingest/segments';
import { Evaluation } from './evaluation';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WHOAMI = { Image: 'C:\\Windows\\System32\\whoami.exe', CommandLine: 'whoami /all' };

let db: TestDatabase;
let acme: Actor;
let globex: Actor;
let evaluation: Evaluation;
let alerts: Alerts;
let start: number;

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 10 });
  evaluation = newEvaluation();
  alerts = new Alerts({ database: db.database });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  start = systemClock.now() - 6 * HOUR;
});

const newEvaluation = () => new Evaluation({ database: db.database, plans: plansOf(db.database, [mshtaRule, whoamiRule, lsassRule]) });

/** Stores events as one segment and hands over its job as the queue would. */
async function jobFor(actor: Actor, events: readonly unknown[]) {
  const frames = events.map((event) => Buffer.from(JSON.stringify(event)));
  const { segments } = await new Segments({ database: db.database }).ingest(actor, { source: 'web', frames, rejected: [] });
  const segmentId = segments[0]?.id ?? '';
  const [row] = await db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: { segmentId: string; day: string } }>`
    select id, payload from outbox where kind = 'job' and payload ->> 'segmentId' = ${segmentId}`);
  return { tenantId: actor.tenantId, principal: 'job:evaluate-segment', outboxId: row?.id ?? newId(), payload: row?.payload ?? { segmentId, day: '' } };
}
const evaluate = async (actor: Actor, events: readonly unknown[]) => evaluation.evaluateSegment(await jobFor(actor, events));
const listed = async (actor: Actor) => [...(await alerts.list(actor, { first: 100 })).alerts].sort((a, b) => +a.firstEventAt - +b.firstEventAt);
const rowsOf = (actor: Actor) =>
  db.database.tenant(actor, async (tx) => ({
    alerts: await tx.sql`select * from alerts order by id`,
    heads: await tx.sql`select * from alert_heads order by rule_id, entity`,
    evidence: await tx.sql`select * from alert_evidence order by alert_id, position`,
    segments: await tx.sql`select id, state, evaluated_at from event_segments order by id`,
    announced: await tx.sql`select name, payload from outbox where kind = 'topic' order by id`,
    sources: await tx.sql`select * from sources`,
  }));

describe('evaluating a segment', () => {
  it('opens an alert that says what fired, for whom and why, with the events themselves', async () => {
    const done = await evaluate(acme, [{ EventID: 4624 }, nestedProcessCreation(start), processCreation(start + 1_000, WHOAMI)]);
    expect(done).toMatchObject({ events: 3, opened: 2, joined: 0, failed: 0 });
    const [mshta] = await listed(acme);
    expect(mshta).toMatchObject({
      rule: { title: 'Mshta runs a remote page', author: 'Vedette', licence: 'Apache-2.0', pack: 'test' },
      severity: 'high',
      status: 'open',
      attack: ['attack.defense-evasion', 'attack.t1218.005'],
      entity: { kind: 'host', value: 'ws-014' },
      source: 'web',
      eventCount: 1,
    });
    expect(mshta?.firstEventAt.getTime()).toBe(start);
    expect(mshta?.reason).toMatch(/^Mshta\.exe started by WINWORD\.EXE on ws-014: CommandLine contains 'http'/);
    const [evidence] = await alerts.evidence(acme, mshta?.id ?? '');
    expect(evidence).toMatchObject({ index: 1, event: nestedProcessCreation(start), segmentId: expect.any(String) });
    expect(evidence?.matched.map(({ field }) => field)).toEqual(expect.arrayContaining(['Image', 'CommandLine']));
  });

  it('marks segment and source and announces each alert once', async () => {
    await evaluate(acme, [1, 2, 3].map((n) => processCreation(start + n * 1_000)));
    const { alerts: stored, segments, announced, sources } = await rowsOf(acme);
    expect(segments).toMatchObject([{ state: 'evaluated', evaluated_at: expect.any(Date) }]);
    expect(announced).toMatchObject([{ name: 'detection.alert-changed', payload: { alertId: (stored[0] as { id: string }).id } }]);
    expect(sources).toMatchObject([{ kind: expect.stringContaining('windows'), last_event_at: expect.any(Date) }]);
  });

  it('changes nothing on a second delivery, be it later or at the same moment', async () => {
    const job = await jobFor(acme, [processCreation(start), processCreation(start + 1), processCreation(start + 2, WHOAMI)]);
    const both = await Promise.all([evaluation.evaluateSegment(job), evaluation.evaluateSegment(job)]);
    expect(both.filter((done) => done !== null)).toHaveLength(1);
    const before = await rowsOf(acme);
    expect(await evaluation.evaluateSegment(job)).toBeNull();
    expect(await rowsOf(acme)).toEqual(before);
    const jobs = await db.database.tenant(acme, (tx) => tx.sql`select id from outbox where kind = 'job'`);
    expect(jobs).toEqual([]);
  });

  it('ends quietly when the segment is gone or is another tenant\'s', async () => {
    const job = await jobFor(acme, [processCreation(start)]);
    expect(await evaluation.evaluateSegment({ ...job, tenantId: globex.tenantId })).toBeNull();
    expect(await evaluation.evaluateSegment({ ...job, outboxId: newId(), payload: { segmentId: newId(), day: job.payload.day } })).toBeNull();
    expect(await evaluation.evaluateSegment(job)).toMatchObject({ opened: 1 });
    expect(await listed(globex)).toEqual([]);
  });

  it('survives events that Postgres could not store and entities of any length', async () => {
    const done = await evaluate(acme, [
      processCreation(start, { Computer: '\u0000', Note: 'a\u0000b\ud800', 'k\u0000': 1 }),
      processCreation(start, { Computer: 'x'.repeat(100_000), ParentCommandLine: 'y'.repeat(500_000) }),
      processCreation(start, { Computer: 'ws-future', UtcTime: '9999-12-31 23:59:59.999' }),
    ]);
    expect(done).toMatchObject({ opened: 3, failed: 0 });
    for (const alert of await listed(acme)) {
      expect(alert.lastEventAt.getTime()).toBeLessThanOrEqual(systemClock.now());
      expect(JSON.stringify((await alerts.evidence(acme, alert.id))[0]?.event).length).toBeLessThan(70_000);
    }
  });
});

describe('joining alerts', () => {
  it('joins within an hour of the last event and opens a new alert after it', async () => {
    await evaluate(acme, [processCreation(start)]);
    await evaluate(acme, [processCreation(start + HOUR)]);
    await evaluate(acme, [processCreation(start + 2 * HOUR)]);
    await evaluate(acme, [processCreation(start + 3 * HOUR + 1)]);
    expect((await listed(acme)).map(({ eventCount, version }) => [eventCount, version])).toEqual([[3, 3], [1, 1]]);
  });

  it('opens a new alert once the last one is closed, and not when it is acknowledged', async () => {
    await evaluate(acme, [processCreation(start)]);
    const [first] = await listed(acme);
    await alerts.acknowledge(acme, first?.id ?? '');
    await evaluate(acme, [processCreation(start + MINUTE)]);
    await alerts.close(acme, first?.id ?? '', 'benign');
    await evaluate(acme, [processCreation(start + 2 * MINUTE)]);
    await evaluate(acme, [processCreation(start + 3 * MINUTE)]);
    expect((await listed(acme)).map(({ status, eventCount }) => [status, eventCount])).toEqual([['closed', 2], ['open', 2]]);
  });

  it('keeps hosts, rules and tenants apart', async () => {
    await evaluate(acme, [processCreation(start), processCreation(start, { Computer: 'ws-015' }), processCreation(start, WHOAMI)]);
    await evaluate(globex, [processCreation(start)]);
    expect(await listed(acme)).toHaveLength(3);
    expect(await listed(globex)).toHaveLength(1);
  });

  it('puts events into order within a segment and late segments where they belong', async () => {
    await evaluate(acme, [4 * HOUR, 10 * MINUTE, 4 * HOUR + MINUTE, 0].map((after) => processCreation(start + after)));
    await evaluate(acme, [processCreation(start + HOUR)]);
    await evaluate(acme, [processCreation(start + 5 * MINUTE)]);
    const [early, late] = await listed(acme);
    expect([early?.eventCount, late?.eventCount]).toEqual([4, 2]);
    expect([early?.firstEventAt.getTime(), early?.lastEventAt.getTime()]).toEqual([start, start + HOUR]);
    const evidence = await alerts.evidence(acme, early?.id ?? '');
    expect(evidence.map(({ at }) => at.getTime() - start)).toEqual([0, 5 * MINUTE, 10 * MINUTE, HOUR]);
  });

  it('copies the first ten events and counts them all', async () => {
    await evaluate(acme, Array.from({ length: 7 }, (_, n) => processCreation(start + n)));
    await evaluate(acme, Array.from({ length: 700 }, (_, n) => processCreation(start + 100 + n)));
    const [alert, ...more] = await listed(acme);
    expect([alert?.eventCount, more]).toEqual([707, []]);
    expect(await alerts.evidence(acme, alert?.id ?? '')).toHaveLength(10);
  });

  it('counts exactly while two workers evaluate forty segments about the same hosts, each delivered twice', async () => {
    const jobs = [];
    for (let n = 0; n < 40; n++) {
      const hosts = n % 2 ? ['a', 'b', 'c', 'd'] : ['d', 'c', 'b', 'a'];
      jobs.push(await jobFor(acme, hosts.flatMap((Computer) => [processCreation(start + n * MINUTE, { Computer }), processCreation(start + n * MINUTE, { Computer, ...WHOAMI })])));
    }
    const workers = [evaluation, newEvaluation()];
    const shuffled = [...jobs, ...jobs].map((job, n) => ({ job, n, key: (n * 7_919) % 83 })).sort((a, b) => a.key - b.key);
    const queue = [...shuffled];
    await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
      for (let next = queue.shift(); next; next = queue.shift()) await workers[lane % 2]?.evaluateSegment(next.job);
    }));
    const found = await listed(acme);
    expect(found.reduce((sum, { eventCount }) => sum + eventCount, 0)).toBe(320);
    expect(found.map(({ eventCount }) => eventCount)).toEqual(Array(8).fill(40));
    for (const { id } of found) expect(await alerts.evidence(acme, id)).toHaveLength(10);
  });
});
