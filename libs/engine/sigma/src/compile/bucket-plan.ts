import type { RuleNode } from '../modifiers/field-test';
import type { SigmaRule } from '../parse/sigma-rule';
import { blockersOf, conjunctionsOf } from './clauses';
import type { ViewTest } from './compile-node';
import { compileNode, price, SlotNames } from './compile-node';
import type { OpenClause } from './prune-clauses';
import { pruneShortLiterals } from './prune-clauses';
import { SlotIndex } from './slot-index';

/** A rule as it reads on one route: `mapped` turns its field names into the event's. */
export interface RoutedRule {
  readonly rule: SigmaRule;
  readonly mapped: (field: string) => string;
}

export interface Candidate {
  readonly rule: SigmaRule;
  readonly matches: ViewTest;
}

/** What a bucket is made of: dear to make, and the same for every bucket of these rules. */
export interface BucketPlan {
  readonly fieldNames: readonly string[];
  readonly candidates: readonly Candidate[];
  /** Conjunction → candidate. Conjunctions of one candidate are neighbours. */
  readonly owner: readonly number[];
  readonly indexes: readonly { readonly slot: number; readonly index: SlotIndex }[];
}

/** The pseudo-slot of keywords. */
export const everywhere = -1;
/** Rules that cost less together (in tests of one field) are decided one by one sooner than their fields are looked up. */
const cheapTogether = 12;
/** Rules between two yields: about a millisecond of work. */
const slice = 16;

/** Shorter ones inside a value would slow the search for all others. */
const shortestInside = 7;

/** Only in fields that are searched anyway. */
function addBlockers(rules: readonly RoutedRule[], owner: readonly number[], clausesOf: (rule: RoutedRule, field: string) => Map<RuleNode, OpenClause> | undefined): void {
  const conjunctions = rules.map((): number[] => []);
  for (const [number, candidate] of owner.entries()) conjunctions[candidate]?.push(number);
  for (const [candidate, rule] of rules.entries()) {
    for (const { field, atom } of blockersOf(rule.rule.detection)) {
      if (atom.place === 'inside' && atom.literal.length < shortestInside) continue;
      clausesOf(rule, field)?.set({ kind: 'and', of: [] }, { atoms: [atom], conjunctions: conjunctions[candidate] ?? [], blocks: true });
    }
  }
}

/** Yields between slices of work, so that a caller with other things to do can do them. */
export function* planBucket(rules: readonly RoutedRule[]): Generator<undefined, BucketPlan> {
  const names = new SlotNames();
  const candidates: Candidate[] = [];
  const owner: number[] = [];
  const bySlot = new Map<number, Map<RuleNode, OpenClause>>();
  const unindexed = rules.length <= cheapTogether && rules.reduce((sum, { rule }) => sum + price(rule.detection), 0) <= cheapTogether;
  for (const { rule, mapped } of rules) {
    const candidate = candidates.push({ rule, matches: compileNode(rule.detection, (field) => names.slotOf(mapped(field))) }) - 1;
    if (unindexed) {
      owner.push(candidate);
      continue;
    }
    for (const conjunction of conjunctionsOf(rule.detection)) {
      const number = owner.push(candidate) - 1;
      for (const { field, node, atoms } of conjunction) {
        const slot = field === null ? everywhere : names.slotOf(mapped(field));
        const clauses = bySlot.get(slot) ?? new Map<RuleNode, OpenClause>();
        bySlot.set(slot, clauses);
        const known = clauses.get(node);
        // The same selection may be named twice in one conjunction.
        if (!known) clauses.set(node, { atoms, conjunctions: [number] });
        else if (known.conjunctions.at(-1) !== number) known.conjunctions.push(number);
      }
    }
    if (candidates.length % slice === 0) yield;
  }
  yield;
  addBlockers(rules, owner, (rule, field) => bySlot.get(names.slotOf(rule.mapped(field))));
  pruneShortLiterals([...bySlot.values()].map((clauses) => [...clauses.values()]));
  const words = Math.ceil(owner.length / 32);
  const indexes: { slot: number; index: SlotIndex }[] = [];
  for (const [slot, clauses] of bySlot) {
    yield;
    indexes.push({ slot, index: new SlotIndex([...clauses.values()], owner.length, words, slot === everywhere) });
  }
  return { fieldNames: names.names, candidates, owner, indexes };
}
