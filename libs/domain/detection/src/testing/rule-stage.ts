import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '@vedette/identity';
import { systemClock, type Uuid } from '@vedette/kernel';
import { fakeClock, openTestDatabase, twoTenants, type FakeClock, type TestDatabase } from '@vedette/testing';
import { Alerts } from '../alerts/alerts';
import { Evaluation } from '../evaluation/evaluation';
import { actorOf } from '../fixtures/actor-of';
import { Segments } from '../ingest/segments';
import { TenantPlans } from '../plan/tenant-plans';
import { RulePacks } from '../rules/rule-packs';

/** Two tenants, a pack in the catalog that both share, and a stream that evaluates what they send. The clock stands still. */
export class RuleStage {
  acme: Actor;
  globex: Actor;
  private evaluation: Evaluation;

  private constructor(
    readonly db: TestDatabase,
    readonly clock: FakeClock,
    readonly packs: RulePacks,
    private readonly folder: string,
  ) {}

  static async open(): Promise<RuleStage> {
    const db = await openTestDatabase({ poolSize: 6 });
    const clock = fakeClock(Math.floor(systemClock.now()));
    return new RuleStage(db, clock, new RulePacks({ catalog: db.catalog, clock }), await mkdtemp(join(tmpdir(), 'pack-')));
  }

  /** New tenants, and this as the pack `test`: path → text. */
  async begin(pack: Readonly<Record<string, string>>): Promise<void> {
    const tenants = await twoTenants(this.db);
    this.acme = actorOf(tenants.acme);
    this.globex = actorOf(tenants.globex);
    await this.packs.retain([]);
    await this.upgrade(pack);
  }

  /** Another version of the pack. */
  async upgrade(pack: Readonly<Record<string, string>>): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder);
    for (const [path, text] of Object.entries(pack)) await writeFile(join(this.folder, path), text);
    await this.packs.sync({ id: 'test', title: 'Test rules', location: this.folder, licence: 'DRL-1.1' });
    await this.packs.load();
    const plans = new TenantPlans({ database: this.db.database, base: () => this.packs.current(), clock: this.clock });
    this.evaluation = new Evaluation({ database: this.db.database, plans, clock: this.clock });
  }

  /** Sends events as one segment and evaluates it; answers with the alerts that are open now, by title. */
  async send(actor: Actor, ...events: readonly unknown[]): Promise<string[]> {
    const frames = events.map((event) => Buffer.from(JSON.stringify(event)));
    const { segments } = await new Segments({ database: this.db.database }).ingest(actor, { source: 'web', frames, rejected: [] });
    const segmentId = segments[0]?.id ?? '';
    const [row] = await this.db.database.tenant(actor, (tx) => tx.sql<{ id: Uuid; payload: { segmentId: string; day: string } }>`
      select id, payload from outbox where kind = 'job' and payload ->> 'segmentId' = ${segmentId}`);
    if (!row) throw new Error('no job for the segment');
    await this.evaluation.evaluateSegment({ tenantId: actor.tenantId, principal: 'job:evaluate-segment', outboxId: row.id, payload: row.payload });
    return this.titles(actor);
  }

  async titles(actor: Actor): Promise<string[]> {
    return (await this.alerts.list(actor, { first: 100, filter: { status: ['open'] } })).alerts.map(({ rule }) => rule.title).sort();
  }

  get alerts(): Alerts {
    return new Alerts({ database: this.db.database, clock: this.clock });
  }

  /** When an event happens that is sent now. */
  now(): number {
    return this.clock.now();
  }

  /** Somebody closed all open alerts. */
  async closeAll(actor: Actor, resolution: 'true-positive' | 'false-positive' | 'benign'): Promise<void> {
    for (const { id } of (await this.alerts.list(actor, { first: 100, filter: { status: ['open'] } })).alerts) await this.alerts.close(actor, id, resolution, { reason: 'the spec says so' });
  }

  async close(): Promise<void> {
    await this.db.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
