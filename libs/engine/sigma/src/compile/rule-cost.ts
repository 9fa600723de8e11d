import type { SigmaRule } from '../parse/sigma-rule';

/** What one rule has cost and given since its set was compiled. */
export interface RuleCost {
  readonly ruleId: string;
  /** Events that the index left to this rule, so that its whole condition was asked. */
  readonly asked: number;
  readonly matched: number;
  /** Estimated milliseconds spent on its conditions, from one event in 64; 0 without a clock. */
  readonly ms: number;
}

const sampled = 64;

/** Counts for the candidates of one bucket. */
export class CostTally {
  private readonly asked: Float64Array;
  private readonly matched: Float64Array;
  private readonly ms: Float64Array;
  private turn = 0;
  private at = 0;

  /** @param clock milliseconds, monotonic, with fractions */
  constructor(
    private readonly candidates: readonly { readonly rule: SigmaRule }[],
    private readonly clock: (() => number) | undefined,
  ) {
    this.asked = new Float64Array(candidates.length);
    this.matched = new Float64Array(candidates.length);
    this.ms = new Float64Array(candidates.length);
  }

  /** Of a new event; true when this one is timed. */
  begin(): boolean {
    if (++this.turn % sampled !== 0 || !this.clock) return false;
    this.at = this.clock();
    return true;
  }

  count(candidate: number, matched: boolean, timed: boolean): void {
    this.asked[candidate] = (this.asked[candidate] ?? 0) + 1;
    if (matched) this.matched[candidate] = (this.matched[candidate] ?? 0) + 1;
    if (!timed || !this.clock) return;
    const now = this.clock();
    this.ms[candidate] = (this.ms[candidate] ?? 0) + (now - this.at) * sampled;
    this.at = now;
  }

  addTo(costs: Map<SigmaRule, RuleCost>): void {
    for (const [at, { rule }] of this.candidates.entries()) {
      const known = costs.get(rule);
      costs.set(rule, {
        ruleId: rule.id,
        asked: (known?.asked ?? 0) + (this.asked[at] ?? 0),
        matched: (known?.matched ?? 0) + (this.matched[at] ?? 0),
        ms: (known?.ms ?? 0) + (this.ms[at] ?? 0),
      });
    }
  }
}
