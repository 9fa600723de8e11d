import type { Fields } from '@vedette/sigma';
import { fieldValue } from '@vedette/sigma';
import type { CorrelationRule } from '../parse/correlation-rule';
import { runOrder } from '../run/chaining';
import type { RuleHit } from '../run/correlation-match';
import { resolveField } from '../run/correlation-plan';
import { numberValue, textValue } from '../run/group-key';
import { meetsAll } from '../run/threshold';
import type { PlainEvent } from './plain-windows';
import { longestChain, measureNumbers, sequenceFrom } from './plain-windows';

/** A match, said in the fewest words. */
export interface PlainMatch {
  readonly ruleId: string;
  readonly at: number;
  readonly group: Readonly<Record<string, string>>;
  readonly ref: string;
  readonly value: number;
}

interface Stream {
  readonly hit: RuleHit;
  /** False for a match of another correlation, which is an event of its own. */
  readonly raw: boolean;
}

/**
 * What the correlator must answer, written to be read: every window is gone through anew, over the whole stream in the
 * order of time. Quadratic and worse; for tests and for understanding.
 */
export class PlainCorrelator {
  constructor(private readonly correlations: readonly CorrelationRule[]) {}

  /** @param hits all of them, in any order; those of one event one after another */
  matches(hits: readonly RuleHit[]): PlainMatch[] {
    const streams = new Map<string, Stream[]>();
    const enter = (hit: RuleHit, raw: boolean): void => void (streams.get(hit.ruleId)?.push({ hit, raw }) ?? streams.set(hit.ruleId, [{ hit, raw }]));
    for (const hit of hits) enter(hit, true);
    const out: PlainMatch[] = [];
    for (const rule of runOrder(this.correlations)) {
      for (const { match, fields } of this.matchesOf(rule, streams)) {
        out.push(match);
        enter({ ruleId: rule.id, at: match.at, ref: match.ref, fields }, false);
      }
    }
    return out;
  }

  private matchesOf(rule: CorrelationRule, streams: ReadonlyMap<string, readonly Stream[]>): { match: PlainMatch; fields: Fields }[] {
    return [...groupsOf(rule, streams).values()].flatMap((events) =>
      events.flatMap((event) => {
        const verdict = judge(rule, event, events);
        if (!verdict) return [];
        const match = { ruleId: rule.id, at: verdict.at, group: event.group, ref: event.ref, value: verdict.value };
        return [{ match, fields: { ...event.fields, ...event.group } }];
      }),
    );
  }
}

function groupsOf(rule: CorrelationRule, streams: ReadonlyMap<string, readonly Stream[]>): Map<string, PlainEvent[]> {
  const groups = new Map<string, PlainEvent[]>();
  for (const [place, id] of rule.rules.entries()) {
    for (const { hit, raw } of streams.get(id) ?? []) {
      const values = rule.groupBy.map((name) => textValue(fieldValue(hit.fields, resolveField(rule, place, name))));
      const value = valueOf(rule, place, hit.fields);
      if (value === undefined || values.some((one) => one === undefined)) continue;
      const key = JSON.stringify(values.map((one) => one?.toLowerCase()));
      const events = groups.get(key) ?? [];
      groups.set(key, events);
      const known = raw ? events.find((event) => event.raw && event.ref === hit.ref && event.at === hit.at) : undefined;
      if (known) known.places.add(place);
      else events.push({ at: hit.at, ref: hit.ref, raw, places: new Set([place]), fields: hit.fields, group: Object.fromEntries(rule.groupBy.map((name, i) => [name, values[i] ?? ''])), value });
    }
  }
  for (const events of groups.values()) events.sort((a, b) => a.at - b.at);
  return groups;
}

function valueOf(rule: CorrelationRule, place: number, fields: Fields): string | number | undefined {
  if (!rule.type.startsWith('value_') || rule.condition.kind !== 'threshold') return '';
  const values = rule.condition.fields.map((name) => fieldValue(fields, resolveField(rule, place, name)));
  if (rule.type !== 'value_count') return numberValue(values[0]);
  const texts = values.map((value) => textValue(value)?.toLowerCase());
  return texts.includes(undefined) ? undefined : JSON.stringify(texts);
}

/** Both ends in. */
export function within(events: readonly PlainEvent[], from: number, to: number): PlainEvent[] {
  return events.filter(({ at }) => at >= from && at <= to);
}

function placesOf(events: readonly PlainEvent[]): Set<number> {
  return new Set(events.flatMap(({ places }) => [...places]));
}

function judge(rule: CorrelationRule, event: PlainEvent, events: readonly PlainEvent[]): { at: number; value: number } | null {
  const { condition, type, timespanMs } = rule;
  if (condition.kind === 'threshold') {
    const window = within(events, event.at - timespanMs, event.at);
    const value = measure(rule, event, window);
    return meetsAll(condition.bounds, value) ? { at: event.at, value } : null;
  }
  const ordered = type === 'temporal_ordered_extended';
  const waits = condition.terms.some(({ absent }) => absent.length > 0);
  if (!waits) {
    const window = within(events, event.at - timespanMs, event.at);
    const occurring = placesOf(window);
    const met = condition.terms.filter(({ present }) => (ordered ? longestChain(event, window, present) === present.length : present.every((place) => occurring.has(place))));
    if (met.length === 0) return null;
    return { at: event.at, value: ordered ? Math.max(...met.map(({ present }) => present.length)) : occurring.size };
  }
  const window = within(events, event.at, event.at + timespanMs);
  const occurring = placesOf(window);
  const opens = condition.terms.some(({ present }) => present.some((place) => event.places.has(place)));
  const met = condition.terms.some(({ present, absent }) => {
    if (absent.some((place) => occurring.has(place))) return false;
    return ordered ? sequenceFrom(event, window, present) : present.every((place) => occurring.has(place));
  });
  return opens && met ? { at: event.at + timespanMs, value: occurring.size } : null;
}

function measure(rule: CorrelationRule, event: PlainEvent, window: readonly PlainEvent[]): number {
  switch (rule.type) {
    case 'event_count':
      return window.length;
    case 'value_count':
      return new Set(window.map(({ value }) => value)).size;
    case 'temporal':
    case 'temporal_extended':
      return placesOf(window).size;
    case 'temporal_ordered':
    case 'temporal_ordered_extended':
      return longestChain(event, window, [...rule.rules.keys()]);
    default:
      return measureNumbers(rule, window.map(({ value }) => Number(value)));
  }
}
