import { RuleFault } from '@vedette/sigma';
import type { ConditionTerm } from './correlation-rule';

const maxLength = 4_096;
const maxNesting = 32;
const maxTerms = 256;
const place = ['correlation', 'condition'] as const;

type Expression =
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression };

interface Token {
  readonly text: string;
  readonly at: number;
}

function tokens(source: string): Token[] {
  const out: Token[] = [];
  for (const { 0: text, index } of source.matchAll(/[()]|[A-Za-z0-9_.-]+|[^\s]/gu)) {
    if (!/^[()A-Za-z0-9_.-]/.test(text)) throw new RuleFault(`the condition has an unexpected ${text} at character ${index + 1}`, place);
    out.push({ text, at: index });
  }
  return out;
}

/** `or` binds loosest, then `and`, then `not`, as in the conditions of rules. */
class ExpressionReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly list: readonly Token[]) {}

  read(): Expression {
    if (this.list.length === 0) throw new RuleFault('the condition is empty', place);
    const expression = this.either();
    const rest = this.list[this.at];
    if (rest) throw new RuleFault(`the condition makes no sense from "${rest.text.slice(0, 64)}" on (character ${rest.at + 1})`, place);
    return expression;
  }

  private word(): string {
    return this.list[this.at]?.text.toLowerCase() ?? '';
  }

  private several(kind: 'and' | 'or', operand: () => Expression): Expression {
    const of = [operand()];
    while (this.word() === kind) {
      this.at++;
      of.push(operand());
    }
    return of.length === 1 && of[0] ? of[0] : { kind, of };
  }

  private either(): Expression {
    if (++this.depth > maxNesting) throw new RuleFault(`the condition is nested more than ${maxNesting} levels deep`, place);
    const expression = this.several('or', () => this.several('and', () => this.negated()));
    this.depth--;
    return expression;
  }

  private negated(): Expression {
    let odd = false;
    while (this.word() === 'not') {
      this.at++;
      odd = !odd;
    }
    const of = this.operand();
    return odd ? { kind: 'not', of } : of;
  }

  private operand(): Expression {
    const token = this.list[this.at];
    if (!token) throw new RuleFault('the condition ends too early', place);
    this.at++;
    if (token.text === '(') {
      const inside = this.either();
      if (this.list[this.at]?.text !== ')') throw new RuleFault(`the condition's ( at character ${token.at + 1} is not closed`, place);
      this.at++;
      return inside;
    }
    if (token.text === ')' || /^(and|or)$/i.test(token.text)) throw new RuleFault(`the condition has an unexpected "${token.text}" at character ${token.at + 1}`, place);
    return { kind: 'rule', name: token.text };
  }
}

function joined(left: ConditionTerm, right: ConditionTerm): ConditionTerm | null {
  const present = [...new Set([...left.present, ...right.present])].sort((a, b) => a - b);
  const absent = [...new Set([...left.absent, ...right.absent])].sort((a, b) => a - b);
  return present.some((rule) => absent.includes(rule)) ? null : { present, absent };
}

/** Alternatives, bounded on the way: a short condition can stand for 2^n of them. */
function alternatives(expression: Expression, negated: boolean, indexOf: (name: string) => number): ConditionTerm[] {
  if (expression.kind === 'not') return alternatives(expression.of, !negated, indexOf);
  if (expression.kind === 'rule') {
    const rule = indexOf(expression.name);
    return [negated ? { present: [], absent: [rule] } : { present: [rule], absent: [] }];
  }
  const parts = expression.of.map((part) => alternatives(part, negated, indexOf));
  const union = (expression.kind === 'or') !== negated;
  const out = union
    ? parts.flat()
    : parts.reduce((left, right) => {
        if (left.length * right.length > maxTerms * 16) throw new RuleFault('the condition has too many alternatives', place);
        return left.flatMap((one) => right.flatMap((other) => joined(one, other) ?? []));
      });
  const distinct = [...new Map(out.map((term) => [JSON.stringify(term), term])).values()];
  if (distinct.length > maxTerms) throw new RuleFault(`the condition has more than ${maxTerms} alternatives`, place);
  return distinct;
}

export interface ParsedExpression {
  /** In order of appearance. */
  readonly names: readonly string[];
  /** @throws RuleFault when no alternative can be met, or one asks for absence alone */
  terms(indexOf: (name: string) => number): ConditionTerm[];
}

function namesOf(expression: Expression): string[] {
  if (expression.kind === 'rule') return [expression.name];
  return expression.kind === 'not' ? namesOf(expression.of) : expression.of.flatMap(namesOf);
}

/** A boolean condition over rule names. @throws RuleFault naming what cannot be read and where in the condition */
export function parseExpression(source: string): ParsedExpression {
  if (source.length > maxLength) throw new RuleFault(`the condition is longer than ${maxLength} characters`, place);
  const expression = new ExpressionReader(tokens(source)).read();
  return {
    names: [...new Set(namesOf(expression))],
    terms(indexOf) {
      const terms = alternatives(expression, false, indexOf);
      if (terms.length === 0) throw new RuleFault('the condition contradicts itself', place);
      // Absence has no event to start its window from.
      if (terms.some(({ present }) => present.length === 0)) throw new RuleFault('the condition can be met by absence alone: each alternative needs a rule that occurs', place);
      return terms;
    },
  };
}
