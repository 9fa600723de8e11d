import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { loadConfig } from '@vedette/config';
import { RulePacks, Segments, TEST_ATTACK_SOURCE, testAttack } from '@vedette/detection';
import { Actor, permissions } from '@vedette/identity';
import { newId, systemClock } from '@vedette/kernel';
import { openTestDatabase, testRedisUrl, twoTenants, type TestDatabase } from '@vedette/testing';
import { detectionConfig, type DetectionConfig } from './config';
import { startDetection, type DetectionApp } from './detection-app';

let db: TestDatabase;
let folder: string;
let config: DetectionConfig;
let apps: DetectionApp[] = [];

/** Suites share one Redis. */
const place = { prefix: `detection-${newId()}` };

async function eventually<T>(look: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (wanted(found)) return found;
    await sleep(50);
  }
  throw new Error('it did not happen within ten seconds');
}

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'vedette-detection-'));
  config = loadConfig(detectionConfig, {
    DATABASE_APP_URL: db.urls.app,
    DATABASE_RELAY_URL: db.urls.relay,
    DATABASE_CATALOG_URL: db.urls.catalog,
    VEDETTE_CONTEXT_KEY: `${db.contextKey.id}:${db.contextKey.secret.toString('base64')}`,
    REDIS_URL: testRedisUrl(),
    LOG_LEVEL: 'error',
    STORAGE_URL: pathToFileURL(join(folder, 'objects')).href,
    LAKE_FOLDER: join(folder, 'lake'),
    COMPACT_AFTER_MS: '0',
  });
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the detection process', () => {
  it('turns a stored test attack into alerts, once, with two of it at work', async () => {
    apps = await Promise.all([startDetection(config, place), startDetection({ ...config, LAKE_FOLDER: join(folder, 'other') }, place)]);
    const { acme } = await twoTenants(db);
    const actor = Actor.of({ ...acme, tenantName: 'acme', permissions: new Set(permissions), expiresAt: Infinity });
    const frames = testAttack(systemClock.now()).map((event) => Buffer.from(JSON.stringify(event)));
    await new Segments({ database: db.database }).ingest(actor, { source: TEST_ATTACK_SOURCE, frames, rejected: [] });
    const alerts = await eventually(
      () => db.database.tenant(actor, (tx) => tx.sql<{ rule_id: string; event_count: string; rule_pack: string }>`select rule_id, event_count, rule_pack from alerts`),
      (found) => found.length > 0,
    );
    expect(new Set(alerts.map(({ rule_id }) => rule_id)).size).toBeGreaterThanOrEqual(3);
    expect(new Set(alerts.map(({ rule_pack }) => rule_pack))).toEqual(new Set(['starter']));
    await eventually(() => db.database.tenant(actor, (tx) => tx.sql`select id from outbox where kind = 'job'`), (rows) => rows.length === 0);
    expect(await db.database.tenant(actor, (tx) => tx.sql`select rows from lake_files`)).toEqual([{ rows: frames.length }]);
  });

  it('closes within its time and lets a second start reuse the catalog', async () => {
    const began = systemClock.now();
    await Promise.all(apps.splice(0).map((app) => app.close()));
    expect(systemClock.now() - began).toBeLessThan(10_000);
    const [starter] = config.RULE_PACKS;
    expect(starter && (await new RulePacks({ catalog: db.catalog }).sync(starter))).toMatchObject({ changed: false });
  });

  it('does not start without any rule', async () => {
    const empty = await openTestDatabase();
    const nothing = { ...config, DATABASE_APP_URL: empty.urls.app, DATABASE_RELAY_URL: empty.urls.relay, DATABASE_CATALOG_URL: empty.urls.catalog };
    const starting = startDetection({ ...nothing, LOG_LEVEL: 'silent', RULE_PACKS: [{ id: 'gone', title: 'Gone', location: '/nowhere' }] }, place);
    await expect(starting).rejects.toThrow('is not there');
    await empty.close();
  });
});
