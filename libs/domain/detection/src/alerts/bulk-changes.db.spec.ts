import type { Actor } from '@vedette/identity';
import { newId, systemClock } from '@vedette/kernel';
import { fakeClock, openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { actorOf } from '../fixtures/actor-of';
import { makeAlerts, makeMember, outcome } from '../fixtures/alert-rows';
import { Alerts } from './alerts';
import { BulkChanges, type BulkMove } from './bulk-changes';
import { Entities } from './entities';

let db: TestDatabase;
let alerts: Alerts;
let bulk: BulkChanges;
let acme: Actor;
let globex: Actor;
const clock = fakeClock(systemClock.now());
const acknowledge: BulkMove = { kind: 'acknowledge' };
const asFalse: BulkMove = { kind: 'close', resolution: 'false-positive', feedback: { reason: 'the scanner of the auditors' } };

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 10 });
  alerts = new Alerts({ database: db.database, clock });
  bulk = new BulkChanges({ database: db.database, clock });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf({ ...tenants.acme, principal: `account:${newId()}` });
  globex = actorOf(tenants.globex);
  clock.set(systemClock.now());
});

const make = (actor: Actor, count: number, entity = 'ws-014') => makeAlerts(db, actor, Array.from({ length: count }, () => ({ entity, openedAt: clock.now() })));
const rowsOf = (actor: Actor) => db.database.tenant(actor, (tx) => tx.sql<Record<string, unknown>>`
  select id, status, resolution, acknowledged_by, acknowledged_at, closed_by, closed_at, assignee, assigned_at, event_count from alerts order by id`);
const risk = async (actor: Actor) => (await new Entities({ database: db.database, clock }).get(actor, 'host', 'ws-014'))?.score;

describe('a bulk change', () => {
  it('changes what it can and says of the rest why not', async () => {
    const [a = '', b = '', c = ''] = await make(acme, 3);
    await alerts.close(acme, b, 'benign');
    const strange = newId();
    const { changed, skipped, undo, more } = await bulk.apply(acme, { ids: [a, b, c, strange, 'no id', a] }, acknowledge);
    expect(changed.map(({ id, status }) => [id, status]).sort()).toEqual([[a, 'acknowledged'], [c, 'acknowledged']].sort());
    expect(new Map(skipped.map(({ id, code }) => [id, code]))).toEqual(new Map([[b, 'alert.already_closed'], [strange, 'alert.not_found'], ['no id', 'alert.not_found']]));
    expect([undo === null, more]).toEqual([false, false]);
    expect((await bulk.apply(acme, { ids: [a] }, acknowledge)).undo).toBeNull();
  });

  it('takes the newest thousand of a filter and says that there are more', async () => {
    await make(acme, 1_003);
    await make(acme, 5, 'other');
    const first = await bulk.apply(acme, { filter: { text: 'ws-014', status: ['open'] } }, asFalse);
    expect([first.changed.length, first.skipped.length, first.more]).toEqual([1_000, 0, true]);
    const second = await bulk.apply(acme, { filter: { text: 'ws-014', status: ['open'] } }, asFalse);
    expect([second.changed.length, second.more]).toEqual([3, false]);
    expect((await alerts.list(acme, { first: 100, filter: { status: ['open'] } })).alerts).toHaveLength(5);
    expect(await risk(acme)).toBe(0);
  }, 60_000);

  it('refuses a target that is none, too many or two, and a move that no alert may make', async () => {
    const move = (target: object, wanted: BulkMove = acknowledge) => outcome(bulk.apply(acme, target, wanted));
    expect(await move({})).toBe('alert.bulk_size_invalid');
    expect(await move({ ids: [] })).toBe('alert.bulk_size_invalid');
    expect(await move({ ids: [newId()], filter: {} })).toBe('alert.bulk_size_invalid');
    expect(await move({ ids: Array.from({ length: 1_001 }, () => newId()) })).toBe('alert.bulk_size_invalid');
    expect(await move({ filter: {} }, { kind: 'close', resolution: 'false-positive' })).toBe('feedback.reason_missing');
    expect(await move({ filter: {} }, { kind: 'assign', assignee: await makeMember(db, globex, 'bob@globex.example') })).toBe('assignee.not_member');
    expect(await outcome(bulk.apply(actorOf(acme, ['alert:read']), { filter: {} }, acknowledge))).toBe('auth.forbidden');
  });

  it('waits for no other and loses nothing while two overlap', async () => {
    const ids = await make(acme, 200);
    const both = await Promise.all([bulk.apply(acme, { ids }, acknowledge), bulk.apply(acme, { ids: [...ids].reverse() }, acknowledge)]);
    expect(both.map(({ changed }) => changed.length).sort()).toEqual([0, 200].sort());
    expect(both.flatMap(({ skipped }) => skipped.map(({ code }) => code))).toEqual(Array(200).fill('alert.already_acknowledged'));
  });
});

describe('taking a bulk change back', () => {
  it.each<[string, BulkMove]>([['acknowledging', acknowledge], ['closing as false', asFalse], ['unassigning', { kind: 'assign', assignee: null }]])('restores exactly what %s changed', async (_, move) => {
    const [a = '', b = ''] = await make(acme, 3);
    await alerts.assign(acme, a, await makeMember(db, acme, 'ana@acme.example'));
    if (move.kind !== 'acknowledge') await alerts.acknowledge(acme, b);
    const [before, riskBefore] = [await rowsOf(acme), await risk(acme)];
    const { undo } = await bulk.apply(acme, { filter: {} }, move);
    expect(await rowsOf(acme)).not.toEqual(before);
    clock.advance(60_000);
    const { changed, skipped } = await bulk.undo(acme, undo?.token ?? '');
    expect([changed.length, skipped]).toEqual([3, []]);
    expect(await rowsOf(acme)).toEqual(before);
    clock.advance(-60_000);
    expect(await risk(acme)).toBeCloseTo(riskBefore ?? 0, 9);
    expect(await db.database.tenant(acme, (tx) => tx.sql`select 1 from alert_feedback`)).toEqual([]);
  });

  it('skips what somebody changed since, and not what took an event in', async () => {
    const [a = '', b = ''] = await make(acme, 2);
    const { undo } = await bulk.apply(acme, { ids: [a, b] }, acknowledge);
    await alerts.close(acme, a, 'benign');
    await db.database.tenant(acme, (tx) => tx.sql`update alerts set event_count = 7, version = version + 1 where id = ${b}`);
    const { changed, skipped } = await bulk.undo(acme, undo?.token ?? '');
    expect(changed.map(({ id, status, eventCount }) => [id, status, eventCount])).toEqual([[b, 'open', 7]]);
    expect(skipped).toEqual([{ id: a, code: 'alert.changed_since' }]);
  });

  it('works once, for ten minutes, for who did it', async () => {
    await make(acme, 1);
    const { undo } = await bulk.apply(acme, { filter: {} }, acknowledge);
    const token = undo?.token ?? '';
    expect(await outcome(bulk.undo(actorOf({ tenantId: acme.tenantId, principal: 'account:other' }), token))).toBe('undo.not_found');
    expect(await outcome(bulk.undo(actorOf({ tenantId: globex.tenantId, principal: acme.principal }), token))).toBe('undo.not_found');
    expect((await Promise.all([outcome(bulk.undo(acme, token)), outcome(bulk.undo(acme, token))])).sort()).toEqual(['done', 'undo.not_found']);
    const again = await bulk.apply(acme, { filter: {} }, acknowledge);
    clock.advance(600_000);
    expect(await outcome(bulk.undo(acme, again.undo?.token ?? ''))).toBe('undo.not_found');
    expect(await outcome(bulk.undo(acme, 'no token'))).toBe('undo.not_found');
  });
});

describe('another tenant', () => {
  it('cannot change alerts by id or filter', async () => {
    const ids = await make(acme, 2);
    const { changed, skipped } = await bulk.apply(globex, { ids }, asFalse);
    expect([changed, skipped.map(({ code }) => code)]).toEqual([[], ['alert.not_found', 'alert.not_found']]);
    expect((await bulk.apply(globex, { filter: {} }, asFalse)).changed).toEqual([]);
    expect((await alerts.list(acme, { first: 10, filter: { status: ['open'] } })).alerts).toHaveLength(2);
  });
});
