import { Correlator, type CorrelationRule, type CorrelatorOptions } from '@vedette/correlation';
import { alertChanged, correlatePartition } from '@vedette/contracts';
import type { Database, TenantScope, TenantTx } from '@vedette/database';
import { newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { revisionOf, type TenantPlans } from '../plan/tenant-plans';
import { packState, readCheckpoint, restoreFrom, writeCheckpoint } from './checkpoint';
import { claim, holdLease, LeaseLost, release } from './lease';
import { OwnedPartition, type InputRow, type SeenMatch } from './owned-partition';
import { placeKey, scopeOf, type Place } from './place';
import { storeMatches } from './store-matches';

/** The job `detection.correlate-partition`, as its queue hands it over. */
export interface PartitionJob extends TenantScope {
  readonly outboxId: Uuid;
  readonly payload: { readonly partition: number };
}

export interface CorrelationsOptions {
  readonly database: Database;
  readonly plans: TenantPlans;
  readonly clock?: Clock;
  /** Tells the process that holds a place that something waits there; at most once, best effort. */
  readonly tellOwner?: (place: Place) => void;
  /** How long a process that fell silent still holds its partitions; default 10 s. */
  readonly leaseMs?: number;
  /** State is saved at most so often; default 5 s. */
  readonly checkpointMs?: number;
  readonly correlator?: CorrelatorOptions;
}

/** What one turn did, for metrics. */
export interface CorrelatedInputs {
  readonly inputs: number;
  readonly matches: number;
  readonly opened: number;
}

const ROWS_A_READ = 16;
const nothing: readonly CorrelationRule[] = [];
/** Partitions remembered between jobs; beyond it the one unused for longest is saved by its next turn, wherever. */
const MOST_REMEMBERED = 1_000;
/** Behind the newest event of a tenant; only what waits for absence is told later for it. */
const LATENESS_MS = 300_000;
/** A checkpoint may cost a twentieth of the time. */
const SAVE_SHARE = 20;

/**
 * Applies the hits of each partition in order, in the one process that holds it. What is remembered lives in memory and
 * in checkpoints; inputs since the last one are applied again after a crash, and every alert counts an input once.
 */
export class Correlations {
  /** Names this process among the owners. */
  readonly owner: string;
  private readonly remembered = new Map<string, OwnedPartition>();
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly leaseMs: number;
  private readonly checkpointMs: number;
  private readonly clock: Clock;
  private readonly limits: CorrelatorOptions;

  constructor(private readonly deps: CorrelationsOptions) {
    this.clock = deps.clock ?? systemClock;
    this.owner = newId(this.clock.now());
    this.leaseMs = deps.leaseMs ?? 10_000;
    this.checkpointMs = deps.checkpointMs ?? 5_000;
    this.limits = { latenessMs: LATENESS_MS, ...deps.correlator };
  }

  /** One job: takes in all that waits, or leaves it to the process that holds the partition. @throws Outage */
  async correlate(job: PartitionJob): Promise<CorrelatedInputs> {
    const place = { tenantId: job.tenantId, partition: job.payload.partition };
    return this.inTurn(place, () => this.turn(place, job.outboxId));
  }

  /** Another process was asked to work on what this one holds. Nothing happens where it holds nothing. @throws Outage */
  async poked(place: Place): Promise<void> {
    if (this.remembered.has(placeKey(place))) await this.inTurn(place, () => this.turn(place, null));
  }

  /** Saves what is remembered and gives the partitions back; for a shutdown after the last job. */
  async close(): Promise<void> {
    await Promise.allSettled(this.turns.values());
    for (const [key, owned] of this.remembered) {
      const [tenantId, partition] = key.split(' ');
      const place = { tenantId: tenantId as Place['tenantId'], partition: Number(partition) };
      await this.deps.database.tenant(scopeOf(place), async (tx) => {
        await this.save(tx, place, owned);
        await release(tx, place.partition, this.owner, owned.fence);
      }).catch((error: unknown) => {
        if (!(error instanceof LeaseLost)) throw error;
      });
    }
    this.remembered.clear();
  }

  /** One turn after the other for each place. */
  private async inTurn<T>(place: Place, work: () => Promise<T>): Promise<T> {
    const key = placeKey(place);
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined);
    this.turns.set(key, settled);
    try {
      return await turn;
    } catch (error) {
      // What memory holds may be ahead of what was committed.
      this.remembered.delete(key);
      if (error instanceof LeaseLost) return { inputs: 0, matches: 0, opened: 0 } as T;
      throw error;
    } finally {
      if (this.turns.get(key) === settled) this.turns.delete(key);
    }
  }

  private async turn(place: Place, outboxId: Uuid | null): Promise<CorrelatedInputs> {
    const held = await this.own(place, outboxId);
    const done = { inputs: 0, matches: 0, opened: 0 };
    for (let first = held?.first; held; first = undefined) {
      const { owned } = held;
      // What waited at the beginning came with the lease.
      const rows = first ?? (await this.deps.database.tenant(scopeOf(place), (tx) => readInputs(tx, place.partition, owned.applied)));
      const seen: SeenMatch[] = [];
      for (const row of rows) {
        seen.push(...owned.take(row));
        await new Promise(setImmediate);
      }
      if (rows.length === 0) seen.push(...owned.pass(this.clock.now()));
      if (seen.length > 0) done.opened += await this.store(place, owned, seen);
      done.inputs += rows.length;
      done.matches += seen.length;
      if (rows.length < ROWS_A_READ && (await this.settle(place, owned, outboxId))) break;
    }
    return done;
  }

  /** Null where another process holds the place: it is told, and this job comes again should that one have died. */
  private async own(place: Place, outboxId: Uuid | null): Promise<{ readonly owned: OwnedPartition; readonly first: readonly InputRow[] } | null> {
    const { partition } = place;
    const key = placeKey(place);
    const known = this.remembered.get(key);
    const scope = scopeOf(place);
    const { lease, checkpoint, revision, first } = await this.deps.database.tenant(scope, async (tx) => {
      const claimed = await claim(tx, partition, this.owner, this.leaseMs, known?.fence);
      if ('heldForMs' in claimed) {
        if (outboxId) tx.finish({ outboxId });
        if (outboxId) await this.comeBack(tx, partition, claimed.heldForMs + 50);
        return { lease: null, checkpoint: null, revision: '0', first: [] };
      }
      const saved = claimed.kept ? null : await readCheckpoint(tx, partition);
      const applied = claimed.kept && known ? known.applied : (saved?.seq ?? '0');
      const [current, waiting] = await Promise.all([revisionOf(tx), readInputs(tx, partition, applied)]);
      return { lease: claimed, checkpoint: saved, revision: current, first: waiting };
    });
    if (!lease) {
      this.remembered.delete(key);
      this.deps.tellOwner?.(place);
      return null;
    }
    const plan = await this.deps.plans.of(scope, revision);
    const correlations = plan.partitions.get(partition) ?? nothing;
    if (known && lease.kept && known.correlations === correlations) return { owned: known, first };
    const now = this.clock.now();
    let owned: OwnedPartition;
    if (known && lease.kept) {
      // Rules changed: what is remembered of the others goes on.
      owned = new OwnedPartition(lease.fence, correlations, plan.silent, Correlator.restore(correlations, known.correlator.snapshot(), this.limits), { seq: known.applied, now, heardAt: known.heardAt });
      Object.assign(owned, { saved: known.saved, savedAt: known.savedAt });
    } else {
      const restored = await restoreFrom(checkpoint, correlations, this.limits);
      owned = new OwnedPartition(lease.fence, correlations, plan.silent, restored.correlator, { seq: checkpoint?.seq ?? '0', now, heardAt: restored.heardAt });
    }
    this.remember(key, owned);
    return { owned, first };
  }

  private remember(key: string, owned: OwnedPartition): void {
    this.remembered.delete(key);
    this.remembered.set(key, owned);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  private async store(place: Place, owned: OwnedPartition, seen: readonly SeenMatch[]): Promise<number> {
    return this.deps.database.tenant(scopeOf(place), async (tx) => {
      await holdLease(tx, place.partition, this.owner, owned.fence, this.leaseMs);
      const { opened, changed } = await storeMatches(tx, owned.correlations, seen, this.clock.now());
      for (const alertId of changed) tx.announce(alertChanged, { alertId });
      return opened;
    });
  }

  /** Ends the turn unless something came meanwhile. Under the head's lock, so that no input slips in between. */
  private async settle(place: Place, owned: OwnedPartition, outboxId: Uuid | null): Promise<boolean> {
    const { partition } = place;
    return this.deps.database.tenant(scopeOf(place), async (tx) => {
      const now = this.clock.now();
      // Packed before the head is locked: whoever stores a segment waits for that lock.
      const since = now - owned.savedAt;
      const saves = owned.dirty && since >= Math.max(this.checkpointMs, owned.saveCost * SAVE_SHARE);
      if (saves) await this.save(tx, place, owned);
      const [, [head]] = await Promise.all([
        saves || holdLease(tx, partition, this.owner, owned.fence, this.leaseMs),
        tx.sql<{ seq: string }>`select seq::text as seq from correlation_heads where partition = ${partition} for update`,
      ]);
      if (head && BigInt(head.seq) > BigInt(owned.applied)) return false;
      const ended = tx.sql`update correlation_heads set asked_at = null where partition = ${partition}`;
      if (outboxId) tx.finish({ outboxId });
      const timer = owned.dueInMs(now);
      const save = owned.dirty ? Math.max(this.checkpointMs, owned.saveCost * SAVE_SHARE) - since : undefined;
      const waits = [timer, save].filter((ms) => ms !== undefined);
      await Promise.all([ended, waits.length > 0 && this.comeBack(tx, partition, Math.max(50, Math.min(...waits)))]);
      return true;
    });
  }

  /** A job for later, unless one comes earlier. */
  private async comeBack(tx: TenantTx, partition: number, delayMs: number): Promise<void> {
    const scheduled = await tx.sql`
      update correlation_heads set due_at = clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond'
      where partition = ${partition}
        and (due_at is null or due_at < clock_timestamp() or due_at > clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond')
      returning 1`;
    if (scheduled.length > 0) tx.enqueue(correlatePartition, { partition }, { delayMs });
  }

  private async save(tx: TenantTx, place: Place, owned: OwnedPartition): Promise<void> {
    if (!owned.dirty) return;
    await holdLease(tx, place.partition, this.owner, owned.fence, this.leaseMs);
    const began = this.clock.now();
    const state = await packState({ correlator: owned.correlator.snapshot(), heardAt: owned.heardAt });
    await writeCheckpoint(tx, place.partition, owned.fence, { seq: owned.applied, state });
    owned.saved = owned.applied;
    owned.savedAt = this.clock.now();
    owned.saveCost = owned.savedAt - began;
  }
}

function readInputs(tx: TenantTx, partition: number, after: string): Promise<InputRow[]> {
  return tx.sql<InputRow>`
    select seq::text as seq, segment_id, segment_day::text as day, received_at, hits from correlation_inputs
    where partition = ${partition} and seq > ${after}::bigint order by seq limit ${ROWS_A_READ}`;
}
