import type { RuleNode } from '../modifiers/field-test';
import type { SigmaRule } from '../parse/sigma-rule';

export type Leaf = RuleNode & { kind: 'test' };

/** What has happened to one rule so far; pipelines share it, in the order of their priorities. */
export interface PipelineState {
  readonly values: Map<string, string>;
  /** Ids of the items that changed the rule. */
  readonly applied: Set<string>;
  /** Ids of the items that changed a leaf. */
  readonly appliedTo: WeakMap<RuleNode, ReadonlySet<string>>;
}

export type RuleTest = (rule: SigmaRule, state: PipelineState) => boolean;
export type LeafTest = (leaf: Leaf, state: PipelineState) => boolean;

/** `leaf` is asked about every test of the rule that the item's conditions let through; null takes it out. */
export type Transformation =
  | { readonly on: 'rule'; readonly apply: (rule: SigmaRule, state: PipelineState) => SigmaRule }
  | { readonly on: 'leaf'; readonly apply: (leaf: Leaf, state: PipelineState) => RuleNode | null };

export interface PipelineItem {
  readonly id?: string;
  readonly transformation: Transformation;
  readonly ruleHolds: RuleTest;
  readonly leafHolds: LeafTest;
}

/** A processing pipeline in pySigma's format: rules written for one world made to fit another. */
export interface SigmaPipeline {
  readonly name: string;
  readonly origin: string;
  /** Lower comes first. */
  readonly priority: number;
  readonly items: readonly PipelineItem[];
}
