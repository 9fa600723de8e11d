import { projectFields } from '@vedette/correlation';
import { entityOf, type NormalisedEvent, type SigmaRule } from '@vedette/sigma';
import type { TenantPlan } from '../plan/tenant-plan';
import { addFieldNames } from '../sources/field-names';
import { entityKey } from './entity-key';
import { isSaneTime, readEvent } from './read-event';

/** An event that a rule matched: its index in the segment and its time, milliseconds since the epoch. */
export interface Hit {
  readonly index: number;
  readonly at: number;
  readonly event: NormalisedEvent;
}

/** What one rule found about one entity in one segment; hits in order of event time, then index. */
export interface MatchGroup {
  readonly rule: SigmaRule;
  readonly entity: { readonly kind: string; readonly value: string };
  readonly hits: Hit[];
}

/** A hit as a correlation takes it in: rule, time, the event's index in its segment, the fields that are compared. */
export type InputHit = readonly [ruleId: string, at: number, index: number, fields: Readonly<Record<string, string | number | boolean>>];

/** Events of one rule: what it found and what exclusions took back. */
export interface RuleCount {
  matched: number;
  excluded: number;
  lastAt: number;
}

/** How good the events are as data. */
export interface SegmentQuality {
  /** Of no kind that is known. */
  unparsed: number;
  /** Without a time that can be read and believed. */
  untimed: number;
  /** More than an hour old when they came. */
  late: number;
  /** Dated more than five minutes ahead of our clock. */
  ahead: number;
}

export interface SegmentMatches {
  /** What becomes alerts: rules that are only parts of correlations are not among them. */
  readonly groups: MatchGroup[];
  /** What correlations are fed with, by partition; in order of event time, then index. */
  readonly inputs: ReadonlyMap<number, InputHit[]>;
  readonly counts: ReadonlyMap<string, RuleCount>;
  /** By exclusion, how many matches it took back and the last of them. */
  readonly exclusions: ReadonlyMap<string, { hits: number; lastAt: number }>;
  readonly quality: Readonly<SegmentQuality>;
  /** Names of fields, of a sample of the events. */
  readonly fields: ReadonlySet<string>;
  /** The kind that most events are of, if any is known. */
  readonly kind: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Events that could not be read or evaluated. Each is a bug of ours, counted and told: it must not blind the others. */
  readonly failed: number;
  readonly firstFailure: string | null;
}

/** Events evaluated before other work of the process gets its turn. */
const BREATH = 16;
/** The first so many, and every so-manieth, are looked at for the fields they have. */
const SAMPLED = 32;
const HOUR = 3_600_000;
const CLOCK_SKEW = 300_000;

/** Parses, normalises and evaluates every event of a segment once. An event without a sane time counts as received. */
export async function groupMatches(lines: readonly string[], plan: TenantPlan, receivedAt: number, source = ''): Promise<SegmentMatches> {
  const found = new Findings(plan, receivedAt);
  const mapping = plan.mappings.get(source);
  let failed = 0;
  let firstFailure: string | null = null;
  for (const [index, line] of lines.entries()) {
    if (index % BREATH === BREATH - 1) await new Promise(setImmediate);
    try {
      found.evaluate(index, readEvent(line, receivedAt, mapping));
    } catch (error) {
      failed++;
      firstFailure ??= placeOf(error);
    }
  }
  return { ...found.result(), failed, firstFailure };
}

/** Puts a hit to those of its rule and entity. */
export function addHit(groups: Map<string, MatchGroup>, rule: SigmaRule, entity: MatchGroup['entity'], hit: Hit): void {
  const key = `${rule.id} ${entity.kind} ${entity.value}`;
  const group = groups.get(key);
  if (group) group.hits.push(hit);
  else groups.set(key, { rule, entity, hits: [hit] });
}

class Findings {
  private readonly groups = new Map<string, MatchGroup>();
  private readonly kinds = new Map<string, number>();
  private readonly inputs = new Map<number, InputHit[]>();
  private readonly counts = new Map<string, RuleCount>();
  private readonly exclusions = new Map<string, { hits: number; lastAt: number }>();
  private readonly quality: SegmentQuality = { unparsed: 0, untimed: 0, late: 0, ahead: 0 };
  private readonly fields = new Set<string>();
  private firstAt = Infinity;
  private lastAt = -Infinity;

  constructor(
    private readonly plan: TenantPlan,
    private readonly receivedAt: number,
  ) {}

  evaluate(index: number, event: NormalisedEvent): void {
    const at = this.timeOf(event);
    this.firstAt = Math.min(this.firstAt, at);
    this.lastAt = Math.max(this.lastAt, at);
    if (event.kind) this.kinds.set(event.kind, (this.kinds.get(event.kind) ?? 0) + 1);
    else this.quality.unparsed++;
    if (index < SAMPLED || index % SAMPLED === 0) addFieldNames(this.fields, event.fields);
    // Set around each event: between events another segment of the tenant may have its turn.
    this.plan.excluded.hear = (exclusionId, rule) => this.exclude(exclusionId, rule, at);
    const matched = this.plan.rules.evaluate(event);
    this.plan.excluded.hear = null;
    if (matched.length > 0) this.take({ index, at, event }, matched);
  }

  private take(hit: Hit, matched: readonly SigmaRule[]): void {
    const entity = entityOf(hit.event);
    const value = entityKey(entity.value);
    for (const rule of matched) {
      const count = this.countOf(rule.id);
      count.matched++;
      count.lastAt = Math.max(count.lastAt, hit.at);
      this.feed(rule.id, hit);
      if (!this.plan.silent.has(rule.id)) addHit(this.groups, rule, { kind: entity.kind, value }, hit);
    }
  }

  private feed(ruleId: string, { at, index, event }: Hit): void {
    const input = this.plan.inputs.get(ruleId);
    if (!input) return;
    const hit: InputHit = [ruleId, at, index, projectFields(event.fields, input.fields)];
    for (const partition of input.partitions) {
      const known = this.inputs.get(partition);
      if (known) known.push(hit);
      else this.inputs.set(partition, [hit]);
    }
  }

  private exclude(exclusionId: string, rule: SigmaRule, at: number): void {
    this.countOf(rule.id).excluded++;
    const known = this.exclusions.get(exclusionId) ?? { hits: 0, lastAt: at };
    this.exclusions.set(exclusionId, { hits: known.hits + 1, lastAt: Math.max(known.lastAt, at) });
  }

  private countOf(ruleId: string): RuleCount {
    let count = this.counts.get(ruleId);
    if (!count) this.counts.set(ruleId, (count = { matched: 0, excluded: 0, lastAt: 0 }));
    return count;
  }

  /** What lies before 1980 or a day ahead would open or hold alerts for ever. */
  private timeOf({ at }: NormalisedEvent): number {
    const { receivedAt, quality } = this;
    if (!isSaneTime(at, receivedAt)) {
      quality.untimed++;
      return receivedAt;
    }
    if (at < receivedAt - HOUR) quality.late++;
    else if (at > receivedAt + CLOCK_SKEW) quality.ahead++;
    return Math.floor(at);
  }

  result(): Omit<SegmentMatches, 'failed' | 'firstFailure'> {
    for (const { hits } of this.groups.values()) hits.sort((a, b) => a.at - b.at || a.index - b.index);
    for (const hits of this.inputs.values()) hits.sort((a, b) => a[1] - b[1] || a[2] - b[2]);
    const some = this.firstAt <= this.lastAt;
    return {
      groups: [...this.groups.values()],
      inputs: this.inputs,
      counts: this.counts,
      exclusions: this.exclusions,
      quality: this.quality,
      fields: this.fields,
      kind: [...this.kinds].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null,
      firstAt: some ? this.firstAt : this.receivedAt,
      lastAt: some ? this.lastAt : this.receivedAt,
    };
  }
}

/** The kind of error and where it was thrown, without its message: that may repeat the event. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 3).map((line) => line.trim())].join(' ');
}
