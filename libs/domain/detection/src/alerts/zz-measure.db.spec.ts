
import { newId, systemClock, type Uuid } from '@vedette/kernel';
import { openTestDatabase, twoTenants } from '@vedette/testing';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { plansOf } from '../fixtures/plans';
import { mshtaRule, processCreation } from '../fixtures/windows-events';
import { Segments } from '../ingest/segments';
import { Suppressions } from './suppressions';

it('measures', async () => {
  const db = await openTestDatabase();
  const evaluation = new Evaluation({ database: db.database, plans: plansOf(db.database, [mshtaRule]) });
  const tenants = await twoTenants(db);
  const [plain, quiet] = [actorOf(tenants.acme), actorOf(tenants.globex)];
  for (let n = 0; n < 5; n++) await new Suppressions({ database: db.database }).create(quiet, { keys: ['User', 'Image'], windowMs: 3_600_000, reason: 'x' });
  const start = systemClock.now() - 3_000_000;
  const took: Record<string, number[]> = { plainJoin: [], quietJoin: [], plainOpen: [], quietOpen: [] };
  for (let n = 0; n < 150; n++) {
    for (const [name, actor] of [['plain', plain], ['quiet', quiet]] as const) {
      for (const kind of ['Join', 'Open']) {
        const events = Array.from({ length: 100 }, (_, i) => processCreation(start + n * 1000 + i, kind === 'Open' ? { Computer: 'h' + n + '-' + (i % 10), User: 'u' + n + '-' + (i % 10) } : { Computer: 'h' + (i % 10), User: 'same' + (i % 10) }));
        const { segments } = await new Segments({ database: db.database }).ingest(actor, { source: 'web', frames: events.map((e) => Buffer.from(JSON.stringify(e))), rejected: [] });
        const [row] = await db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: { segmentId: string; day: string } }>`select id, payload from outbox where kind = 'job' and payload ->> 'segmentId' = ${segments[0]?.id ?? ''}`);
        const from = performance.now();
        await evaluation.evaluateSegment({ ...actor, tenantId: actor.tenantId, principal: 'job:x', outboxId: row?.id ?? newId(), payload: row?.payload ?? { segmentId: '', day: '' } });
        if (n > 20) took[name + kind]?.push(performance.now() - from);
      }
    }
  }
  for (const [name, list] of Object.entries(took)) { list.sort((a, b) => a - b); console.log(name, list[Math.floor(list.length / 2)]?.toFixed(2)); }
  await db.close();
}, 120_000);
