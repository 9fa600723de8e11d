import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, systemClock } from '@vedette/kernel';
import type { TenantId } from '@vedette/kernel';
import { Lake } from '@vedette/lake';
import { openStorage, tenantKey } from '@vedette/storage';
import type { Storage } from '@vedette/storage';
import { openTestDatabase, twoTenants } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { plansOf } from '../fixtures/plans';
import { mshtaRule, processCreation } from '../fixtures/windows-events';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { Segments } from '../ingest/segments';
import { Compaction } from './compaction';
import { LakeErasure } from './lake-erasure';

let db: TestDatabase;
let folder: string;
let storage: Storage;
let lake: Lake;

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'vedette-erasure-'));
  storage = openStorage({ url: `file://${join(folder, 'objects')}` });
  lake = await Lake.open({ storage, folder: join(folder, 'work'), cacheBytes: 50_000_000 });
});
afterAll(async () => {
  await lake?.close();
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Events of the tenant in a file of the lake, and a file that a crash left behind, which no table knows. */
async function fill(tenantId: TenantId): Promise<void> {
  const actor = actorOf({ tenantId, principal: 'system:test' });
  await new Segments({ database: db.database }).ingest(actor, { source: 'web', frames: [Buffer.from(JSON.stringify(processCreation(systemClock.now())))], rejected: [] });
  const evaluation = new Evaluation({ database: db.database, plans: plansOf(db.database, [mshtaRule]) });
  const jobs = await db.database.tenant(actor, (tx) => tx.sql<{ id: never; payload: { segmentId: string; day: string } }>`select id, payload from outbox where name = 'detection.evaluate-segment'`);
  for (const { id, payload } of jobs) await evaluation.evaluateSegment({ tenantId, principal: 'job:spec', outboxId: id, payload });
  const day = systemClock.date().toISOString().slice(0, 10);
  await new Compaction({ database: db.database, lake }).compactDay({ tenantId, principal: 'job:spec', outboxId: newId(), payload: { day } });
  await storage.put(tenantKey(tenantId, 'lake', day, 'left-behind.parquet'), Buffer.from('x'));
}
async function keysOf(tenantId: TenantId): Promise<number> {
  let n = 0;
  for await (const _ of storage.list(tenantKey(tenantId))) n += 1;
  return n;
}
const filesOf = (tenantId: TenantId) => db.adminSql`select key from lake_files where tenant_id = ${tenantId}`;

describe("a tenant's files", () => {
  it('go when the tenant is being erased, known or not, and none of another goes', async () => {
    const { acme, globex } = await twoTenants(db);
    await fill(acme.tenantId);
    await fill(globex.tenantId);
    const [before, theirs] = [await keysOf(acme.tenantId), await keysOf(globex.tenantId)];
    expect(before).toBeGreaterThanOrEqual(3);
    const erasure = new LakeErasure({ database: db.database, lake });

    // Nobody is erased because a job says so.
    await erasure.erase(acme);
    expect([await keysOf(acme.tenantId), (await filesOf(acme.tenantId)).length]).toEqual([before, 1]);

    await db.adminSql`update tenants set state = 'deleting', deletes_at = now(), erasing_since = now() where id = ${acme.tenantId}`;
    await erasure.erase(acme);
    await erasure.erase(acme);
    expect([await keysOf(acme.tenantId), await filesOf(acme.tenantId)]).toEqual([0, []]);
    expect([await keysOf(globex.tenantId), (await filesOf(globex.tenantId)).length]).toEqual([theirs, 1]);
  });
});
