import type { RuleNode } from '../modifiers/field-test';
import type { Placeholders } from '../modifiers/modifier-chain';
import { parseDetection } from './detection';
import { RuleFault } from './rule-fault';
import type { YamlMap, YamlValue } from './yaml-document';

export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

export interface Logsource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

/** Another rule and what it is to this one: derived, obsolete, merged, renamed, similar or correlation. */
export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

/** One Sigma detection rule, read and checked. Texts are the rule author's own: show author and licence with the rule (DRL 1.1). */
export interface SigmaRule {
  readonly id: string;
  /** What correlations and filters may call it. */
  readonly name?: string;
  readonly title: string;
  readonly description?: string;
  readonly status?: string;
  readonly level: Level;
  readonly author: string;
  readonly licence?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly references: readonly string[];
  readonly related: readonly RelatedRule[];
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly fields: readonly string[];
  readonly logsource: Logsource;
  /** Where the document came from, as given to `loadRules`. */
  readonly origin: string;
  readonly detection: RuleNode;
}

export function isMap(value: YamlValue | undefined): value is YamlMap {
  return value instanceof Map;
}

export function optionalText(map: YamlMap, key: string, max: number): string | undefined {
  const value = map.get(key);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw new RuleFault(`${key} is not a text`, [key]);
  const text = String(value);
  if (text.length > max) throw new RuleFault(`${key} is longer than ${max} characters`, [key]);
  return text;
}

/** A list of texts; a single text counts as a list of one, other things are left out (they do not change verdicts). */
function texts(map: YamlMap, key: string): string[] {
  const value = map.get(key);
  const list: readonly YamlValue[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

/** Left out where it says nothing usable: it does not change verdicts. */
function readRelated(map: YamlMap): RelatedRule[] {
  const value = map.get('related');
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: YamlValue) => {
    const id = isMap(item) ? item.get('id') : undefined;
    const type = isMap(item) ? item.get('type') : undefined;
    return typeof id === 'string' && typeof type === 'string' ? [{ id, type }] : [];
  });
}

export function readLogsource(map: YamlMap): Logsource {
  const value = map.get('logsource');
  if (!isMap(value)) throw new RuleFault('logsource is missing or not a map', ['logsource']);
  const part = (key: string): string | undefined => {
    const found = value.get(key);
    if (found === undefined || found === null) return undefined;
    if (typeof found !== 'string' || found.trim() === '') throw new RuleFault(`the logsource's ${key} is not a text`, ['logsource', key]);
    return found.trim().toLowerCase();
  };
  const logsource = { category: part('category'), product: part('product'), service: part('service') };
  if (!logsource.category && !logsource.product && !logsource.service) {
    throw new RuleFault('the logsource names no category, product or service', ['logsource']);
  }
  return logsource;
}

function readLevel(map: YamlMap): Level {
  const written = optionalText(map, 'level', 32)?.toLowerCase();
  if (written === undefined) return 'medium';
  const level = levels.find((one) => one === written);
  if (!level) throw new RuleFault(`the level "${written}" is none of ${levels.join(', ')}`, ['level']);
  return level;
}

/** Field names of another taxonomy would be taken for Sigma's and never match. */
export function checkTaxonomy(map: YamlMap): void {
  const taxonomy = optionalText(map, 'taxonomy', 64);
  if (taxonomy !== undefined && taxonomy !== 'sigma') throw new RuleFault(`the taxonomy "${taxonomy}" is not known here`, ['taxonomy']);
}

/**
 * @param yaml one document's root
 * @throws RuleFault when the document is no detection rule or breaks the specification (Sigma 2.1)
 */
export function parseRule(yaml: YamlValue, origin: string, placeholders: Placeholders): SigmaRule {
  if (!isMap(yaml)) throw new RuleFault('the document is not a map');
  const title = optionalText(yaml, 'title', 512);
  if (!title?.trim()) throw new RuleFault('title is missing');
  checkTaxonomy(yaml);
  return {
    id: optionalText(yaml, 'id', 128)?.trim() || optionalText(yaml, 'name', 256)?.trim() || origin,
    name: optionalText(yaml, 'name', 256)?.trim(),
    title,
    description: optionalText(yaml, 'description', 65_535),
    status: optionalText(yaml, 'status', 32),
    level: readLevel(yaml),
    author: optionalText(yaml, 'author', 4_096) ?? '',
    licence: optionalText(yaml, 'license', 128),
    date: optionalText(yaml, 'date', 32),
    modified: optionalText(yaml, 'modified', 32),
    references: texts(yaml, 'references'),
    related: readRelated(yaml),
    tags: texts(yaml, 'tags'),
    falsePositives: texts(yaml, 'falsepositives'),
    fields: texts(yaml, 'fields'),
    logsource: readLogsource(yaml),
    origin,
    detection: parseDetection(yaml.get('detection'), placeholders),
  };
}
