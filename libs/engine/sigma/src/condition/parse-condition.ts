import type { RuleNode } from '../modifiers/field-test';
import { all, any } from '../modifiers/field-test';
import { nearestTo } from '../parse/nearest';
import { RuleFault } from '../parse/rule-fault';

export const maxConditionLength = 8_192;
const maxNesting = 64;

type Selections = ReadonlyMap<string, RuleNode>;

interface Token {
  readonly text: string;
  readonly at: number;
}

function tokens(source: string): Token[] {
  const out: Token[] = [];
  const pattern = /\s+|[()|]|[A-Za-z0-9_*?.-]+|./gsu;
  for (const match of source.matchAll(pattern)) {
    if (/^\s/.test(match[0])) continue;
    if (match[0] === '|') throw new RuleFault('the pipe syntax (| count() …) was removed from Sigma: write a correlation rule instead');
    if (!/^[()A-Za-z0-9_*?.-]/.test(match[0])) throw new RuleFault(`the condition has an unexpected ${match[0]} at character ${match.index + 1}`);
    out.push({ text: match[0], at: match.index });
  }
  return out;
}

/** `*` any run of characters, anchored at both ends; linear, since a rule's author may be hostile. */
function matchesName(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return pattern === name;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  const last = pieces.at(-1) ?? '';
  return name.length - from >= last.length && name.endsWith(last);
}

/** `or` binds loosest, then `and`, `not`, `x of` (Sigma rules specification, "Condition"). */
class ConditionReader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly list: readonly Token[],
    private readonly selections: Selections,
  ) {}

  read(): RuleNode {
    if (this.list.length === 0) throw new RuleFault('the condition is empty');
    const node = this.either();
    const rest = this.list[this.at];
    if (rest) throw new RuleFault(`the condition makes no sense from "${rest.text}" on (character ${rest.at + 1})`);
    return node;
  }

  private word(ahead = 0): string {
    return this.list[this.at + ahead]?.text.toLowerCase() ?? '';
  }

  private either(): RuleNode {
    if (++this.depth > maxNesting) throw new RuleFault(`the condition is nested more than ${maxNesting} levels deep`);
    const of = [this.both()];
    while (this.word() === 'or') {
      this.at++;
      of.push(this.both());
    }
    this.depth--;
    return any(of);
  }

  private both(): RuleNode {
    const of = [this.negated()];
    while (this.word() === 'and') {
      this.at++;
      of.push(this.negated());
    }
    return all(of);
  }

  private negated(): RuleNode {
    let odd = false;
    while (this.word() === 'not') {
      this.at++;
      odd = !odd;
    }
    const of = this.operand();
    return odd ? { kind: 'not', of } : of;
  }

  private operand(): RuleNode {
    const token = this.list[this.at];
    if (!token) throw new RuleFault('the condition ends too early');
    this.at++;
    const word = token.text.toLowerCase();
    if (token.text === '(') {
      const inside = this.either();
      if (this.list[this.at]?.text !== ')') throw new RuleFault(`the condition's ( at character ${token.at + 1} is not closed`);
      this.at++;
      return inside;
    }
    if ((word === '1' || word === 'any' || word === 'all') && this.word() === 'of') return this.quantified(word);
    if (/^\d+$/.test(word) && this.word() === 'of') throw new RuleFault(`"${word} of" is not Sigma: only 1 of, any of and all of are`);
    const selection = this.selections.get(token.text);
    if (selection) return selection;
    if (token.text === ')' || word === 'and' || word === 'or') throw new RuleFault(`the condition has an unexpected "${token.text}" at character ${token.at + 1}`);
    const nearest = nearestTo(token.text, [...this.selections.keys()]);
    throw new RuleFault(`the condition names "${token.text}", which detection does not define${nearest === undefined ? '' : `: did you mean ${nearest}?`}`);
  }

  private quantified(word: string): RuleNode {
    const target = this.list[this.at + 1];
    if (!target) throw new RuleFault('the condition ends too early');
    this.at += 2;
    const them = target.text.toLowerCase() === 'them';
    const of = [...this.selections]
      .filter(([name]) => (them ? !name.startsWith('_') : matchesName(target.text, name)))
      .map(([, node]) => node);
    if (of.length === 0) throw new RuleFault(`the condition's "${word} of ${target.text}" fits no selection`);
    return word === 'all' ? all(of) : any(of);
  }
}

/** @throws RuleFault naming what cannot be read and where in the condition */
export function parseCondition(source: string, selections: Selections): RuleNode {
  if (source.length > maxConditionLength) throw new RuleFault(`the condition is longer than ${maxConditionLength} characters`);
  return new ConditionReader(tokens(source), selections).read();
}
