import { createHash } from 'node:crypto';
import { projectFields } from '@vedette/correlation';
import type { Uuid } from '@vedette/kernel';
import type { Hit, MatchGroup } from '../evaluation/group-matches';
import { windowOf } from '../evaluation/rule-facts';

/** A suppression as matches meet it; milliseconds. */
export interface ActiveSuppression {
  readonly id: Uuid;
  /** Null: of every rule, each by itself. */
  readonly ruleId: string | null;
  /** Fields of the event, and `entity` for whom it is about. */
  readonly keys: readonly string[];
  readonly window: number;
}

/** Hits that belong into one alert as long as no pause between them is longer than the window. */
export interface Gathering {
  readonly rule: MatchGroup['rule'];
  /** What workers lock before they count: with the rule, one name for all that gathers here. */
  readonly head: string;
  readonly window: number;
  readonly hits: readonly Hit[];
  readonly suppression: Uuid | null;
  entityOf(hit: Hit): MatchGroup['entity'];
}

interface Gathered {
  readonly rule: MatchGroup['rule'];
  readonly suppression: ActiveSuppression;
  readonly head: string;
  readonly entities: Map<Hit, MatchGroup['entity']>;
}

/**
 * Matches go to the alert of their rule and entity, or, where a suppression applies, to that of its rule and keys, whomever
 * they are about. The first that applies counts: those of one rule before those of all, older ones first. An event that
 * lacks one of the keys is not suppressed by it: nothing is not a value that two events share.
 */
export function gatherMatches(groups: readonly MatchGroup[], suppressions: readonly ActiveSuppression[]): Gathering[] {
  const plain: Gathering[] = [];
  const gathered = new Map<string, Gathered>();
  for (const group of groups) {
    const applying = suppressions.filter(({ ruleId }) => ruleId === null || ruleId === group.rule.id);
    const hits = applying.length === 0 ? group.hits : group.hits.filter((hit) => !taken(gathered, group, hit, applying));
    if (hits.length > 0) plain.push(plainGathering(group, hits));
  }
  return [...plain, ...[...gathered.values()].map(suppressedGathering)];
}

function plainGathering({ rule, entity }: MatchGroup, hits: readonly Hit[]): Gathering {
  return { rule, head: `${entity.kind}/${entity.value}`, window: windowOf(rule), hits, suppression: null, entityOf: () => entity };
}

function suppressedGathering({ rule, head, suppression, entities }: Gathered): Gathering {
  const hits = [...entities.keys()].sort((a, b) => a.at - b.at || a.index - b.index);
  const unknown = { kind: 'unknown', value: 'unknown' };
  return { rule, head, window: suppression.window, hits, suppression: suppression.id, entityOf: (hit) => entities.get(hit) ?? unknown };
}

function taken(gathered: Map<string, Gathered>, { rule, entity }: MatchGroup, hit: Hit, applying: readonly ActiveSuppression[]): boolean {
  for (const suppression of applying) {
    const values = suppressionValues(suppression.keys, hit.event.fields, entity);
    if (!values) continue;
    const head = suppressionHead(suppression.id, values);
    const key = `${rule.id} ${head}`;
    const known = gathered.get(key) ?? { rule, suppression, head, entities: new Map() };
    known.entities.set(hit, entity);
    gathered.set(key, known);
    return true;
  }
  return false;
}

/** The values of the keys, compared without regard to case; null where one is missing. */
export function suppressionValues(keys: readonly string[], fields: Hit['event']['fields'], entity: MatchGroup['entity']): readonly string[] | null {
  const values: string[] = [];
  const projected = projectFields(fields, keys);
  for (const key of keys) {
    const value = key === 'entity' ? `${entity.kind}/${entity.value}` : projected[key];
    if (value === undefined || value === '') return null;
    values.push(String(value).toLowerCase());
  }
  return values;
}

/** A digest, since the values are of any length and the head stands in an index. */
export function suppressionHead(id: Uuid, values: readonly string[]): string {
  return `suppression/${id}/${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`;
}
