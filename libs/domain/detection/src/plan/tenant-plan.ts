import { correlationFamilies, correlationInputs, loadCorrelations, type CorrelationRule } from '@vedette/correlation';
import { loadRules, overlay, type Level, type RefusedRule, type RuleSet, type SigmaFilter, type SigmaRule } from '@vedette/sigma';
import { packOf } from '../evaluation/rule-facts';
import type { LoadedRules } from '../rules/rule-packs';
import type { SourceMapping } from '../sources/source-mapping';

/**
 * Correlations of a tenant are spread over so many partitions, each applied by one process at a time. One core applies
 * some 500,000 hits a second, and each partition costs every segment its own transactions: more of them pay for a tenant
 * beyond that only. Another number moves families, which then begin without a past.
 */
export const PARTITIONS = 1;

/** What a tenant added to and decided about the rules that all share. */
export interface TenantChanges {
  readonly files: readonly { readonly path: string; readonly yaml: string }[];
  readonly settings: readonly { readonly ruleId: string; readonly enabled: boolean; readonly severity: Level | null }[];
  readonly exclusions: readonly { readonly id: string; readonly yaml: string }[];
  /** By source. */
  readonly mappings: ReadonlyMap<string, SourceMapping>;
}

/** Where a rule's hits go besides alerts: to these partitions, with these fields. */
export interface HitInput {
  readonly partitions: readonly number[];
  readonly fields: readonly string[];
}

/** All that evaluating an event of one tenant takes; immutable, and shared by tenants that changed nothing. */
export interface TenantPlan {
  readonly rules: RuleSet;
  readonly correlations: readonly CorrelationRule[];
  /** By partition, the correlations that live there, whole families together. */
  readonly partitions: ReadonlyMap<number, readonly CorrelationRule[]>;
  readonly inputs: ReadonlyMap<string, HitInput>;
  /** Rules that are only parts of correlations of their own pack, and do not alert by themselves. */
  readonly silent: ReadonlySet<string>;
  readonly refused: readonly RefusedRule[];
  readonly mappings: ReadonlyMap<string, SourceMapping>;
  /** Set by whoever evaluates, around each `rules.evaluate`: hears which exclusion took which match back. */
  readonly excluded: { hear: ((exclusionId: string, rule: SigmaRule) => void) | null };
}

/** The origin of an exclusion's document says which it is. */
const EXCLUSION = 'exclusion:';

/**
 * A partition of their own, and so a clock of their own, for correlations over what Vedette tells of itself alone. A partition
 * counts nothing that is minutes older than its newest event: a sign-in of today would keep the logs of last month, which its
 * maker uploads for a look, out of every correlation.
 */
const OWN_PARTITION = PARTITIONS;
const OWN_PRODUCT = 'vedette';

/** FNV-1a: any even spread will do, as long as every process makes the same one. */
function partitionOf(family: readonly CorrelationRule[], own: ReadonlySet<string>): number {
  const members = new Set(family.map(({ id }) => id));
  if (family.every(({ rules }) => rules.every((id) => own.has(id) || members.has(id)))) return OWN_PARTITION;
  let hash = 0x811c9dc5;
  for (const char of family[0]?.id ?? '') hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % PARTITIONS;
}

function partition(correlations: readonly CorrelationRule[], rules: readonly SigmaRule[]): Map<number, CorrelationRule[]> {
  const own = new Set(rules.filter(({ logsource }) => logsource.product === OWN_PRODUCT).map(({ id }) => id));
  const partitions = new Map<number, CorrelationRule[]>();
  for (const family of correlationFamilies(correlations)) {
    const at = partitionOf(family, own);
    partitions.set(at, [...(partitions.get(at) ?? []), ...family]);
  }
  return partitions;
}

function inputsOf(partitions: ReadonlyMap<number, readonly CorrelationRule[]>): Map<string, HitInput> {
  const inputs = new Map<string, HitInput>();
  for (const [at, correlations] of partitions) {
    for (const [ruleId, fields] of correlationInputs(correlations)) {
      const known = inputs.get(ruleId);
      inputs.set(ruleId, { partitions: [...(known?.partitions ?? []), at], fields: [...new Set([...(known?.fields ?? []), ...fields])] });
    }
  }
  return inputs;
}

/** Sigma's `generate`, within a pack: a correlation somebody writes silences none of the rules of another pack. */
function silentRules(correlations: readonly CorrelationRule[], originOf: (id: string) => string | undefined): Set<string> {
  const sounding = new Set(correlations.filter(({ generate }) => generate).flatMap(({ rules }) => rules));
  return new Set(correlations.flatMap(({ origin, rules }) => rules.filter((id) => !sounding.has(id) && packOf(originOf(id) ?? '') === packOf(origin))));
}

/** Builds what a tenant runs on what all run. Nothing a tenant wrote makes it throw: what does not load is refused. */
export function planFor(base: LoadedRules, changes: TenantChanges): TenantPlan {
  const own = loadRules(changes.files.map(({ path, yaml }) => ({ origin: path, text: yaml })));
  const exclusions = loadRules(changes.exclusions.map(({ id, yaml }) => ({ origin: `${EXCLUSION}${id}`, text: yaml })));
  const excluded: TenantPlan['excluded'] = { hear: null };
  const off = new Set(changes.settings.filter(({ enabled }) => !enabled).map(({ ruleId }) => ruleId));
  const ownIds = new Set(own.rules.map(({ id }) => id));
  const rules = overlay(base.rules, {
    rules: [...own.rules.filter(({ id }) => !off.has(id)), ...severities(base, changes, off, ownIds)].map((rule) => levelled(rule, changes)),
    disabled: off,
    filters: [...own.filters, ...exclusions.filters],
    excluded: (filter: SigmaFilter, rule: SigmaRule) => {
      if (filter.origin.startsWith(EXCLUSION)) excluded.hear?.(filter.origin.slice(EXCLUSION.length), rule);
    },
  });
  const known = [...base.rules.rules().filter(({ id }) => !ownIds.has(id)), ...own.rules];
  const loaded = loadCorrelations([...own.correlations, ...base.correlations], known);
  const correlations = loaded.correlations.filter(({ id }) => !off.has(id)).map((rule) => levelled(rule, changes));
  const partitions = partition(correlations, known);
  const origins = new Map([...known, ...correlations].map(({ id, origin }) => [id, origin]));
  return {
    rules,
    correlations,
    partitions,
    inputs: inputsOf(partitions),
    silent: silentRules(correlations, (id) => origins.get(id)),
    refused: [...own.refused, ...exclusions.refused, ...rules.refused, ...loaded.refused],
    mappings: changes.mappings,
    excluded,
  };
}

/** Rules of the base under another severity: the same detection, so nothing is compiled for them. */
function severities(base: LoadedRules, { settings }: TenantChanges, off: ReadonlySet<string>, own: ReadonlySet<string>): SigmaRule[] {
  return settings.flatMap(({ ruleId, severity }) => {
    const rule = severity === null || off.has(ruleId) || own.has(ruleId) ? undefined : base.rules.rule(ruleId);
    return rule ? [rule] : [];
  });
}

function levelled<Rule extends SigmaRule | CorrelationRule>(rule: Rule, { settings }: TenantChanges): Rule {
  const level = settings.find(({ ruleId }) => ruleId === rule.id)?.severity;
  return level ? { ...rule, level } : rule;
}
