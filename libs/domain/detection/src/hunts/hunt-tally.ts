import { Correlator, correlationInputs, projectFields, standaloneRules, type RuleHit } from '@vedette/correlation';
import { entityOf, type NormalisedEvent, type SigmaRule } from '@vedette/sigma';
import { dateFrom } from '@vedette/kernel';
import { alertWindow } from '../evaluation/alert-window';
import { entityKey } from '../evaluation/entity-key';
import type { HuntedRule } from './hunted-rule';

/** Matches in an hour of event time. */
export interface HuntHour {
  /** ISO 8601, the hour's beginning. */
  readonly at: string;
  readonly matches: number;
}

export interface HuntEntity {
  readonly kind: string;
  readonly value: string;
  readonly matches: number;
}

/** Times remembered to work out how many alerts there would have been; beyond it the number is a lower bound. */
const MOST_TIMES = 2_000_000;
const MOST_ENTITIES = 100_000;
const HOUR = 3_600_000;

/** Adds up what a hunt finds, in whatever order: events come file by file, not by their time. */
export class HuntTally {
  matches = 0;
  excluded = 0;
  private readonly hours = new Map<number, number>();
  private readonly entities = new Map<string, { kind: string; value: string; matches: number }>();
  private readonly times = new Map<string, number[]>();
  private readonly hits: RuleHit[] = [];
  private remembered = 0;
  private readonly sounding: ReadonlySet<string>;
  private readonly fields: ReadonlyMap<string, readonly string[]>;

  constructor(private readonly hunted: HuntedRule) {
    this.sounding = standaloneRules(hunted.rules, hunted.correlations);
    this.fields = correlationInputs(hunted.correlations);
  }

  /** One event and the rules that match it. */
  add(event: NormalisedEvent, at: number, matched: readonly SigmaRule[], ref: string): void {
    this.matches++;
    const hour = at - (at % HOUR);
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1);
    const found = entityOf(event);
    const entity = { kind: found.kind, value: entityKey(found.value) };
    const key = `${entity.kind} ${entity.value}`;
    const known = this.entities.get(key);
    if (known) known.matches++;
    else if (this.entities.size < MOST_ENTITIES) this.entities.set(key, { ...entity, matches: 1 });
    for (const rule of matched) {
      if (this.remembered++ >= MOST_TIMES) return;
      const wanted = this.fields.get(rule.id);
      if (wanted) this.hits.push({ ruleId: rule.id, at, fields: projectFields(event.fields, wanted), ref });
      if (!this.sounding.has(rule.id)) continue;
      const times = this.times.get(`${rule.id} ${key}`);
      if (times) times.push(at);
      else this.times.set(`${rule.id} ${key}`, [at]);
    }
  }

  /** How many alerts these matches would have made, by the rule of the stream: those of one entity within its window are one. */
  alerts(): number {
    const window = alertWindow(undefined);
    let alerts = this.correlated();
    for (const times of this.times.values()) {
      times.sort((a, b) => a - b);
      alerts += times.filter((at, index) => index === 0 || at - (times[index - 1] ?? at) > window).length;
    }
    return alerts;
  }

  private correlated(): number {
    if (this.hunted.correlations.length === 0) return 0;
    const correlator = new Correlator(this.hunted.correlations);
    const ordered = [...this.hits].sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
    const matches = ordered.flatMap((hit) => [...correlator.push(hit)]);
    const longest = Math.max(...this.hunted.correlations.map(({ timespanMs }) => timespanMs));
    const last = ordered.at(-1);
    if (last) matches.push(...correlator.advance(last.at + longest + 1));
    return matches.filter(({ opens, ruleId }) => opens && this.sounding.has(ruleId)).length;
  }

  /** By hour, oldest first. */
  histogram(): HuntHour[] {
    return [...this.hours].sort((a, b) => a[0] - b[0]).slice(-2_000).map(([at, matches]) => ({ at: dateFrom(at).toISOString(), matches }));
  }

  /** The most frequent, at most so many. */
  topEntities(most = 20): HuntEntity[] {
    return [...this.entities.values()].sort((a, b) => b.matches - a.matches || (a.value < b.value ? -1 : 1)).slice(0, most);
  }
}
