import { huntChanged } from '@vedette/contracts';
import { json, type Database, type TenantScope } from '@vedette/database';
import { dateFrom, isUuid, Outage, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import type { Lake } from '@vedette/lake';
import { entityOf, loadRules, type MatchedField, type NormalisedEvent, type SigmaFilter } from '@vedette/sigma';
import { entityKey } from '../evaluation/entity-key';
import { evidenceCopy, storableMatches } from '../evaluation/evidence-copy';
import { storableJson } from '../evaluation/inert';
import { isSaneTime, readEvent } from '../evaluation/read-event';
import { keptEvents, keptRange, type KeptEvent, type KeptRange } from '../lake/kept-events';
import type { TenantChanges } from '../plan/tenant-plan';
import { readChanges } from '../plan/tenant-plans';
import type { HuntRow } from './hunt';
import { HuntTally } from './hunt-tally';
import { MOST_RERUN_MATCHES, RerunAlerts } from './rerun-alerts';
import { huntedRule, withoutColumns, type HuntedRule } from './hunted-rule';

/** The job `detection.run-hunt`, as its queue hands it over. */
export interface HuntJob extends TenantScope {
  readonly outboxId: Uuid;
  readonly payload: { readonly huntId: string };
}

interface FoundHit {
  readonly position: number;
  readonly segment_id: Uuid;
  readonly event_index: number;
  readonly event_at: string;
  readonly source: string;
  readonly entity_kind: string;
  readonly entity: string;
  readonly event: string;
  readonly matched: string;
}

const MOST_HITS = 1_000;
/** How often those who watch hear of it. */
const TELL_EVERY_MS = 300;
/** Events asked before other work of the process gets its turn. */
const BREATH = 500;

/** Runs hunts and backtests over what is kept: the lake finds candidates, the Sigma engine decides each. */
export class HuntRuns {
  private readonly database: Database;
  private readonly lake: Lake;
  private readonly clock: Clock;
  private readonly closing = new AbortController();

  constructor(deps: { readonly database: Database; readonly lake: Lake; readonly clock?: Clock }) {
    this.database = deps.database;
    this.lake = deps.lake;
    this.clock = deps.clock ?? systemClock;
  }

  /** From its beginning, also where an earlier run was cut off. @throws Outage: it is run again */
  async run(job: HuntJob): Promise<void> {
    const hunt = await this.begin(job);
    if (!hunt) return;
    const run = new HuntRun(this.database, this.clock, job, hunt);
    const signal = AbortSignal.any([this.closing.signal, run.cancelled.signal]);
    try {
      const { changes } = await this.database.tenant(job, (tx) => readChanges(tx, this.clock));
      run.mappings = changes.mappings;
      const filters = hunt.kind === 'hunt' ? [] : filtersOf(changes);
      const hunted = huntedRule(hunt.yaml, filters, () => run.exclude());
      // What the lake promoted may be of another mapping than today's.
      const narrowing = changes.mappings.size > 0 ? withoutColumns(hunted.narrowing) : hunted.narrowing;
      const query = { narrowing, from: hunt.from_at, to: hunt.to_at, sources: hunt.sources, signal };
      const range = await keptRange(this.database, job, query);
      await run.start(hunted, range);
      for await (const batch of keptEvents({ database: this.database, lake: this.lake }, job, range, query)) {
        if (batch.faults.length > 0) run.problem = `${batch.faults.length} file(s) of the lake could not be read`;
        await run.take(batch.events, batch.settled);
      }
      await run.finish();
    } catch (error) {
      if (run.cancelled.signal.aborted) return;
      this.closing.signal.throwIfAborted();
      if (error instanceof TooManyMatches) return this.fail(job, hunt.id, error.message);
      if (!(error instanceof Outage)) await this.fail(job, hunt.id, 'an error of ours ended it; it was written down');
      throw error;
    }
  }

  /** Whoever asked is told that it ended, and why. */
  private async fail(job: HuntJob, huntId: Uuid, problem: string): Promise<void> {
    await this.database.tenant(job, async (tx) => {
      await tx.sql`
        update hunts set state = 'failed', problem = ${problem}, finished_at = ${this.clock.date()}
        where id = ${huntId} and state = 'running'`;
      tx.announce(huntChanged, { huntId });
    });
  }

  /** Hunts under way are cut off, and run again elsewhere. */
  close(): void {
    this.closing.abort(new Error('the process is ending'));
  }

  private begin(job: HuntJob): Promise<HuntRow | null> {
    const { huntId } = job.payload;
    return this.database.tenant(job, async (tx) => {
      const [hunt] = isUuid(huntId)
        ? await tx.sql<HuntRow>`
            update hunts set state = 'running', started_at = ${this.clock.date()}, events_done = 0, candidates = 0, matches = 0, excluded = 0,
              alerts = 0, histogram = '[]', entities = '[]', problem = null
            where id = ${huntId} and state in ('waiting', 'running') returning *`
        : [];
      if (!hunt) return null;
      await tx.sql`delete from hunt_hits where hunt_id = ${hunt.id}`;
      tx.announce(huntChanged, { huntId: hunt.id });
      return hunt;
    });
  }
}

/** The filters that stand between the rule and its alerts today. */
function filtersOf({ exclusions, files }: TenantChanges): SigmaFilter[] {
  const texts = [...exclusions, ...files].map(({ yaml }, n) => ({ origin: `exclusion/${n}`, text: yaml }));
  return loadRules(texts).filters;
}

class TooManyMatches extends Error {
  constructor() {
    super(`it matches more than ${MOST_RERUN_MATCHES.toLocaleString('en')} events: tune the rule, or choose a shorter range`);
  }
}

/** One run: what it found and has not written yet. */
class HuntRun {
  readonly cancelled = new AbortController();
  problem: string | null = null;
  mappings: TenantChanges['mappings'] = new Map();
  private hunted: HuntedRule | undefined;
  private tally: HuntTally | undefined;
  private hits: FoundHit[] = [];
  private kept = 0;
  private done = 0;
  private candidates = 0;
  private excludedNow = false;
  private excludedEvents = 0;
  private toldAt = 0;
  private readonly rerun = new RerunAlerts();
  private opened: number | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly scope: TenantScope,
    private readonly hunt: HuntRow,
  ) {}

  async start(hunted: HuntedRule, { events, firstAt }: KeptRange): Promise<void> {
    this.hunted = hunted;
    this.tally = new HuntTally(hunted);
    await this.database.tenant(this.scope, (tx) => tx.sql`update hunts set events_total = ${events}, kept_from = ${firstAt} where id = ${this.hunt.id}`);
  }

  exclude(): void {
    this.excludedNow = true;
  }

  async take(events: readonly KeptEvent[], settled: number): Promise<void> {
    for (const [at, kept] of events.entries()) {
      if (at % BREATH === BREATH - 1) await this.breathe();
      this.ask(kept);
    }
    this.done += settled;
    await this.breathe();
  }

  private ask(kept: KeptEvent): void {
    const { hunted, tally } = this;
    if (!hunted || !tally) return;
    let event: NormalisedEvent;
    try {
      event = readEvent(kept.line, kept.receivedAt, this.mappings.get(kept.source));
    } catch {
      return;
    }
    const at = isSaneTime(event.at, kept.receivedAt) ? Math.floor(event.at) : kept.receivedAt;
    if (at < this.hunt.from_at.getTime() || at > this.hunt.to_at.getTime()) return;
    this.candidates++;
    this.excludedNow = false;
    const matched = hunted.set.evaluate(event);
    if (matched.length === 0) {
      if (this.excludedNow) this.excludedEvents++;
      return;
    }
    tally.add(event, at, matched, `${kept.segmentId}/${kept.index}`);
    if (this.hunt.kind === 'rerun' && !this.rerun.add(kept, event, at, matched)) throw new TooManyMatches();
    if (this.kept >= MOST_HITS) return;
    this.kept++;
    const [rule] = matched;
    this.keep(kept, event, at, rule ? hunted.set.explain(rule, event) : []);
  }

  private keep(kept: KeptEvent, event: NormalisedEvent, at: number, matched: readonly MatchedField[]): void {
    const entity = entityOf(event);
    this.hits.push({
      position: this.kept,
      segment_id: kept.segmentId,
      event_index: kept.index,
      event_at: dateFrom(at).toISOString(),
      source: kept.source,
      entity_kind: entity.kind,
      entity: entityKey(entity.value),
      event: evidenceCopy(JSON.parse(kept.line), matched),
      matched: storableJson(storableMatches(matched)),
    });
  }

  private async breathe(): Promise<void> {
    await new Promise(setImmediate);
    const now = this.clock.now();
    if (now - this.toldAt >= TELL_EVERY_MS) await this.tell('running');
  }

  async finish(): Promise<void> {
    const { hunted } = this;
    const { kind, rule_id: ruleId, rule_since: since } = this.hunt;
    if (kind === 'rerun' && hunted && ruleId !== null && since) {
      this.opened = await this.rerun.write(this.database, this.scope, { ruleId, since }, hunted.set, this.clock);
    }
    await this.tell('done');
  }

  /** Writes what is new; a hunt that is no longer running was cancelled. */
  private async tell(state: 'running' | 'done'): Promise<void> {
    const { tally } = this;
    if (!tally) return;
    this.toldAt = this.clock.now();
    const hits = this.hits;
    this.hits = [];
    await this.database.tenant(this.scope, async (tx) => {
      const now = this.clock.date();
      // How many alerts there would be is only known, and only worked out, at the end.
      const alerts = state !== 'done' ? 0 : (this.opened ?? tally.alerts());
      const running = await tx.sql`
        update hunts set state = ${state}, events_done = ${this.done}, candidates = ${this.candidates}, matches = ${tally.matches},
          excluded = ${this.excludedEvents}, alerts = ${alerts}, histogram = ${json(tally.histogram())}, entities = ${json(tally.topEntities())},
          problem = ${this.problem}, beat_at = ${now}, finished_at = ${state === 'done' ? now : null}
        where id = ${this.hunt.id} and state = 'running' returning 1`;
      if (running.length === 0) return this.cancelled.abort(new Error('the hunt was cancelled'));
      if (hits.length > 0) {
        await tx.sql`
          insert into hunt_hits (tenant_id, hunt_id, position, segment_id, event_index, event_at, source, entity_kind, entity, event, matched)
          select (select app.tenant_id()), ${this.hunt.id}, r.position, r.segment_id, r.event_index, r.event_at, r.source, r.entity_kind, r.entity,
            r.event::jsonb, r.matched::jsonb
          from jsonb_to_recordset(${json(hits)}) as r(position int, segment_id uuid, event_index int, event_at timestamptz, source text,
            entity_kind text, entity text, event text, matched text)`;
      }
      tx.announce(huntChanged, { huntId: this.hunt.id });
    });
    this.cancelled.signal.throwIfAborted();
  }
}
