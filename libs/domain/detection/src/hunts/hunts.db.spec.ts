import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dateFrom, systemClock, type Uuid } from '@vedette/kernel';
import type { Actor } from '@vedette/identity';
import { Lake } from '@vedette/lake';
import { openStorage, type Storage } from '@vedette/storage';
import { openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { Alerts } from '../alerts/alerts';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { plansOf } from '../fixtures/plans';
import { lsassRule, mshtaRule, nestedProcessCreation, processCreation, whoamiRule } from '../fixtures/windows-events';
import { Segments } from '../ingest/segments';
import { Compaction } from '../lake/compaction';
import { KeptDays } from '../lake/kept-days';
import type { Hunt } from './hunt';
import { HuntRuns } from './hunt-runs';
import { Hunts, type HuntRequest } from './hunts';

const MINUTE = 60_000;
const WHOAMI = { Image: 'C:\\Windows\\System32\\whoami.exe', CommandLine: 'whoami /all' };

let db: TestDatabase;
let folder: string;
let storage: Storage;
let lake: Lake;
let acme: Actor;
let globex: Actor;
let hunts: Hunts;
let runs: HuntRuns;
let start: number;

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'vedette-hunts-'));
  storage = openStorage({ url: `file://${join(folder, 'objects')}` });
  lake = await Lake.open({ storage, folder: join(folder, 'work'), cacheBytes: 50_000_000 });
  hunts = new Hunts({ database: db.database });
  runs = new HuntRuns({ database: db.database, lake });
});
afterAll(async () => {
  await lake?.close();
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  const tenants = await twoTenants(db);
  acme = actorOf(tenants.acme);
  globex = actorOf(tenants.globex);
  start = systemClock.now() - 60 * MINUTE;
});

const scope = (actor: Actor) => ({ tenantId: actor.tenantId, principal: 'job:spec' });
const jobsOf = (actor: Actor, name: string) =>
  db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: Record<string, string> }>`select id, payload from outbox where name = ${name} order by id`);

async function send(actor: Actor, events: readonly unknown[], { evaluate = true, source = 'web', base = [mshtaRule, whoamiRule, lsassRule] } = {}): Promise<void> {
  const frames = events.map((event) => Buffer.from(JSON.stringify(event)));
  await new Segments({ database: db.database }).ingest(actor, { source, frames, rejected: [] });
  if (!evaluate) return;
  const evaluation = new Evaluation({ database: db.database, plans: plansOf(db.database, base) });
  for (const { id, payload } of await jobsOf(actor, 'detection.evaluate-segment')) {
    await evaluation.evaluateSegment({ ...scope(actor), outboxId: id, payload: { segmentId: payload['segmentId'] ?? '', day: payload['day'] ?? '' } });
  }
}
async function compact(actor: Actor): Promise<number> {
  const day = systemClock.date().toISOString().slice(0, 10);
  return (await new Compaction({ database: db.database, lake }).compactDay({ ...scope(actor), outboxId: actor.tenantId, payload: { day } })).events;
}
async function hunt(actor: Actor, request: Partial<HuntRequest> & { readonly yaml: string }): Promise<Hunt> {
  const { id } = await hunts.start(actor, { kind: 'hunt', from: dateFrom(start - MINUTE), to: systemClock.date(), ...request });
  for (const job of await jobsOf(actor, 'detection.run-hunt')) {
    await runs.run({ ...scope(actor), outboxId: job.id, payload: { huntId: job.payload['huntId'] ?? '' } });
  }
  return hunts.get(actor, id);
}

describe('a hunt', () => {
  it('finds in the lake and in what is not there yet what the stream found, event by event', async () => {
    await send(acme, [processCreation(start), { EventID: 4624 }, nestedProcessCreation(start + 1)]);
    expect(await compact(acme)).toBe(3);
    await send(acme, [processCreation(start + 2), processCreation(start + 3, WHOAMI)]);
    await send(acme, [processCreation(start + 4)], { evaluate: false });
    const found = await hunt(acme, { yaml: mshtaRule });
    expect(found).toMatchObject({ state: 'done', problem: null, eventsTotal: 6, eventsDone: 6, matches: 4, alerts: 1, entities: [{ kind: 'host', value: 'ws-014', matches: 4 }] });
    expect(found.histogram.reduce((sum, { matches }) => sum + matches, 0)).toBe(4);
    const hits = await hunts.hits(acme, found.id);
    const [alert] = (await new Alerts({ database: db.database }).list(acme, { first: 10, filter: { ruleId: /^id: (.*)$/m.exec(mshtaRule)?.[1] } })).alerts;
    const evidence = await new Alerts({ database: db.database }).evidence(acme, alert?.id ?? '');
    const names = (some: readonly { segmentId: string; index: number }[]) => some.map(({ segmentId, index }) => `${segmentId}/${index}`).sort();
    expect(names(hits)).toEqual(expect.arrayContaining(names(evidence)));
    expect([hits.length, evidence.length]).toEqual([4, 3]);
    expect(hits[0]).toMatchObject({ source: 'web', entity: { kind: 'host', value: 'ws-014' }, event: { Computer: 'ws-014' } });
    expect(hits[0]?.matched.map(({ field }) => field)).toContain('CommandLine');
  });

  it('takes an ad-hoc condition, a detection alone, a range and sources', async () => {
    await send(acme, [processCreation(start), processCreation(start + 30 * MINUTE, WHOAMI)]);
    await send(acme, [{ hello: 'world', user: 'Ann' }], { source: 'app' });
    await compact(acme);
    expect(await hunt(acme, { yaml: 'who:\n  user: ann\ncondition: who' })).toMatchObject({ title: 'Ad-hoc hunt', matches: 1 });
    expect(await hunt(acme, { yaml: 'detection:\n  s:\n    - whoami\n    - mshta.exe\n  condition: s' })).toMatchObject({ matches: 2 });
    expect(await hunt(acme, { yaml: mshtaRule, from: dateFrom(start + MINUTE) })).toMatchObject({ matches: 0 });
    expect(await hunt(acme, { yaml: 'k:\n  Computer: ws-014\ncondition: k', sources: ['app'] })).toMatchObject({ matches: 0 });
    expect(await hunt(acme, { yaml: 'k:\n  Computer: ws-014\ncondition: k', sources: ['web'] })).toMatchObject({ matches: 2 });
  });

  it('keeps the first thousand hits and counts them all', async () => {
    await send(acme, Array.from({ length: 1_500 }, (_, n) => processCreation(start + n, { Computer: `ws-${n % 3}` })));
    await compact(acme);
    const found = await hunt(acme, { yaml: mshtaRule });
    expect(found).toMatchObject({ matches: 1_500, alerts: 3 });
    expect(await hunts.hits(acme, found.id, 900, 200)).toHaveLength(100);
  });

  it('says what is wrong with a rule, where, and starts nothing', async () => {
    const refused = hunts.start(acme, { kind: 'hunt', yaml: 'title: x\nlogsource: {category: a}\ndetection:\n  s:\n    a|nonsense: 1\n  condition: s', from: dateFrom(0), to: dateFrom(1) });
    await expect(refused).rejects.toMatchObject({ code: 'hunt.rule_invalid', facts: { line: 5 } });
    await expect(hunts.start(acme, { kind: 'hunt', yaml: mshtaRule, from: dateFrom(2), to: dateFrom(1) })).rejects.toMatchObject({ code: 'hunt.range_invalid' });
    await expect(hunts.start(acme, { kind: 'hunt', yaml: 'x'.repeat(100_001), from: dateFrom(0), to: dateFrom(1) })).rejects.toMatchObject({ code: 'hunt.rule_too_long' });
    await expect(hunts.start(actorOf(acme, ['hunt:read']), { kind: 'hunt', yaml: mshtaRule, from: dateFrom(0), to: dateFrom(1) })).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(await hunts.list(acme)).toEqual([]);
  });

  it('can be cancelled, and ten at once are enough', async () => {
    const request = { kind: 'hunt', yaml: mshtaRule, from: dateFrom(start), to: systemClock.date() } as const;
    const started = await Promise.allSettled(Array.from({ length: 12 }, () => hunts.start(acme, request)));
    expect(started.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    const [first] = await hunts.list(acme, 'hunt');
    expect(await hunts.cancel(acme, first?.id ?? '')).toMatchObject({ state: 'cancelled' });
    await expect(hunts.cancel(acme, first?.id ?? '')).rejects.toMatchObject({ code: 'hunt.ended' });
    for (const job of await jobsOf(acme, 'detection.run-hunt')) await runs.run({ ...scope(acme), outboxId: job.id, payload: { huntId: job.payload['huntId'] ?? '' } });
    const states = (await hunts.list(acme)).map(({ state }) => state);
    expect([states.filter((state) => state === 'cancelled').length, states.filter((state) => state === 'done').length]).toEqual([1, 9]);
  });

  it('starts over where a process was cut off, and counts nothing twice', async () => {
    await send(acme, [processCreation(start), processCreation(start + 1)]);
    const found = await hunt(acme, { yaml: mshtaRule });
    await db.database.tenant(acme, (tx) => tx.sql`update hunts set state = 'running' where id = ${found.id}`);
    await runs.run({ ...scope(acme), outboxId: found.id, payload: { huntId: found.id } });
    expect(await hunts.get(acme, found.id)).toMatchObject({ state: 'done', matches: 2 });
    expect(await hunts.hits(acme, found.id)).toHaveLength(2);
  });
});

describe('a backtest', () => {
  it('says how many alerts there would be, with the exclusions in force', async () => {
    await send(acme, [0, 10, 200].map((minutes) => processCreation(start - minutes * MINUTE)));
    await send(acme, [processCreation(start, { Computer: 'build-1' })]);
    const ask = { kind: 'backtest', yaml: mshtaRule, from: dateFrom(start - 300 * MINUTE) } as const;
    expect(await hunt(acme, ask)).toMatchObject({ matches: 4, alerts: 3, excluded: 0 });
    const filter = `title: build\nlogsource: {product: windows}\nfilter:\n  rules: any\n  known: {Computer: build-1}\n  condition: not known\n`;
    await db.database.tenant(acme, (tx) => tx.sql`
      insert into rule_exclusions (id, title, yaml, owner, created_at) values (${acme.tenantId}, 'build', ${filter}, 'account:spec', ${systemClock.date()})`);
    expect(await hunt(acme, ask)).toMatchObject({ matches: 3, alerts: 2, excluded: 1 });
    expect(await hunt(acme, { ...ask, kind: 'hunt' })).toMatchObject({ matches: 4, excluded: 0 });
  });

  it('runs correlations over the past too', async () => {
    const correlation = `title: Burst\nid: burst\ncorrelation: {type: event_count, rules: [part], group-by: [Computer], timespan: 5m, condition: {gte: 3}}\n`;
    const part = 'title: Part\nid: part\nlogsource: {product: windows, category: process_creation}\ndetection: {s: {Image|endswith: mshta.exe}, condition: s}\n';
    await send(acme, [2, 0, 1].map((minutes) => processCreation(start + minutes * MINUTE)));
    await compact(acme);
    await send(acme, [processCreation(start + 40 * MINUTE)]);
    expect(await hunt(acme, { kind: 'backtest', yaml: `${correlation}---\n${part}` })).toMatchObject({ title: 'Burst', matches: 4, alerts: 1 });
  });
});

describe('a rerun', () => {
  const ID = /^id: (.*)$/m.exec(whoamiRule)?.[1] ?? '';
  const alertsOf = async (actor: Actor) => (await new Alerts({ database: db.database }).list(actor, { first: 50, filter: { ruleId: ID } })).alerts;
  /** The tenant writes the rule and switches it on, now. */
  async function enable(actor: Actor): Promise<void> {
    const now = systemClock.date();
    await db.database.tenant(actor, async (tx) => {
      await tx.sql`insert into rule_files (path, yaml, version, changed_by, changed_at) values ('own/whoami.yml', ${whoamiRule}, 1, 'account:spec', ${now})`;
      await tx.sql`insert into tenant_rules (rule_id, kind, path, title, level, author) values (${ID}, 'rule', 'own/whoami.yml', 'Whoami', 'low', 'spec')`;
      await tx.sql`insert into rule_revisions (revision) values (1) on conflict (tenant_id) do update set revision = rule_revisions.revision + 1`;
    });
  }
  async function rerun(actor: Actor): Promise<Hunt> {
    const { id } = await hunts.rerun(actor, { ruleId: ID, from: dateFrom(start - 300 * MINUTE), to: systemClock.date() });
    await runs.run({ ...scope(actor), outboxId: id, payload: { huntId: id } });
    return hunts.get(actor, id);
  }
  const whoami = (after: number, more: object = {}) => processCreation(start + after, { ...WHOAMI, ...more });
  const base: string[] = [mshtaRule];

  it('opens the alerts that a late rule would have opened, once, and leaves what the stream saw with it', async () => {
    await send(acme, [whoami(0), whoami(1_000), whoami(-200 * MINUTE)], { base });
    await compact(acme);
    await send(acme, [whoami(2_000, { Computer: 'ws-015' })], { base });
    expect(await alertsOf(acme)).toEqual([]);
    await enable(acme);
    await send(acme, [whoami(3_000)], { base });
    expect((await alertsOf(acme)).map(({ eventCount }) => eventCount)).toEqual([1]);
    expect(await rerun(acme)).toMatchObject({ kind: 'rerun', state: 'done', matches: 5 });
    const found = await alertsOf(acme);
    expect(found.map(({ entity, eventCount }) => `${entity.value} ${eventCount}`).sort()).toEqual(['ws-014 1', 'ws-014 3', 'ws-015 1']);
    expect(await new Alerts({ database: db.database }).evidence(acme, found.find(({ eventCount }) => eventCount === 3)?.id ?? '')).toHaveLength(3);
    expect(await rerun(acme)).toMatchObject({ state: 'done', alerts: 0 });
    expect((await alertsOf(acme)).reduce((sum, { eventCount }) => sum + eventCount, 0)).toBe(5);
  });

  it('is refused for a rule that is off or not there, and for whoever may not change rules', async () => {
    const ask = { ruleId: ID, from: dateFrom(start), to: systemClock.date() };
    await expect(hunts.rerun(acme, ask)).rejects.toMatchObject({ code: 'hunt.rule_off' });
    await enable(acme);
    await db.database.tenant(acme, (tx) => tx.sql`insert into rule_settings (rule_id, enabled, changed_by, changed_at) values (${ID}, false, 'account:spec', ${systemClock.date()})`);
    await expect(hunts.rerun(acme, ask)).rejects.toMatchObject({ code: 'hunt.rule_off' });
    await expect(hunts.rerun(actorOf(acme, ['hunt:write']), ask)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(hunts.rerun(globex, ask)).rejects.toMatchObject({ code: 'hunt.rule_off' });
  });
});

describe('compaction', () => {
  it('leaves what is not evaluated, and does nothing twice while two processes do it', async () => {
    await send(acme, [processCreation(start)]);
    await send(acme, [processCreation(start)], { evaluate: false });
    const counts = await Promise.all([compact(acme), compact(acme)]);
    expect(counts.sort()).toEqual([0, 1]);
    const files = await db.database.tenant(acme, (tx) => tx.sql`select rows from lake_files`);
    expect(files).toEqual([{ rows: 1 }]);
    expect(await hunt(acme, { yaml: mshtaRule })).toMatchObject({ eventsTotal: 2, matches: 2 });
  });
});

describe('what is kept', () => {
  const today = () => systemClock.date().toISOString().slice(0, 10);

  it('is erased event by event, in the log and in the lake, and its neighbours keep their places', async () => {
    const days = new KeptDays({ database: db.database, lake });
    await send(acme, [processCreation(start, { User: 'ann' }), processCreation(start + 1, { User: 'bob' })]);
    await compact(acme);
    await send(acme, [processCreation(start + 2, { User: 'ann' }), processCreation(start + 3, { User: 'bob' })]);
    await send(globex, [processCreation(start, { User: 'ann' })]);
    const isAnn = (line: string) => line.includes('"ann"');
    expect(await days.erase(scope(acme), { from: today(), to: today() }, isAnn)).toEqual({ events: 2, files: 1, segments: 2 });
    expect(await days.erase(scope(acme), { from: today(), to: today() }, isAnn)).toEqual({ events: 0, files: 0, segments: 0 });
    const found = await hunt(acme, { yaml: mshtaRule });
    expect(found).toMatchObject({ matches: 2 });
    expect((await hunts.hits(acme, found.id)).map(({ index, event }) => [index, (event as { User: string }).User])).toEqual([[1, 'bob'], [1, 'bob']]);
    expect(await hunt(globex, { yaml: mshtaRule })).toMatchObject({ matches: 1 });
  });

  it('is dropped by days, files and all', async () => {
    const days = new KeptDays({ database: db.database, lake });
    await send(acme, [processCreation(start)]);
    await compact(acme);
    expect(await days.dropBefore(scope(acme), today())).toEqual({ files: 0, segments: 0 });
    const tomorrow = dateFrom(systemClock.now() + 86_400_000).toISOString().slice(0, 10);
    expect(await days.dropBefore(scope(globex), tomorrow)).toEqual({ files: 0, segments: 0 });
    expect(await days.dropBefore(scope(acme), tomorrow)).toEqual({ files: 1, segments: 1 });
    expect(await hunt(acme, { yaml: mshtaRule })).toMatchObject({ eventsTotal: 0, matches: 0, problem: null });
  });
});

describe('another tenant', () => {
  it('cannot list, get, cancel or read a hunt, nor does its hunt see the events', async () => {
    await send(acme, [processCreation(start)]);
    await compact(acme);
    const ours = await hunt(acme, { yaml: mshtaRule });
    expect(await hunts.list(globex)).toEqual([]);
    await expect(hunts.get(globex, ours.id)).rejects.toMatchObject({ code: 'hunt.not_found' });
    await expect(hunts.cancel(globex, ours.id)).rejects.toMatchObject({ code: 'hunt.not_found' });
    expect(await hunts.hits(globex, ours.id)).toEqual([]);
    expect(await hunt(globex, { yaml: mshtaRule })).toMatchObject({ eventsTotal: 0, matches: 0 });
    const files = await db.database.tenant(acme, (tx) => tx.sql<{ key: never; day: string; rows: number; bytes: string }>`select key, day::text as day, rows, bytes from lake_files`);
    const theirs = lake.hunt(globex.tenantId, { files: files.map((file) => ({ ...file, bytes: Number(file.bytes), firstAt: 0, lastAt: systemClock.now() })), narrowing: { everything: true } });
    await expect(theirs[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'lake_file.not_found' });
  });
});
