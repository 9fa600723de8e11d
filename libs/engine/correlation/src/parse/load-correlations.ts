import type { CorrelationDocument, RefusedRule, SigmaRule } from '@vedette/sigma';
import { refusal, RuleFault } from '@vedette/sigma';
import type { CorrelationCondition, CorrelationRule, FieldAliases } from './correlation-rule';
import type { CorrelationDraft } from './parse-correlation';
import { parseCorrelation } from './parse-correlation';
import { parseThreshold } from './parse-threshold';
import { RuleNames } from './rule-names';

/** A longer chain is a mistake, and each link calls the next. */
export const maxChain = 16;

export interface LoadedCorrelations {
  /** Each after those it refers to. */
  readonly correlations: CorrelationRule[];
  readonly refused: RefusedRule[];
}

function conditionOf(draft: CorrelationDraft, names: RuleNames, rules: readonly string[]): CorrelationCondition {
  const { expression, document } = draft;
  if (!expression) return parseThreshold(draft.threshold, draft.rule.type, rules.length);
  const path = ['correlation', 'condition'];
  const indexOf = (name: string): number => {
    const index = rules.indexOf(names.resolve(name, document.source.origin, path));
    if (index < 0) throw new RuleFault(`the condition names "${name.slice(0, 128)}", which correlation.rules does not`, path);
    return index;
  };
  const used = new Set(expression.names.map(indexOf));
  const idle = draft.references.find((_, index) => !used.has(index));
  if (idle !== undefined) throw new RuleFault(`the condition does not say what "${idle.slice(0, 128)}" is for`, path);
  return { kind: 'expression', written: expression.written, terms: expression.terms(indexOf) };
}

function aliasesOf(draft: CorrelationDraft, names: RuleNames, rules: readonly string[]): FieldAliases {
  const resolved = [...draft.aliases].map(([alias, fields]): [string, Record<string, string>] => {
    const byRule = [...fields].map(([name, field]): [string, string] => {
      const path = ['correlation', 'aliases', alias, name];
      const id = names.resolve(name, draft.document.source.origin, path);
      if (!rules.includes(id)) throw new RuleFault(`the alias "${alias.slice(0, 128)}" is about "${name.slice(0, 128)}", which correlation.rules does not name`, path);
      return [id, field];
    });
    return [alias, Object.fromEntries(byRule)];
  });
  return Object.fromEntries(resolved);
}

function resolve(draft: CorrelationDraft, names: RuleNames): CorrelationRule {
  const listed = draft.document.yaml.get('correlation') instanceof Map;
  const rules = draft.references.map((reference, at) => {
    const path = listed && draft.rule.type.endsWith('_extended') ? ['correlation', 'condition'] : ['correlation', 'rules', at];
    return names.resolve(reference, draft.document.source.origin, path);
  });
  const twice = rules.findIndex((id, at) => rules.indexOf(id) !== at);
  if (twice >= 0) throw new RuleFault(`correlation.rules names "${draft.references[twice]?.slice(0, 128) ?? ''}" twice`, ['correlation', 'rules', twice]);
  return { ...draft.rule, rules, aliases: aliasesOf(draft, names, rules), condition: conditionOf(draft, names, rules) };
}

/** Puts each correlation after those it refers to. */
class Chain {
  readonly ordered: CorrelationRule[] = [];
  private readonly depth = new Map<string, number | 'open' | 'refused'>();

  constructor(
    private readonly byId: ReadonlyMap<string, CorrelationRule>,
    private readonly known: (id: string) => boolean,
  ) {}

  /** @throws RuleFault when it refers to itself, to what was refused, or through too many others */
  place(rule: CorrelationRule): number {
    const seen = this.depth.get(rule.id);
    if (typeof seen === 'number') return seen;
    if (seen === 'open') throw new RuleFault(`the correlation refers to itself through "${rule.id.slice(0, 128)}"`, ['correlation', 'rules']);
    if (seen === 'refused') throw new RuleFault(`it refers to "${rule.id.slice(0, 128)}", which was refused`, ['correlation', 'rules']);
    this.depth.set(rule.id, 'open');
    try {
      let depth = 1;
      for (const [at, id] of rule.rules.entries()) {
        const child = this.byId.get(id);
        if (child) depth = Math.max(depth, this.place(child) + 1);
        else if (!this.known(id)) throw new RuleFault(`it refers to "${id.slice(0, 128)}", which was refused`, ['correlation', 'rules', at]);
      }
      if (depth > maxChain) throw new RuleFault(`more than ${maxChain} correlations are chained`, ['correlation', 'rules']);
      this.depth.set(rule.id, depth);
      this.ordered.push(rule);
      return depth;
    } catch (fault) {
      this.depth.set(rule.id, 'refused');
      throw fault;
    }
  }
}

/** Never throws for what a document says: each correlation is loaded, or refused with its reason and place. */
export function loadCorrelations(documents: readonly CorrelationDocument[], rules: readonly SigmaRule[]): LoadedCorrelations {
  const refused: RefusedRule[] = [];
  const attempt = <T>(document: CorrelationDocument, work: () => T): T | undefined => {
    try {
      return work();
    } catch (fault) {
      if (!(fault instanceof RuleFault)) throw fault;
      refused.push(refusal(document.source, document.index, document.yaml, fault));
      return undefined;
    }
  };
  const ruleIds = new Set(rules.map(({ id }) => id));
  const taken = new Set(ruleIds);
  const drafts = documents.flatMap((document) => attempt(document, () => {
    const draft = parseCorrelation(document);
    if (taken.has(draft.rule.id)) throw new RuleFault('another rule has this id', ['id']);
    taken.add(draft.rule.id);
    return draft;
  }) ?? []);
  const names = new RuleNames(rules, drafts);
  const resolved = drafts.flatMap((draft) => {
    const rule = attempt(draft.document, () => resolve(draft, names));
    return rule ? [{ rule, document: draft.document }] : [];
  });
  const chain = new Chain(new Map(resolved.map(({ rule }) => [rule.id, rule])), (id) => ruleIds.has(id));
  for (const { rule, document } of resolved) attempt(document, () => chain.place(rule));
  return { correlations: chain.ordered, refused };
}
