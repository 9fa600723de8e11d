import type { RuleNode } from '../modifiers/field-test';
import type { Placeholders } from '../modifiers/modifier-chain';
import { parseDetection } from '../parse/detection';
import { RuleFault } from '../parse/rule-fault';
import type { Logsource } from '../parse/sigma-rule';
import { checkTaxonomy, isMap, optionalText, readLogsource } from '../parse/sigma-rule';
import type { YamlMap, YamlValue } from '../parse/yaml-document';

/** Tuning that stands apart from the rules it tunes (Sigma filters specification 2.1). */
export interface SigmaFilter {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly origin: string;
  /** Applies to rules whose logsource has all of this. */
  readonly logsource: Logsource;
  /** Ids or names of rules; `any` = every rule of the logsource. */
  readonly rules: readonly string[] | 'any';
  /** Must hold, beside the rule's own detection: an exclusion is written `not selection`. */
  readonly condition: RuleNode;
}

function readTargets(value: YamlValue | undefined): readonly string[] | 'any' {
  const list: readonly YamlValue[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value as YamlValue];
  const names = list.map((item, at) => {
    if (typeof item !== 'string' || item.trim() === '') throw new RuleFault("a filter's rules are named by id or name", ['filter', 'rules', at]);
    return item.trim();
  });
  return names.length === 0 || (names.length === 1 && names[0]?.toLowerCase() === 'any') ? 'any' : names;
}

/** @throws RuleFault when the document is no filter or breaks the specification */
export function parseFilter(yaml: YamlMap, origin: string, placeholders: Placeholders): SigmaFilter {
  const title = optionalText(yaml, 'title', 512);
  if (!title?.trim()) throw new RuleFault('title is missing');
  checkTaxonomy(yaml);
  const filter = yaml.get('filter');
  if (!isMap(filter)) throw new RuleFault('filter is not a map', ['filter']);
  if (typeof filter.get('condition') !== 'string') throw new RuleFault('a filter has exactly one condition', ['filter', 'condition']);
  const detection = new Map([...filter].filter(([key]) => key !== 'rules'));
  return {
    id: optionalText(yaml, 'id', 128)?.trim() || optionalText(yaml, 'name', 256)?.trim() || origin,
    title,
    description: optionalText(yaml, 'description', 65_535),
    origin,
    logsource: readLogsource(yaml),
    rules: readTargets(filter.get('rules')),
    condition: parseDetection(detection, placeholders, 'filter'),
  };
}
