import type { CorrelationMatch, CorrelationRule } from '@vedette/correlation';
import { Correlator } from '@vedette/correlation';
import type { CompiledRules, LogsourceRouting, SigmaRule } from '@vedette/sigma';
import { compileRules, normalise } from '@vedette/sigma';
import type { RuleSet } from '../rules/rule-set';
import { SortedHits } from './sorted-hits';

/** The ids of what the correlations refer to, directly or through one another, and their own. */
function neededIds(wanted: readonly CorrelationRule[], all: readonly CorrelationRule[]): Set<string> {
  const byId = new Map(all.map((rule) => [rule.id, rule]));
  const needed = new Set<string>();
  const visit = (id: string): void => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const part of byId.get(id)?.rules ?? []) visit(part);
  };
  for (const { id } of wanted) visit(id);
  return needed;
}

/** How far events may come behind their time, in milliseconds; or all hits of the file are put in order first. */
export type Order = number | 'sorted';

export interface PassOptions {
  readonly order: Order;
  readonly routing: LogsourceRouting;
}

/** Some correlations over one file of events. The lines of the file name the events. */
export class CorrelationPass {
  readonly compiled: CompiledRules;
  readonly correlator: Correlator;
  readonly correlations: readonly CorrelationRule[];
  /** How often each rule matched an event. */
  readonly hits = new Map<SigmaRule, number>();
  private readonly latenessMs: number;
  private readonly sorted: SortedHits | undefined;
  private newest = -Infinity;

  /** @param wanted run with all they refer to; no rule besides is asked about events */
  constructor(set: RuleSet, wanted: readonly CorrelationRule[], { order, routing }: PassOptions) {
    const needed = neededIds(wanted, set.correlations);
    this.correlations = set.correlations.filter(({ id }) => needed.has(id));
    this.compiled = compileRules(set.rules.filter(({ id }) => needed.has(id)), { routing });
    this.sorted = order === 'sorted' ? new SortedHits(this.correlations) : undefined;
    this.latenessMs = order === 'sorted' ? 0 : order;
    // Sorted, there is nothing that a date far ahead could spoil.
    this.correlator = new Correlator(this.correlations, { latenessMs: this.latenessMs, aheadMs: this.sorted ? Infinity : undefined });
  }

  take(raw: Record<string, unknown>, line: number, matched: (match: CorrelationMatch) => void): void {
    const event = normalise(raw);
    const { at } = event;
    if (at !== undefined && at > this.newest) this.newest = at;
    for (const rule of this.compiled.evaluate(event)) {
      this.hits.set(rule, (this.hits.get(rule) ?? 0) + 1);
      const hit = { ruleId: rule.id, at: at ?? Number.NaN, fields: event.fields, ref: String(line) };
      if (this.sorted && at !== undefined) this.sorted.add(hit);
      else this.correlator.push(hit).forEach(matched);
    }
  }

  /** Where hits were to be put in order: now they are taken. */
  settle(matched: (match: CorrelationMatch) => void): void {
    for (const hit of this.sorted?.inOrder() ?? []) this.correlator.push(hit).forEach(matched);
  }

  /** No event will follow: windows that wait for one to come, or not to come, are decided. */
  end(matched: (match: CorrelationMatch) => void): void {
    if (this.newest === -Infinity) return;
    // A chain may wait for one window after the other.
    const spans = this.correlations.reduce((sum, { timespanMs }) => sum + timespanMs, 0);
    this.correlator.advance(this.newest + this.latenessMs + spans + 1).forEach(matched);
  }
}
