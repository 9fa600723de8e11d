import type { FieldTest, RuleNode } from '../modifiers/field-test';
import type { Place } from './text-matcher';
import { shapeOf } from './text-matcher';

/** A lower-cased literal that a matching value holds at a place. */
export interface Atom {
  readonly literal: string;
  readonly place: Place;
}

/**
 * Something that must be true of one field (null: of any value) for its conjunction to hold.
 * `atoms` null = the field must be there, nothing more is indexed. Clauses only narrow; the rule itself decides.
 */
export interface Clause {
  readonly node: RuleNode;
  readonly field: string | null;
  readonly atoms: readonly Atom[] | null;
}

/** A literal in a field that makes a rule fail wherever it stands there. */
export interface Blocker {
  readonly field: string;
  readonly atom: Atom;
}

const maxConjunctions = 32;

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

/**
 * The atoms of one test; null when no literal can be promised. Lower-casing depends on neighbours for some letters
 * outside ASCII (final sigma), so for tests on the raw text only ASCII literals are used.
 */
function atomsOf(test: FieldTest): Atom[] | null {
  if (test.op === 'regex') {
    const { required } = test.regex;
    return required ? required.map((literal) => ({ literal, place: 'inside' })) : null;
  }
  if (test.op !== 'text') return null;
  const { place, literal } = shapeOf(test.pattern);
  if (test.cased && literal !== null && !isAscii(literal)) return null;
  if (literal !== null) return literal === '' && place !== 'whole' ? null : [{ literal: literal.toLowerCase(), place }];
  let longest = '';
  for (const part of test.pattern) if (typeof part === 'string' && part.length > longest.length && (!test.cased || isAscii(part))) longest = part;
  return longest === '' ? null : [{ literal: longest.toLowerCase(), place: 'inside' }];
}

/** The tests of an OR that all ask about one field; null when it is anything else, or a test that a missing value passes. */
function sameFieldTests(node: RuleNode, found: (RuleNode & { kind: 'test' })[] = []): (RuleNode & { kind: 'test' })[] | null {
  if (node.kind === 'test') {
    if (node.test.op === 'null' || node.test.op === 'exists') return null;
    if (found[0] && found[0].field !== node.field) return null;
    found.push(node);
    return found;
  }
  if (node.kind !== 'or') return null;
  return node.of.every((part) => sameFieldTests(part, found) !== null) ? found : null;
}

function clauseOf(node: RuleNode): Clause | null {
  const tests = sameFieldTests(node);
  const [first] = tests ?? [];
  if (!tests || !first) return null;
  const atoms: Atom[] = [];
  for (const { test } of tests) {
    const some = atomsOf(test);
    if (!some) return first.field === null ? null : { node, field: first.field, atoms: null };
    atoms.push(...some);
  }
  return { node, field: first.field, atoms };
}

/** Positive conjuncts of a tree, nested ANDs opened. */
function conjuncts(node: RuleNode): RuleNode[] {
  return node.kind === 'and' ? node.of.flatMap(conjuncts) : [node];
}

/**
 * Conjunctions of clauses, at least one of which holds whenever the node does. ORs over several fields are
 * multiplied out as long as that stays small; what is left out only makes the filter wider.
 */
export function conjunctionsOf(node: RuleNode, cap = maxConjunctions): Clause[][] {
  if (node.kind === 'or' && !sameFieldTests(node)) {
    if (node.of.length > cap) return [[]];
    const each = node.of.flatMap((part) => conjunctionsOf(part, Math.max(1, Math.floor(cap / node.of.length))));
    return each.length > cap ? [[]] : each;
  }
  const fixed: Clause[] = [];
  const open: Clause[][][] = [];
  for (const part of conjuncts(node)) {
    const clause = clauseOf(part);
    if (clause) fixed.push(clause);
    else if (part.kind === 'or') open.push(conjunctionsOf(part, cap));
  }
  let product: Clause[][] = [fixed];
  for (const choices of open.sort((a, b) => a.length - b.length)) {
    if (product.length * choices.length > cap || choices.some((choice) => choice.length === 0)) continue;
    product = product.flatMap((one) => choices.map((choice) => [...one, ...choice]));
  }
  return product;
}

function alternatives(node: RuleNode): RuleNode[] {
  return node.kind === 'or' ? node.of.flatMap(alternatives) : [node];
}

/**
 * What stands in a rule as `not selection` and can be told by one literal. Unlike clauses these are exact: text,
 * any letter case, one literal at its place. U+FFFD is what half a surrogate pair looks like in UTF-8, so not it.
 */
export function blockersOf(node: RuleNode): Blocker[] {
  return conjuncts(node).flatMap((part) => {
    const choices = part.kind === 'not' ? alternatives(part.of) : [];
    return choices.flatMap((choice): Blocker[] => {
      if (choice.kind !== 'test' || choice.field === null || choice.test.op !== 'text' || choice.test.cased) return [];
      const { place, literal } = shapeOf(choice.test.pattern);
      return literal && !literal.includes('\ufffd') ? [{ field: choice.field, atom: { place, literal: literal.toLowerCase() } }] : [];
    });
  });
}
