import type { Actor } from '@vedette/identity';
import { dateFrom, newId, systemClock, type Uuid } from '@vedette/kernel';
import { fakeClock, openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { outcome } from '../fixtures/alert-rows';
import { plansOf } from '../fixtures/plans';
import { lsassRule, mshtaRule, processCreation, whoamiRule } from '../fixtures/windows-events';
import { Segments } from '../ingest/segments';
import { Alerts } from './alerts';
import { Entities } from './entities';
import { Suppressions } from './suppressions';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MSHTA = '0f6ac1f8-4c55-4f0e-9f5e-5f0f4d1c2a11';
const WHOAMI = { Image: 'C:\\Windows\\System32\\whoami.exe', CommandLine: 'whoami /all' };

let db: TestDatabase;
let acme: Actor;
let globex: Actor;
let evaluation: Evaluation;
let alerts: Alerts;
let suppressions: Suppressions;
let start: number;

const newEvaluation = () => new Evaluation({ database: db.database, plans: plansOf(db.database, [mshtaRule, whoamiRule, lsassRule]) });

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 10 });
  evaluation = newEvaluation();
  alerts = new Alerts({ database: db.database });
  suppressions = new Suppressions({ database: db.database });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  start = systemClock.now() - 6 * HOUR;
});

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
const on = (minutes: number, Computer: string, more: object = {}) => processCreation(start + minutes * MINUTE, { Computer, ...more });
const byUser = { keys: ['User'], windowMs: 30 * MINUTE, reason: 'the installer of m.rivera' };

describe('a suppression', () => {
  it('gathers the matches of a rule that share the keys, over all entities, and counts every one', async () => {
    await suppressions.create(acme, { ...byUser, ruleId: MSHTA });
    await evaluate(acme, [on(0, 'a'), on(1, 'b'), on(2, 'c'), on(3, 'd', { User: 'ACME\\other' })]);
    await evaluate(acme, [on(10, 'e', { User: 'acme\\M.RIVERA' }), on(11, 'f')]);
    expect((await listed(acme)).map(({ entity, eventCount, suppressed }) => [entity.value, eventCount, suppressed])).toEqual([['a', 5, true], ['d', 1, true]]);
    expect(await suppressions.list(acme)).toMatchObject([{ hits: 4, lastHitAt: dateFrom(start + 11 * MINUTE) }]);
  });

  it('slides: each match makes it last longer, and a longer pause opens another alert', async () => {
    await suppressions.create(acme, byUser);
    for (const minute of [0, 30, 60, 90, 121]) await evaluate(acme, [on(minute, `host-${minute}`)]);
    expect((await listed(acme)).map(({ entity, eventCount }) => [entity.value, eventCount])).toEqual([['host-0', 4], ['host-121', 1]]);
    expect((await suppressions.list(acme))[0]?.hits).toBe(3);
  });

  it('of all rules keeps each rule to itself, so that no alert hides behind one of another rule', async () => {
    await suppressions.create(acme, { ...byUser, keys: ['User', 'entity'] });
    await evaluate(acme, [on(0, 'a'), on(1, 'a', WHOAMI), on(2, 'b'), on(3, 'a', WHOAMI)]);
    expect((await listed(acme)).map(({ rule, entity, eventCount }) => [rule.title.slice(0, 5), entity.value, eventCount])).toEqual([
      ['Mshta', 'a', 1], ['Someb', 'a', 2], ['Mshta', 'b', 1],
    ]);
  });

  it('leaves alone what lacks a key, and rules that it does not name', async () => {
    await suppressions.create(acme, { ...byUser, ruleId: MSHTA, keys: ['User', 'NoSuchField'] });
    await evaluate(acme, [on(0, 'a'), on(1, 'b'), on(2, 'a', WHOAMI)]);
    expect((await listed(acme)).map(({ suppressed }) => suppressed)).toEqual([false, false, false]);
    expect((await suppressions.list(acme))[0]?.hits).toBe(0);
  });

  it('opens another alert when the first is closed, and none of its own once it is over', async () => {
    const clock = fakeClock(systemClock.now());
    const timed = new Suppressions({ database: db.database, clock });
    const { id } = await timed.create(acme, { ...byUser, expiresAt: dateFrom(clock.now() + HOUR) });
    await evaluate(acme, [on(0, 'a')]);
    const [first] = await listed(acme);
    await alerts.close(acme, first?.id ?? '', 'benign');
    await evaluate(acme, [on(1, 'b'), on(2, 'c')]);
    await suppressions.end(acme, id);
    await evaluate(acme, [on(3, 'b'), on(4, 'c')]);
    expect((await listed(acme)).map(({ entity, eventCount, suppressed }) => [entity.value, eventCount, suppressed])).toEqual([
      ['a', 1, true], ['b', 2, true], ['b', 1, false], ['c', 1, false],
    ]);
    expect(await outcome(suppressions.end(acme, id))).toBe('suppression.ended');
  });

  it('finds the alert that a late event belongs to', async () => {
    await suppressions.create(acme, byUser);
    await evaluate(acme, [on(0, 'a')]);
    await evaluate(acme, [on(120, 'b')]);
    await evaluate(acme, [on(20, 'c')]);
    expect((await listed(acme)).map(({ entity, eventCount }) => [entity.value, eventCount])).toEqual([['a', 2], ['b', 1]]);
  });

  it('takes keys by the names of prototypes and values of any shape for what they are', async () => {
    await suppressions.create(acme, { ...byUser, keys: ['__proto__', 'constructor'] });
    await suppressions.create(acme, { ...byUser, keys: ['Deep.list'] });
    const done = await evaluate(acme, [on(0, 'a', { Deep: { list: ['x', { y: 'z'.repeat(90_000) }] } }), on(1, 'b', { Deep: { list: ['x', { y: 'z'.repeat(90_000) }] } }), on(2, 'c')]);
    expect(done).toMatchObject({ opened: 2, failed: 0 });
  });

  it('counts exactly, and so does the risk, while eight workers evaluate segments about the same user on many hosts', async () => {
    await suppressions.create(acme, { ...byUser, windowMs: 5 * HOUR });
    const jobs = [];
    for (let n = 0; n < 32; n++) {
      const hosts = n % 2 ? ['a', 'b', 'c', 'd'] : ['d', 'c', 'b', 'a'];
      jobs.push(await jobFor(acme, hosts.flatMap((host) => [on(n, `${host}${n}`), on(n, host, { ...WHOAMI, User: undefined })])));
    }
    const workers = Array.from({ length: 4 }, newEvaluation);
    const queue = [...jobs, ...jobs];
    await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
      for (let next = queue.shift(); next; next = queue.shift()) await workers[lane % 4]?.evaluateSegment(next);
    }));
    const found = await listed(acme);
    expect(found.filter(({ suppressed }) => suppressed).map(({ eventCount }) => eventCount)).toEqual([128]);
    expect(found.filter(({ suppressed }) => !suppressed).map(({ eventCount }) => eventCount)).toEqual([32, 32, 32, 32]);
    expect((await suppressions.list(acme))[0]?.hits).toBe(127);
    const risks = await new Entities({ database: db.database }).riskiest(acme, 100);
    expect(risks.map(({ score }) => Math.round(score)).sort((a, b) => a - b)).toEqual([5, 5, 5, 5, 40]);
  }, 60_000);
});

describe('making a suppression', () => {
  it.each([
    ['no key', { keys: [] }, 'suppression.keys_invalid'],
    ['eleven keys', { keys: Array.from({ length: 11 }, (_, n) => `k${n}`) }, 'suppression.keys_invalid'],
    ['a key twice', { keys: ['User', 'User'] }, 'suppression.keys_invalid'],
    ['a key with a NUL', { keys: ['Us\u0000er'] }, 'suppression.keys_invalid'],
    ['a window of four minutes', { windowMs: 4 * MINUTE }, 'suppression.window_invalid'],
    ['a window of eight days', { windowMs: 8 * 24 * HOUR }, 'suppression.window_invalid'],
    ['half a millisecond', { windowMs: 5 * MINUTE + 0.5 }, 'suppression.window_invalid'],
    ['a rule without a name', { ruleId: '' }, 'suppression.rule_invalid'],
    ['no reason', { reason: ' \u200b ' }, 'suppression.reason_missing'],
    ['an end in the past', { expiresAt: dateFrom(0) }, 'suppression.expiry_invalid'],
  ])('refuses %s', async (_, wrong, code) => {
    expect(await outcome(suppressions.create(acme, { ...byUser, ...wrong }))).toBe(code);
  });

  it('asks for the permission and says who did it', async () => {
    expect(await outcome(suppressions.create(actorOf(acme, ['alert:read']), byUser))).toBe('auth.forbidden');
    const { id, owner } = await suppressions.create(acme, byUser);
    expect(owner).toBe(acme.principal);
    expect(await db.database.tenant(acme, (tx) => tx.sql`select action, target_id from audit_entries`)).toEqual([{ action: 'suppression.created', target_id: id }]);
  });
});

describe('another tenant', () => {
  it('cannot list or end a suppression, and has none of its effect', async () => {
    const { id } = await suppressions.create(acme, byUser);
    expect(await suppressions.list(globex)).toEqual([]);
    expect(await outcome(suppressions.end(globex, id))).toBe('suppression.not_found');
    await evaluate(globex, [on(0, 'a'), on(1, 'b')]);
    expect(await listed(globex)).toHaveLength(2);
  });
});
