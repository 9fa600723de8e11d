import type { CorrelationRule } from '@vedette/correlation';
import { loadCorrelations } from '@vedette/correlation';
import type { RefusedRule, SigmaPipeline, SigmaRule } from '@vedette/sigma';
import { applyFilters, applyPipelines, loadRules } from '@vedette/sigma';
import { InputFault } from '../terminal/input-fault';
import { readPipelines } from './read-pipelines';
import { readPlaceholders } from './read-placeholders';
import { readRules } from './read-rules';
import type { RuleTexts } from './rule-texts';

/** Rules ready to be compiled. */
export interface RuleSet {
  /** With their filters applied. */
  readonly rules: readonly SigmaRule[];
  /** How many filters there were. */
  readonly filters: number;
  /** Each after those it refers to. */
  readonly correlations: readonly CorrelationRule[];
  readonly refused: readonly RefusedRule[];
}

export interface RuleSetPaths {
  readonly rules: readonly string[];
  readonly placeholders?: string;
  /** Processing pipelines, run over the rules once their filters are joined. */
  readonly pipelines?: readonly string[];
}

export function loadRuleSet(texts: RuleTexts, pipelines: readonly SigmaPipeline[] = [], placeholders?: Readonly<Record<string, readonly string[]>>): RuleSet {
  const loaded = loadRules(texts.documents, { placeholders });
  const changed = applyPipelines(applyFilters(loaded.rules, loaded.filters), pipelines);
  const { correlations, refused } = loadCorrelations(loaded.correlations, changed.rules);
  return { rules: changed.rules, filters: loaded.filters.length, correlations, refused: [...texts.refused, ...loaded.refused, ...changed.refused, ...refused] };
}

/** @throws InputFault when a path cannot be read */
export async function readRuleSet({ rules, placeholders, pipelines = [] }: RuleSetPaths): Promise<RuleSet> {
  const read = readPipelines(pipelines);
  const values = placeholders === undefined ? undefined : readPlaceholders(placeholders);
  return loadRuleSet(await readRules(rules), read, values);
}

/** `rules/a.yml:12:5`, as editors and terminals open it. */
export function placeOfRefusal({ origin, line, column }: RefusedRule): string {
  // Of several documents in one text, each has its number behind the path.
  const file = line === undefined ? origin : origin.replace(/#\d+$/, '');
  return [file, ...(line === undefined ? [] : [line]), ...(column === undefined ? [] : [column])].join(':');
}

/** @throws InputFault with the first reason, when there is nothing to run */
export function needRules(set: RuleSet, found: number, things: string): void {
  if (found > 0) return;
  const [first] = set.refused;
  throw new InputFault(first ? `no ${things} could be loaded; ${set.refused.length} refused, the first: ${placeOfRefusal(first)}: ${first.reason}` : `there are no ${things} among the rules`);
}
