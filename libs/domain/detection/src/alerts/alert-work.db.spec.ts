import type { Actor } from '@vedette/identity';
import { newId, systemClock, type Uuid } from '@vedette/kernel';
import { fakeClock, openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { actorOf } from '../fixtures/actor-of';
import { makeAlerts, makeMember, outcome, type MadeAlert } from '../fixtures/alert-rows';
import { Alerts } from './alerts';
import { Comments } from './comments';
import { Entities } from './entities';
import { rulePrecision } from './rule-precision';

const HOUR = 3_600_000;

let db: TestDatabase;
let alerts: Alerts;
let comments: Comments;
let entities: Entities;
let acme: Actor;
let globex: Actor;
const clock = fakeClock(systemClock.now());

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 10 });
  alerts = new Alerts({ database: db.database, clock });
  comments = new Comments({ database: db.database, clock });
  entities = new Entities({ database: db.database, clock });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  clock.set(systemClock.now());
});

const make = (actor: Actor, made: readonly Partial<MadeAlert>[]) => makeAlerts(db, actor, made.map((one) => ({ openedAt: clock.now(), ...one })));
async function makeOne(actor: Actor, made: Partial<MadeAlert> = {}): Promise<Uuid> {
  const [id] = await make(actor, [made]);
  return id ?? newId();
}
const scoreOf = async (actor: Actor, value: string) => (await entities.get(actor, 'host', value))?.score;

describe('the risk of an entity', () => {
  it('adds up its alerts, halves in a day, and lists the riskiest first', async () => {
    await make(acme, [{ severity: 'critical', entity: 'old', openedAt: clock.now() - 72 * HOUR }, { severity: 'medium', entity: 'mid' }, { severity: 'low', entity: 'mid' }]);
    await make(acme, [{ severity: 'high', entity: 'new' }, { severity: 'informational', entity: 'calm' }]);
    expect((await entities.riskiest(acme, 10)).map(({ value, score, alerts: count }) => [value, Math.round(score * 1e6) / 1e6, count])).toEqual([
      ['new', 40, 1], ['mid', 20, 2], ['old', 10, 1],
    ]);
    clock.advance(24 * HOUR);
    expect(await scoreOf(acme, 'new')).toBeCloseTo(20, 9);
    expect(await scoreOf(acme, 'calm')).toBe(0);
    expect(await entities.get(acme, 'user', 'new')).toBeNull();
    expect(await outcome(entities.riskiest(acme, 101))).toBe('page.size_invalid');
  });

  it('gives back what a false positive had added, however much has decayed, and nothing for another resolution', async () => {
    const [wrong, right] = await make(acme, [{ severity: 'critical' }, { severity: 'high' }]);
    clock.advance(24 * HOUR);
    await alerts.close(acme, right ?? '', 'true-positive');
    expect(await scoreOf(acme, 'ws-014')).toBeCloseTo(60, 9);
    await alerts.close(acme, wrong ?? '', 'false-positive', { reason: 'the backup job' });
    expect(await scoreOf(acme, 'ws-014')).toBeCloseTo(20, 9);
  });

  it('is exact while eight lanes open and close alerts of the same entities', async () => {
    await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
      for (let round = 0; round < 6; round++) {
        const hosts = lane % 2 ? ['a', 'b', 'c'] : ['c', 'b', 'a'];
        const ids = await make(acme, hosts.map((entity) => ({ entity, severity: 'high' as const })));
        if (round % 2) await alerts.close(acme, ids[0] ?? '', 'false-positive', { reason: 'a test' });
      }
    }));
    const scores = await Promise.all(['a', 'b', 'c'].map((host) => scoreOf(acme, host)));
    expect(scores.map((score) => Math.round(score ?? 0))).toEqual([36 * 40, 48 * 40, 36 * 40]);
  });
});

describe('false-positive feedback', () => {
  it('is asked for, kept, and becomes the precision of the rule', async () => {
    const [a, b, c, d] = await make(acme, [{}, {}, {}, { ruleId: 'rule-2' }]);
    expect(await outcome(alerts.close(acme, a ?? '', 'false-positive'))).toBe('feedback.reason_missing');
    expect(await outcome(alerts.close(acme, a ?? '', 'false-positive', { reason: 'x'.repeat(501) }))).toBe('feedback.reason_missing');
    expect(await outcome(alerts.close(acme, a ?? '', 'false-positive', { reason: 'x', excludeFields: ['a', 'a'] }))).toBe('feedback.fields_invalid');
    await alerts.close(acme, a ?? '', 'false-positive', { reason: ' the  backup\njob ', excludeFields: ['Image', 'User'] });
    expect(await alerts.feedback(acme, a ?? '')).toMatchObject({ reason: 'the backup job', excludeFields: ['Image', 'User'], givenBy: acme.principal });
    await alerts.close(acme, b ?? '', 'true-positive', { reason: 'not kept' });
    await alerts.close(acme, c ?? '', 'benign');
    expect(await alerts.feedback(acme, b ?? '')).toBeNull();
    expect(await alerts.feedback(globex, a ?? '')).toBeNull();
    const since = new Map([['rule-1', { truePositives: 1, falsePositives: 1, precision: 0.5 }]]);
    expect(await db.database.tenant(acme, (tx) => rulePrecision(tx, ['rule-1', 'rule-2'], clock.date()))).toEqual(since);
    expect(await db.database.tenant(globex, (tx) => rulePrecision(tx, ['rule-1'], clock.date()))).toEqual(new Map());
    expect(d).toBeDefined();
  });
});

describe('an assignment', () => {
  it('goes to a member, is listed by member, and can be taken back', async () => {
    const id = await makeOne(acme);
    await makeOne(acme);
    const member = await makeMember(db, acme, 'ana@acme.example');
    expect(await alerts.assign(acme, id, member)).toMatchObject({ assignee: member, assignedAt: clock.date(), version: 2 });
    expect((await alerts.list(acme, { first: 10, filter: { assignee: member } })).alerts.map((alert) => alert.id)).toEqual([id]);
    expect((await alerts.list(acme, { first: 10, filter: { assignee: 'nobody' } })).alerts).toEqual([]);
    expect(await alerts.assign(acme, id, null)).toMatchObject({ assignee: null, assignedAt: null });
  });

  it('is refused for whoever is no member, and of a closed alert', async () => {
    const id = await makeOne(acme);
    const stranger = await makeMember(db, globex, 'bob@globex.example');
    for (const who of [stranger, `account:${newId()}`, 'key:abc', '']) expect(await outcome(alerts.assign(acme, id, who))).toBe('assignee.not_member');
    await alerts.close(acme, id, 'benign');
    expect(await outcome(alerts.assign(acme, id, null))).toBe('alert.already_closed');
  });
});

describe('a comment', () => {
  it('is plain text that says what was typed, and nothing that cannot be seen', async () => {
    const id = await makeOne(acme);
    await comments.write(acme, id, '  <b>not bold</b>\r\n\tsecond\u202eline\u0000\ud800 [x](javascript:1)  ');
    const [comment] = await comments.list(acme, id);
    expect(comment?.text).toBe('<b>not bold</b>\n\tsecond line   [x](javascript:1)');
  });

  it('has 1 to 10,000 characters, counted as readers count them', async () => {
    const id = await makeOne(acme);
    for (const text of ['', ' \n ', 'x'.repeat(10_001), 'x'.repeat(1_000_000)]) expect(await outcome(comments.write(acme, id, text))).toBe('comment.length_invalid');
    expect((await comments.write(acme, id, '🙂'.repeat(10_000))).text).toHaveLength(20_000);
  });

  it('is edited for 15 minutes and deleted at any time, by its author alone', async () => {
    const id = await makeOne(acme);
    const other = actorOf({ tenantId: acme.tenantId, principal: 'account:other' });
    const { id: commentId } = await comments.write(acme, id, 'first');
    expect(await outcome(comments.edit(other, commentId, 'x'))).toBe('comment.foreign');
    expect(await outcome(comments.delete(other, commentId))).toBe('comment.foreign');
    clock.advance(15 * 60_000);
    expect(await comments.edit(acme, commentId, 'second')).toMatchObject({ text: 'second', editedAt: clock.date() });
    clock.advance(1);
    expect(await outcome(comments.edit(acme, commentId, 'third'))).toBe('comment.too_old');
    await comments.delete(acme, commentId);
    expect(await comments.list(acme, id)).toEqual([]);
  });
});

describe('the history of an alert', () => {
  it('tells in words what was done, by whom, in order', async () => {
    const id = await makeOne(acme);
    const member = await makeMember(db, acme, 'ana@acme.example');
    await alerts.acknowledge(acme, id);
    await alerts.assign(acme, id, member);
    await comments.write(acme, id, 'looks like the backup');
    await alerts.close(acme, id, 'false-positive', { reason: 'the backup job' });
    const history = await alerts.history(acme, id);
    expect(history.map(({ words }) => words)).toEqual([
      'opened an alert', 'acknowledged an alert', `assigned an alert to ${member}`, 'commented on an alert', 'closed an alert as false positive',
    ]);
    expect(history.slice(1).every(({ principal }) => principal === acme.principal)).toBe(true);
  });
});

describe('related alerts', () => {
  it('share an event, a group or the entity within a day, the closest first', async () => {
    const segment = newId();
    const now = clock.now();
    const group = { User: 'ana', Computer: 'x' };
    const [own, sameEvent, sameGroup, sameEntity] = await make(acme, [
      { entity: 'a', groupBy: group, events: [[segment, 3]] },
      { entity: 'b', severity: 'low', events: [[segment, 3], [segment, 4]] },
      { entity: 'c', severity: 'low', groupBy: { Computer: 'x', User: 'ana' }, openedAt: now - 23 * HOUR },
      { entity: 'a', severity: 'critical', openedAt: now + 23 * HOUR },
      { entity: 'a', openedAt: now - 25 * HOUR },
      { entity: 'd', groupBy: { User: 'ana', Computer: 'y' } },
      { entity: 'e', events: [[segment, 4]] },
      { entity: 'f', groupBy: {} },
    ]);
    expect((await alerts.related(acme, own ?? '')).map(({ alert, relations }) => [alert.id, relations])).toEqual([
      [sameEvent, ['event']], [sameGroup, ['group']], [sameEntity, ['entity']],
    ]);
  });

  it('puts what shares more before what is worse', async () => {
    const segment = newId();
    const [own, both, worse] = await make(acme, [{ events: [[segment, 0]] }, { severity: 'low', events: [[segment, 0]] }, { severity: 'critical' }]);
    expect((await alerts.related(acme, own ?? '')).map(({ alert, relations }) => [alert.id, relations])).toEqual([[both, ['event', 'entity']], [worse, ['entity']]]);
  });
});

describe('what is asked often', () => {
  it('walks an index under row-level security', async () => {
    for (let round = 0; round < 4; round++) {
      await make(round % 2 ? globex : acme, Array.from({ length: 2_500 }, (_, n) => ({ entity: `h-${n}`, openedAt: clock.now() - n * 60_000 })));
    }
    await db.adminSql`analyze alerts`;
    await db.adminSql`analyze entity_risk`;
    const plans = await db.database.tenant(acme, async (tx) => [
      await tx.sql<Record<string, string>>`explain select * from entity_risk where score > 0 and entity_kind <> 'unknown' order by heat desc, entity_kind, entity limit ${20}`,
      await tx.sql<Record<string, string>>`explain select id from alerts where entity = ${'h-7'} and entity_kind = ${'host'} order by last_event_at desc limit ${1}`,
      await tx.sql<Record<string, string>>`explain select id from alerts where suppressed_as = ${'suppression/x/y'} and last_event_at >= ${clock.date()} order by last_event_at desc limit 1`,
      await tx.sql<Record<string, string>>`explain select * from audit_entries where target_id = ${newId()} and target_kind = 'alert' order by at desc limit 500`,
    ].map((rows) => rows.map((row) => row['QUERY PLAN']).join('\n')));
    expect(plans[0]).toMatch(/Index Scan using entity_risk_by_heat/);
    expect(plans[1]).toMatch(/Index (Only )?Scan (Backward )?using alerts_by_entity/);
    expect(plans[2]).toMatch(/using alerts_by_suppression/);
    expect(plans[3]).toMatch(/using audit_entries_by_target/);
  }, 60_000);
});

describe('another tenant', () => {
  it('cannot list, read or change what is known about an alert', async () => {
    const id = await makeOne(acme);
    const member = await makeMember(db, globex, 'bob@globex.example');
    const { id: commentId } = await comments.write(acme, id, 'ours');
    expect(await entities.riskiest(globex, 10)).toEqual([]);
    expect(await entities.get(globex, 'host', 'ws-014')).toBeNull();
    expect(await comments.list(globex, id)).toEqual([]);
    const asGlobex = actorOf({ tenantId: globex.tenantId, principal: acme.principal });
    const refused = await Promise.all([
      alerts.related(globex, id), alerts.history(globex, id), alerts.assign(globex, id, member), comments.write(globex, id, 'x'),
      comments.edit(asGlobex, commentId, 'x'), comments.delete(asGlobex, commentId),
    ].map(outcome));
    expect(refused).toEqual(['alert.not_found', 'alert.not_found', 'alert.not_found', 'alert.not_found', 'comment.not_found', 'comment.not_found']);
    expect(await comments.list(acme, id)).toHaveLength(1);
  });
});
