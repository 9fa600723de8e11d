import type { RuleNode } from '../modifiers/field-test';
import type { RefusedRule } from '../parse/rule-fault';
import { RuleFault } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import { leavesOf } from './rule-leaves';
import type { PipelineItem, PipelineState, SigmaPipeline } from './sigma-pipeline';
import { transformLeaves } from './transformations';

function noted(node: RuleNode, before: RuleNode, id: string | undefined, state: PipelineState): void {
  const ids = new Set([...(state.appliedTo.get(before) ?? []), ...(id === undefined ? [] : [id])]);
  for (const leaf of leavesOf(node)) state.appliedTo.set(leaf, ids);
}

function applyItem(rule: SigmaRule, { id, transformation, ruleHolds, leafHolds }: PipelineItem, state: PipelineState): SigmaRule {
  if (!ruleHolds(rule, state)) return rule;
  let next = rule;
  if (transformation.on === 'rule') next = transformation.apply(rule, state);
  else {
    const detection = transformLeaves(rule.detection, (leaf) => {
      if (!leafHolds(leaf, state)) return leaf;
      const changed = transformation.apply(leaf, state);
      if (changed && changed !== leaf) noted(changed, leaf, id, state);
      return changed;
    });
    if (detection !== rule.detection) next = { ...rule, detection };
  }
  if (id !== undefined) state.applied.add(id);
  return next;
}

/** The rules as the pipelines leave them, lowest priority first; a rule that one refuses is refused with its reason. */
export function applyPipelines(rules: readonly SigmaRule[], pipelines: readonly SigmaPipeline[]): { rules: SigmaRule[]; refused: RefusedRule[] } {
  const items = [...pipelines].sort((a, b) => a.priority - b.priority).flatMap((pipeline) => pipeline.items);
  const refused: RefusedRule[] = [];
  const changed = rules.flatMap((rule) => {
    const state: PipelineState = { values: new Map(), applied: new Set(), appliedTo: new WeakMap() };
    try {
      return [items.reduce((so, item) => applyItem(so, item, state), rule)];
    } catch (fault) {
      if (!(fault instanceof RuleFault)) throw fault;
      refused.push({ origin: rule.origin, ruleId: rule.id, title: rule.title, reason: fault.reason });
      return [];
    }
  });
  return { rules: changed, refused };
}
