import { systemClock } from '@vedette/kernel';
import { fakeClock, openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import type { Actor } from '@vedette/identity';
import { actorOf } from '../fixtures/actor-of';
import { unpackSegment, type StoredBody } from './segment-body';
import { Segments } from './segments';
import { splitFrames } from './split-frames';

let db: TestDatabase;
let acme: Actor;
let globex: Actor;

const post = (text: string, more: { idempotencyKey?: string; source?: string } = {}) => ({
  source: 'web',
  ...splitFrames(Buffer.from(text), 'application/x-ndjson'),
  ...more,
});
const lines = (count: number, mark = 'x') => Array.from({ length: count }, (_, n) => `{"${mark}":${n}}`).join('\n');

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 8 });
});
afterAll(() => db?.close());
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
});

const nothing: StoredBody = { encoding: 'br', body: Buffer.of(), raw_bytes: 0 };
const segmentsOf = (actor: Actor) =>
  db.database.tenant(actor, (tx) => tx.sql<{ id: string; day: string; event_count: number; state: string } & StoredBody>`
    select id, day, event_count, encoding, raw_bytes, body, state from event_segments order by id`);
const jobsOf = (actor: Actor) =>
  db.database.tenant(actor, (tx) => tx.sql<{ payload: { segmentId: string; day: string } }>`select payload from outbox where kind = 'job' order by id`);

describe('ingest', () => {
  it('stores the events as they came and asks for their evaluation', async () => {
    const segments = new Segments({ database: db.database });
    const answer = await segments.ingest(acme, post('{"a":1}\nnot json\n{"b":"é"}'));
    expect(answer).toMatchObject({
      accepted: 2,
      segments: [{ first: 0, count: 2 }],
      rejected: [{ line: 2, code: 'event.malformed' }],
    });
    const [segment] = await segmentsOf(acme);
    expect(segment).toMatchObject({ id: answer.segments[0]?.id, event_count: 2, state: 'stored' });
    expect(await unpackSegment(segment ?? nothing)).toEqual(['{"a":1}', '{"b":"é"}']);
    expect(await jobsOf(acme)).toEqual([{ payload: { segmentId: segment?.id, day: segment?.day } }]);
  });

  it('lays small posts that come together into one segment and answers each for itself', async () => {
    const segments = new Segments({ database: db.database });
    const answers = await Promise.all([1, 2, 3].map((n) => segments.ingest(acme, post(lines(n, `p${n}`)))));
    const stored = await segmentsOf(acme);
    expect(stored).toHaveLength(1);
    const events = await unpackSegment(stored[0] ?? nothing);
    for (const [index, answer] of answers.entries()) {
      const place = answer.segments[0];
      expect(place?.count).toBe(index + 1);
      expect(events[place?.first ?? -1]).toBe(`{"p${index + 1}":0}`);
    }
    expect(new Set(answers.map(({ batchId }) => batchId)).size).toBe(3);
  });

  it('cuts a large post into segments of 5,000 with a job each', async () => {
    const answer = await new Segments({ database: db.database }).ingest(acme, post(lines(10_000)));
    expect(answer.segments.map(({ first, count }) => [first, count])).toEqual([[0, 5_000], [0, 5_000]]);
    expect(await jobsOf(acme)).toHaveLength(2);
  });

  it('keeps no segment of a post without a good line, but counts its rejects', async () => {
    const answer = await new Segments({ database: db.database }).ingest(acme, post('nope'));
    expect(answer).toMatchObject({ accepted: 0, segments: [] });
    expect(await segmentsOf(acme)).toEqual([]);
    const counted = await db.database.tenant(acme, (tx) => tx.sql`select code, line, count from source_rejects`);
    expect(counted).toEqual([{ code: 'event.malformed', line: 1, count: '1' }]);
  });

  it('drops and counts what a muted source sends', async () => {
    const segments = new Segments({ database: db.database });
    await segments.ingest(acme, post('{"a":1}'));
    await db.database.tenant(acme, (tx) => tx.sql`update sources set muted = true`);
    expect(await segments.ingest(acme, post('{"a":2}\n{"a":3}\nbad'))).toMatchObject({ accepted: 2, dropped: 2, segments: [] });
    expect(await segments.ingest(acme, post('{"a":4}', { source: 'dns' }))).not.toHaveProperty('dropped');
    expect(await segmentsOf(acme)).toHaveLength(2);
    const days = await db.database.tenant(acme, (tx) => tx.sql`select source, received, refused, dropped, stored from ingest_days order by source`);
    expect(days).toEqual([
      { source: 'dns', received: '1', refused: '0', dropped: '0', stored: '1' },
      { source: 'web', received: '4', refused: '1', dropped: '2', stored: '1' },
    ]);
  });

  it('counts by source and minute, exactly, under 60 posts at once', async () => {
    const several = [new Segments({ database: db.database }), new Segments({ database: db.database })];
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => several[n % 2]?.ingest(acme, post(`${lines(n + 1)}\nbad\n[]`, { source: n % 3 ? 'web' : 'dns' }))),
    );
    const sources = await db.database.tenant(acme, (tx) => tx.sql<{ accepted: string; rejected: string }>`select accepted, rejected from sources`);
    expect(sources.reduce((sum, row) => sum + Number(row.accepted), 0)).toBe(1_830);
    expect(sources.reduce((sum, row) => sum + Number(row.rejected), 0)).toBe(120);
    const minutes = await db.database.tenant(acme, (tx) => tx.sql`select sum(accepted)::int as accepted, sum(rejected)::int as rejected from source_minutes`);
    expect(minutes).toEqual([{ accepted: 1_830, rejected: 120 }]);
  });

  it('refuses a source and a key that are malformed, and who may not write', async () => {
    const segments = new Segments({ database: db.database });
    await expect(segments.ingest(acme, post('{}', { source: 'A B' }))).rejects.toMatchObject({ code: 'source.malformed' });
    await expect(segments.ingest(acme, post('{}', { idempotencyKey: '' }))).rejects.toMatchObject({ code: 'ingest.key_malformed' });
    await expect(segments.ingest(actorOf(acme, ['alert:read']), post('{}'))).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(await segmentsOf(acme)).toEqual([]);
  });

  it('takes a test attack from whoever may send one, and leaves a trace of who did', async () => {
    const segments = new Segments({ database: db.database });
    const analyst = actorOf(acme, ['test-attack:write']);
    expect(await segments.sendTestAttack(analyst)).toMatchObject({ accepted: 8, rejected: [] });
    await expect(segments.sendTestAttack(actorOf(acme, ['event:write']))).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(await db.database.tenant(acme, (tx) => tx.sql`select principal, action, target_id from audit_entries`)).toEqual([
      { principal: acme.principal, action: 'test-attack.sent', target_id: 'test-attack' },
    ]);
  });

  it('shows one tenant nothing of another', async () => {
    const answer = await new Segments({ database: db.database }).ingest(acme, post('{"a":1}'));
    expect(await segmentsOf(globex)).toEqual([]);
    const changed = await db.database.tenant(globex, (tx) => tx.sql`
      update event_segments set state = 'evaluated' where id = ${answer.segments[0]?.id ?? ''} returning id`);
    expect(changed).toEqual([]);
    expect((await segmentsOf(acme))[0]?.state).toBe('stored');
  });
});

describe('an Idempotency-Key', () => {
  it('gives the first answer again and stores nothing twice', async () => {
    const segments = new Segments({ database: db.database });
    const first = await segments.ingest(acme, post('{"a":1}\nbad', { idempotencyKey: 'k1' }));
    expect(await segments.ingest(acme, post('{"a":1}\nbad', { idempotencyKey: 'k1' }))).toEqual(first);
    expect(await segmentsOf(acme)).toHaveLength(1);
    expect(await jobsOf(acme)).toHaveLength(1);
  });

  it('refuses another body, and only that post', async () => {
    const segments = new Segments({ database: db.database });
    await segments.ingest(acme, post('{"a":1}', { idempotencyKey: 'k1' }));
    const [other, neighbour] = await Promise.allSettled([
      segments.ingest(acme, post('{"a":2}', { idempotencyKey: 'k1' })),
      segments.ingest(acme, post('{"a":3}')),
    ]);
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'ingest.key_reused', refusalClass: 'unprocessable' } });
    expect(neighbour).toMatchObject({ status: 'fulfilled', value: { accepted: 1, segments: [{ first: 0, count: 1 }] } });
  });

  it('stores once what twenty senders post at the same moment through two processes', async () => {
    const several = [new Segments({ database: db.database }), new Segments({ database: db.database })];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => several[n % 2]?.ingest(acme, post(lines(600), { idempotencyKey: 'k1' }))),
    );
    expect(new Set(answers.map((answer) => answer?.batchId)).size).toBe(1);
    expect(await segmentsOf(acme)).toHaveLength(1);
  });

  it('is another tenant\'s own, and is forgotten after a day', async () => {
    const clock = fakeClock(systemClock.now());
    const segments = new Segments({ database: db.database, clock });
    const first = await segments.ingest(acme, post('{"a":1}', { idempotencyKey: 'k1' }));
    const theirs = await segments.ingest(globex, post('{"a":2}', { idempotencyKey: 'k1' }));
    expect(theirs.batchId).not.toBe(first.batchId);
    clock.advance(24 * 3_600_000 + 1);
    const later = await segments.ingest(acme, post('{"a":2}', { idempotencyKey: 'k1' }));
    expect(later.batchId).not.toBe(first.batchId);
  });

  it('tells bodies apart by the hash that the edge took of them', async () => {
    const segments = new Segments({ database: db.database });
    const bodyHash = Buffer.from('as sent');
    const first = await segments.ingest(acme, { ...post('{"a":1}', { idempotencyKey: 'k1' }), bodyHash });
    expect(await segments.ingest(acme, { ...post('{"a": 1}', { idempotencyKey: 'k1' }), bodyHash })).toEqual(first);
  });
});
