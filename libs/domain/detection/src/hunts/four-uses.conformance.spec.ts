import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { compileRules, loadRules } from '@vedette/sigma';
import { dateFrom, systemClock, type Uuid } from '@vedette/kernel';
import { Lake } from '@vedette/lake';
import { openStorage } from '@vedette/storage';
import { describeWithData, openTestDatabase, twoTenants, type TestDatabase } from '@vedette/testing';
import { Evaluation } from '../evaluation/evaluation';
import { readEvent } from '../evaluation/read-event';
import { actorOf } from '../fixtures/actor-of';
import { Segments } from '../ingest/segments';
import { Compaction } from '../lake/compaction';
import { TenantPlans } from '../plan/tenant-plans';
import { HuntRuns } from './hunt-runs';
import { Hunts } from './hunts';

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
}

/** Real rules over real events: as many as keep the suite short, chosen evenly from all that fire. */
const HUNTED = 24;

describeWithData('one rule, four uses', 'sigma/rules.ndjson.gz', (file) => {
  let db: TestDatabase;
  let folder: string;
  let lake: Lake;
  beforeAll(async () => {
    db = await openTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'vedette-uses-'));
    lake = await Lake.open({ storage: openStorage({ url: pathToFileURL(path.join(folder, 'objects')).href }), folder: path.join(folder, 'work'), cacheBytes: 100_000_000 });
  });
  afterAll(async () => {
    await lake?.close();
    await db?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('has the same verdict on every event in the stream, in a backtest, in a hunt and in the editor', async () => {
    const texts = lines<{ path: string; yaml: string; pysigma: string; id: string }>(file).filter(({ pysigma }) => pysigma === 'ok');
    const base = compileRules(loadRules(texts.map(({ path: origin, yaml }) => ({ origin: `sigma/${origin}`, text: yaml }))).rules);
    const events = lines<{ event: unknown }>(path.join(path.dirname(file), 'evtx-events.ndjson.gz')).map(({ event }) => JSON.stringify(event));
    const { acme } = await twoTenants(db);
    const actor = actorOf(acme);
    const scope = { tenantId: actor.tenantId, principal: 'job:spec' };
    const segments = new Segments({ database: db.database });
    for (let at = 0; at < events.length; at += 4_000) {
      await segments.ingest(actor, { source: 'windows', frames: events.slice(at, at + 4_000).map((line) => Buffer.from(line)), rejected: [] });
    }
    const jobs = (name: string) => db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: Record<string, string> }>`select id, payload from outbox where name = ${name} order by id`);
    const evaluation = new Evaluation({ database: db.database, plans: new TenantPlans({ database: db.database, base: () => ({ rules: base, correlations: [], refused: [], durationMs: 0 }) }) });
    for (const { id, payload } of await jobs('detection.evaluate-segment')) {
      await evaluation.evaluateSegment({ ...scope, outboxId: id, payload: { segmentId: payload['segmentId'] ?? '', day: payload['day'] ?? '' } });
    }
    // Half of it in the lake, half still in segments.
    await db.database.tenant(actor, (tx) => tx.sql`update event_segments set state = 'stored' where id in (select id from event_segments order by id limit 2)`);
    await new Compaction({ database: db.database, lake }).compactDay({ ...scope, outboxId: actor.tenantId, payload: { day: systemClock.date().toISOString().slice(0, 10) } });

    const streamed = await db.database.tenant(actor, (tx) => tx.sql<{ rule_id: string; matched: string }>`select rule_id, sum(matched) as matched from rule_days group by rule_id order by rule_id`);
    const chosen = streamed.filter((_, n) => n % Math.ceil(streamed.length / HUNTED) === 0);
    const hunts = new Hunts({ database: db.database });
    const runs = new HuntRuns({ database: db.database, lake });
    let pairs = 0;
    for (const { rule_id, matched } of chosen) {
      const yaml = texts.find(({ id }) => id === rule_id)?.yaml ?? '';
      const counts: number[] = [];
      for (const kind of ['hunt', 'backtest'] as const) {
        const { id } = await hunts.start(actor, { kind, yaml, from: dateFrom(systemClock.now() - 399 * 86_400_000), to: systemClock.date() });
        // Recordings are years old: what is asked is every event, whenever it was.
        await db.database.tenant(actor, (tx) => tx.sql`update hunts set from_at = '1980-01-02' where id = ${id}`);
        await runs.run({ ...scope, outboxId: id, payload: { huntId: id } });
        const done = await hunts.get(actor, id);
        expect(done).toMatchObject({ state: 'done', problem: null, eventsTotal: events.length, eventsDone: events.length });
        counts.push(done.matches);
      }
      const editor = compileRules(loadRules([{ origin: 'editor', text: yaml }]).rules);
      counts.push(events.filter((line) => editor.evaluate(readEvent(line)).length > 0).length);
      expect({ rule_id, counts }).toEqual({ rule_id, counts: [Number(matched), Number(matched), Number(matched)] });
      pairs += Number(matched);
    }
    console.log(`${chosen.length} rules, ${pairs} matches in ${events.length} events: equal in the stream, a backtest, a hunt and the editor`);
    expect(chosen.length).toBeGreaterThanOrEqual(20);
  }, 240_000);
});
