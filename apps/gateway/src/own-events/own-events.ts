import type { Cache } from '@vedette/cache';
import type { AuditRow, DirectoryDoor, TenantScope } from '@vedette/database';
import type { Segments } from '@vedette/detection';
import type { IdentityEvent, IdentityWatch } from '@vedette/identity';
import { newId, Outage } from '@vedette/kernel';
import type { Clock, TenantId, Uuid } from '@vedette/kernel';
import { counter, logger } from '@vedette/telemetry';
import { leftOutJson } from './own-event';
import type { EventJson } from './own-event';
import { tellings } from './tellings';
import type { Heard } from './tellings';
import { isTold } from './told-audits';

export interface OwnEventsDeps {
  readonly directory: Pick<DirectoryDoor, 'call'>;
  readonly segments: Pick<Segments, 'keepOwn'>;
  readonly cache: Pick<Cache, 'take'>;
  readonly clock: Clock;
  /** Of one tenant in any minute, over all gateways; what is over is counted and told as one event. */
  readonly perMinute?: number;
  /** Events that wait in memory while the database is away. */
  readonly room?: number;
}

/** Events of one tenant that are stored together; the key keeps a second try from storing them twice. */
interface Batch {
  readonly tenantId: TenantId;
  readonly key: Uuid;
  readonly frames: readonly Buffer[];
}

const PRINCIPAL = 'system:own-events';
const PER_MINUTE = 600;
const ROOM = 10_000;
/** Of the room: whoever is attacked leaves some for the others. */
const ONE_OF_ALL = 0.2;
const A_ROUND = 1_000;
const WINDOW_MS = 60_000;
const GATHER_MS = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const CLOSE_WITHIN_MS = 2_000;
const MOST_TENANTS_LEFT_OUT = 10_000;

const log = logger('own-events');
const events = counter('vedette_own_events_total', "The product's own events by outcome: told, left-out (over a tenant's minute), lost (no room, or not storable)");

/**
 * What the product sees of itself goes into the pipeline of the tenants that it concerns, as any source's events do.
 * Whoever tells of something never waits and is never told of a failure: what cannot be stored now waits here.
 */
export class OwnEvents {
  private heard: Heard[] = [];
  private batches: Batch[] = [];
  /** How many wait of each tenant, account or address. */
  private readonly held = new Map<string, number>();
  private readonly leftOut = new Map<TenantId, { count: number; readonly since: number }>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private pauseMs = 0;
  private closed = false;

  constructor(private readonly deps: OwnEventsDeps) {}

  /** To be handed to whoever tells. */
  readonly watch: IdentityWatch = (event: IdentityEvent): void => this.hear({ at: this.deps.clock.now(), event });

  /** To be handed to `Database.onAudited`. */
  readonly audited = (scope: TenantScope, rows: readonly AuditRow[]): void => {
    // What our own writing causes is never told, so nothing goes in a circle.
    if (scope.principal === PRINCIPAL) return;
    const { tenantId, principal } = scope;
    for (const row of rows) if (isTold(row)) this.hear({ at: this.deps.clock.now(), tenantId, principal, row });
  };

  /** Resolves when all that was heard so far is stored, or a try to do so has failed. */
  async settle(): Promise<void> {
    await this.round;
    await this.start();
  }

  /** Tries once more, for two seconds at most. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    let late: NodeJS.Timeout | undefined;
    await Promise.race([this.settle(), new Promise<void>((resolve) => (late = setTimeout(resolve, CLOSE_WITHIN_MS)))]);
    clearTimeout(late);
    if (this.waiting() > 0) log.warn({ events: this.waiting() }, 'own events were not stored before the end');
  }

  private hear(heard: Heard): void {
    const room = this.deps.room ?? ROOM;
    const whose = whoseOf(heard);
    const own = this.held.get(whose) ?? 0;
    if (this.waiting() >= room || own >= room * ONE_OF_ALL) {
      events.add(1, { outcome: 'lost' });
      return;
    }
    this.held.set(whose, own + 1);
    this.heard.push(heard);
    this.arm(Math.max(GATHER_MS, this.pauseMs));
  }

  private release(heard: Heard): void {
    const whose = whoseOf(heard);
    const left = (this.held.get(whose) ?? 0) - 1;
    if (left > 0) this.held.set(whose, left);
    else this.held.delete(whose);
  }

  private waiting(): number {
    return this.heard.length + this.batches.reduce((sum, { frames }) => sum + frames.length, 0);
  }

  private arm(afterMs: number): void {
    if (this.closed || this.timer || this.round) return;
    this.timer = setTimeout(() => void this.start(), afterMs);
    // Nobody's shutdown waits for it: `close` asks.
    this.timer.unref();
  }

  private start(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.round ??= this.goRound().finally(() => {
      this.round = undefined;
      if (this.waiting() > 0 || this.leftOut.size > 0) this.arm(this.pauseMs || (this.waiting() > 0 ? GATHER_MS : WINDOW_MS / 10));
    });
    return this.round;
  }

  private async goRound(): Promise<void> {
    try {
      while (this.heard.length > 0) {
        const taken = this.heard.slice(0, A_ROUND);
        const told = await this.ask(taken);
        // Only now: had the database been away, they would wait on.
        this.heard = this.heard.slice(taken.length);
        for (const each of taken) this.release(each);
        for (const [tenantId, jsons] of told) await this.admit(tenantId, jsons);
        await this.storeAll();
      }
      this.tellLeftOut();
      await this.storeAll();
      this.pauseMs = 0;
    } catch (error) {
      this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2 || FIRST_PAUSE_MS);
      log.warn({ err: error, waiting: this.waiting() }, 'own events wait');
    }
  }

  /** @throws Outage; what fails otherwise is lost, since it would fail again */
  private async ask(taken: readonly Heard[]): Promise<Map<TenantId, EventJson[]>> {
    try {
      return await tellings(this.deps.directory, taken);
    } catch (error) {
      if (error instanceof Outage) throw error;
      events.add(taken.length, { outcome: 'lost' });
      log.error({ err: error, events: taken.length }, 'own events cannot be told');
      return new Map<TenantId, EventJson[]>();
    }
  }

  /** As many as the tenant's minute has room for; the first ones, since an attack shows in how it begins. */
  private async admit(tenantId: TenantId, jsons: readonly EventJson[]): Promise<void> {
    const question = { tenant: tenantId, name: 'own-events', limit: this.deps.perMinute ?? PER_MINUTE, windowMs: WINDOW_MS };
    const all = await this.deps.cache.take({ ...question, cost: jsons.length });
    const some = all.allowed ? jsons.length : all.remaining;
    const fits = all.allowed || (some > 0 && (await this.deps.cache.take({ ...question, cost: some })).allowed) ? some : 0;
    if (fits > 0) this.batches.push(batchOf(tenantId, jsons.slice(0, fits)));
    if (fits < jsons.length) this.leave(tenantId, jsons.length - fits);
  }

  private leave(tenantId: TenantId, count: number): void {
    events.add(count, { outcome: 'left-out' });
    const left = this.leftOut.get(tenantId);
    if (left) left.count += count;
    else if (this.leftOut.size < MOST_TENANTS_LEFT_OUT) this.leftOut.set(tenantId, { count, since: this.deps.clock.now() });
  }

  private tellLeftOut(): void {
    const now = this.deps.clock.now();
    for (const [tenantId, { count, since }] of this.leftOut) {
      if (now - since < WINDOW_MS) continue;
      this.leftOut.delete(tenantId);
      this.batches.push(batchOf(tenantId, [leftOutJson(count, now)]));
    }
  }

  /** @throws Outage: what was not stored stays in front */
  private async storeAll(): Promise<void> {
    for (let batch = this.batches[0]; batch; batch = this.batches[0]) {
      const { tenantId, key, frames } = batch;
      try {
        await this.deps.segments.keepOwn({ tenantId, principal: PRINCIPAL }, frames, key);
        events.add(frames.length, { outcome: 'told' });
      } catch (error) {
        if (error instanceof Outage) throw error;
        // A tenant that is gone, or a bug: trying it again would keep all others waiting.
        events.add(frames.length, { outcome: 'lost' });
        log.error({ err: error, events: frames.length }, 'own events cannot be stored');
      }
      this.batches.shift();
    }
  }
}

function whoseOf(heard: Heard): string {
  if ('row' in heard) return heard.tenantId;
  const { tenantId, accountId, email } = heard.event;
  return tenantId ?? accountId ?? email ?? '';
}

function batchOf(tenantId: TenantId, jsons: readonly EventJson[]): Batch {
  return { tenantId, key: newId(), frames: jsons.map((json) => Buffer.from(JSON.stringify(json))) };
}
