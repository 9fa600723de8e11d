import { RuleFault } from '../parse/rule-fault';
import type { Ranges, RegexNode } from './regex-node';
import { anything, blanks, bothCases, digits, negateRanges, notNewline, sortRanges, wordCharacters } from './regex-node';

export interface RegexFlags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

export const maxRegexLength = 4_096;
const maxNesting = 50;
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, 0: 0 };
const classes: Readonly<Record<string, Ranges>> = {
  d: digits,
  D: negateRanges(digits),
  w: wordCharacters,
  W: negateRanges(wordCharacters),
  s: blanks,
  S: negateRanges(blanks),
};

/** Reads the PCRE subset that Sigma allows; one reading for RegExp and RE2, so both answer the same. */
class RegexReader {
  private readonly chars: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(
    source: string,
    private flags: RegexFlags,
  ) {
    this.chars = [...source];
  }

  read(): RegexNode {
    const node = this.alternatives();
    if (this.at < this.chars.length) this.fail("a ')' closes nothing");
    return node;
  }

  private fail(reason: string): never {
    throw new RuleFault(`the regular expression cannot be used: ${reason} (character ${this.at + 1})`);
  }

  private peek(ahead = 0): string {
    return this.chars[this.at + ahead] ?? '';
  }

  private take(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  private alternatives(): RegexNode {
    if (++this.depth > maxNesting) this.fail('groups are nested too deeply');
    const branches = [this.sequence()];
    while (this.take('|')) branches.push(this.sequence());
    this.depth--;
    return branches.length === 1 && branches[0] ? branches[0] : { kind: 'alt', of: branches };
  }

  private sequence(): RegexNode {
    const of: RegexNode[] = [];
    while (this.at < this.chars.length && this.peek() !== '|' && this.peek() !== ')') {
      const atom = this.atom();
      if (atom) of.push(this.repeated(atom));
    }
    return { kind: 'cat', of };
  }

  private repeated(atom: RegexNode): RegexNode {
    let node = atom;
    for (let times = 0; ; times++) {
      const [min, max] = this.quantifier() ?? [-1, -1];
      if (min < 0) return node;
      if (times > 0) this.fail('two quantifiers follow one another');
      if (node.kind === 'start' || node.kind === 'end' || node.kind === 'word-edge' || node.kind === 'look') this.fail('an assertion is repeated');
      if (this.peek() === '+') this.fail('possessive quantifiers are not supported');
      node = { kind: 'loop', of: node, min, max, lazy: this.take('?') };
    }
  }

  private quantifier(): [number, number] | null {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    if (this.peek() !== '{') return null;
    const counts = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(this.chars.slice(this.at, this.at + 14).join(''));
    if (!counts) return null;
    this.at += counts[0].length;
    const min = Number(counts[1]);
    const max = counts[2] ? (counts[3] ? Number(counts[3]) : Infinity) : min;
    if (max < min) this.fail('a repetition counts backwards');
    return [min, max];
  }

  private set(ranges: Ranges): RegexNode {
    return { kind: 'set', ranges: this.flags.i ? bothCases(ranges) : ranges };
  }

  private atom(): RegexNode | null {
    const char = this.peek();
    if (char === '*' || char === '+' || char === '?') this.fail('a quantifier repeats nothing');
    this.at++;
    if (char === '.') return { kind: 'set', ranges: this.flags.s ? anything : notNewline };
    if (char === '^') return { kind: 'start', lines: this.flags.m };
    if (char === '$') return { kind: 'end', lines: this.flags.m };
    if (char === '(') return this.group();
    if (char === '[') return this.set(this.bracket());
    if (char === '\\') return this.escape();
    return this.set([[char.codePointAt(0) ?? 0, char.codePointAt(0) ?? 0]]);
  }

  private group(): RegexNode | null {
    const outer = this.flags;
    let look: { behind: boolean; negated: boolean } | null = null;
    if (this.take('?')) {
      if (this.take('=')) look = { behind: false, negated: false };
      else if (this.take('!')) look = { behind: false, negated: true };
      else if (this.take('<=')) look = { behind: true, negated: false };
      else if (this.take('<!')) look = { behind: true, negated: true };
      else if (this.peek() === '<' || this.peek() === 'P') this.name();
      else if (!this.take(':') && this.inlineFlags()) return null;
    }
    const body = this.alternatives();
    if (!this.take(')')) this.fail('a group is not closed');
    this.flags = outer;
    return look ? { kind: 'look', of: body, ...look } : body;
  }

  private name(): void {
    this.take('P');
    if (!this.take('<')) this.fail('references to groups are not supported');
    while (/\w/.test(this.peek())) this.at++;
    if (!this.take('>')) this.fail("a group's name is not closed");
  }

  /** `(?i)` holds to the end of its group, `(?i:…)` for its own; true for the first kind. */
  private inlineFlags(): boolean {
    let on = true;
    const flags = { ...this.flags };
    for (; this.peek() !== ')' && this.peek() !== ':'; this.at++) {
      const flag = this.peek();
      if (flag === '-') on = false;
      else if (flag === 'i' || flag === 'm' || flag === 's') flags[flag] = on;
      else this.fail(`the group (?${flag || '…'} is not supported`);
    }
    this.flags = flags;
    return this.chars[this.at++] === ')';
  }

  private escape(): RegexNode {
    const char = this.peek();
    if (char === 'b' || char === 'B') {
      this.at++;
      return { kind: 'word-edge', negated: char === 'B' };
    }
    if (char === 'A' || char === 'z' || char === 'Z') {
      this.at++;
      return { kind: char === 'A' ? 'start' : 'end', lines: false };
    }
    return this.set(this.escaped());
  }

  /** What follows a backslash, inside brackets or out. */
  private escaped(): Ranges {
    const char = this.peek();
    if (char === '') this.fail('it ends in a backslash');
    this.at++;
    const known = Object.hasOwn(classes, char) ? classes[char] : undefined;
    if (known) return known;
    const control = Object.hasOwn(controls, char) ? controls[char] : undefined;
    if (control !== undefined) return [[control, control]];
    const width = char === 'x' ? 2 : char === 'u' ? 4 : 0;
    if (width > 0) {
      const hex = this.chars.slice(this.at, this.at + width).join('');
      if (!/^[0-9a-f]+$/i.test(hex) || hex.length < width) this.fail('a hexadecimal escape is incomplete');
      this.at += width;
      return [[Number.parseInt(hex, 16), Number.parseInt(hex, 16)]];
    }
    if (/[1-9]/.test(char)) this.fail('references to groups are not supported');
    if (/[a-zA-Z]/.test(char)) this.fail(`the escape \\${char} is not supported`);
    const code = char.codePointAt(0) ?? 0;
    return [[code, code]];
  }

  private bracket(): Ranges {
    const negated = this.take('^');
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.at >= this.chars.length) this.fail('a [ is not closed');
      const low = this.bracketItem();
      const single = low.length === 1 && low[0]?.[0] === low[0]?.[1] ? low[0]?.[0] : undefined;
      if (single === undefined || this.peek() !== '-' || this.peek(1) === ']') {
        ranges.push(...low);
        continue;
      }
      this.at++;
      const high = this.bracketItem()[0]?.[0] ?? 0;
      if (high < single) this.fail('a range in brackets runs backwards');
      ranges.push([single, high]);
    }
    this.at++;
    const sorted = sortRanges(this.flags.i ? bothCases(sortRanges(ranges)) : ranges);
    return negated ? negateRanges(sorted) : sorted;
  }

  private bracketItem(): Ranges {
    const char = this.peek();
    this.at++;
    if (char === '\\') {
      if (this.peek() === 'b') {
        this.at++;
        return [[8, 8]];
      }
      return this.escaped();
    }
    if (char === '[' && (this.peek() === ':' || this.peek() === '.')) this.fail('POSIX classes are not supported');
    const code = char.codePointAt(0) ?? 0;
    return [[code, code]];
  }
}

/** @throws RuleFault for anything outside the subset, with the place. */
export function parseRegex(source: string, flags: RegexFlags): RegexNode {
  if (source.length > maxRegexLength) throw new RuleFault(`the regular expression is longer than ${maxRegexLength} characters`);
  return new RegexReader(source, flags).read();
}
