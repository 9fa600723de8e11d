import type { FieldTest, RuleNode } from '../modifiers/field-test';
import { literalOf, hasWildcard } from '../modifiers/text-pattern';
import type { SigmaRule } from '../parse/sigma-rule';

/**
 * What the JSON text of every matching event holds: for stores that look for candidates before a rule is asked. Never
 * narrower than the rule; `everything` where nothing can be promised.
 */
export type RuleNarrowing =
  | { readonly all: readonly RuleNarrowing[] }
  | { readonly any: readonly RuleNarrowing[] }
  /** ASCII, without regard to case. */
  | { readonly text: string }
  /** The event's `EventID` as text is one of these. */
  | { readonly column: 'eventCode'; readonly values: readonly string[] }
  | { readonly everything: true };

const everything: RuleNarrowing = { everything: true };
const isEverything = (one: RuleNarrowing): boolean => 'everything' in one;

/**
 * Runs of a literal that stand in the text as they are, whatever wrote it: JSON, XML and key-value formats each escape
 * some of the other characters, and JSON puts blanks where it likes around its marks. Numbers may be spelled in several ways.
 */
function plainRuns(literal: string): string[] {
  return (literal.match(/[A-Za-z0-9 _.@#$%+*()!;~?^-]{3,}/g) ?? []).map((run) => run.trim()).filter((run) => run.length >= 3 && !/^[\d.e+-]+$/i.test(run));
}

function ofLiteral(literal: string): RuleNarrowing {
  const runs = plainRuns(literal);
  return runs.length === 0 ? everything : joinAll(runs.map((text) => ({ text: text.toLowerCase() })));
}

function joinAll(parts: readonly RuleNarrowing[]): RuleNarrowing {
  const kept = parts.filter((part) => !isEverything(part));
  const [first] = kept;
  if (!first) return everything;
  return kept.length === 1 ? first : { all: kept };
}

function joinAny(parts: readonly RuleNarrowing[]): RuleNarrowing {
  const [first] = parts;
  if (!first || parts.some(isEverything)) return everything;
  return parts.length === 1 ? first : { any: parts };
}

function ofTest(field: string | null, test: FieldTest): RuleNarrowing {
  if (test.op === 'regex') {
    const { required, runs } = test.regex;
    return joinAll([...runs.map(ofLiteral), required ? joinAny(required.map(ofLiteral)) : everything]);
  }
  if (test.op !== 'text') return everything;
  if (field === 'EventID' && !hasWildcard(test.pattern)) return { column: 'eventCode', values: [literalOf(test.pattern)] };
  return joinAll(test.pattern.map((part) => (typeof part === 'string' ? ofLiteral(part) : everything)));
}

function narrow(node: RuleNode): RuleNarrowing {
  if (node.kind === 'test') return ofTest(node.field, node.test);
  if (node.kind === 'not') return everything;
  return node.kind === 'and' ? joinAll(node.of.map(narrow)) : joinAny(node.of.map(narrow));
}

/** Of several rules: what a match of any of them holds. */
export function narrowingOf(rules: readonly Pick<SigmaRule, 'detection'>[]): RuleNarrowing {
  return joinAny(rules.map(({ detection }) => narrow(detection)));
}
