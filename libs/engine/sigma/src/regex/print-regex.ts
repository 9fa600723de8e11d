import type { RegexNode, Ranges } from './regex-node';

export type Dialect = 'regexp' | 're2';

function code(value: number, dialect: Dialect): string {
  const char = String.fromCodePoint(value);
  if (/[0-9A-Za-z ]/.test(char)) return char;
  return dialect === 're2' ? `\\x{${value.toString(16)}}` : `\\u{${value.toString(16)}}`;
}

function bracket(ranges: Ranges, dialect: Dialect): string {
  const [only] = ranges;
  if (!only) return dialect === 're2' ? '[^\\x{0}-\\x{10ffff}]' : '[]';
  if (ranges.length === 1 && only[0] === only[1]) return code(only[0], dialect);
  return `[${ranges.map(([low, high]) => (low === high ? code(low, dialect) : `${code(low, dialect)}-${code(high, dialect)}`)).join('')}]`;
}

function count(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/**
 * Writes the tree for one engine with everything spelt out (classes, dot, letter case), so that no default of
 * an engine (`\s`, `.`, `i`) can make two engines disagree. RegExp needs the `u` flag.
 */
export function printRegex(node: RegexNode, dialect: Dialect): string {
  switch (node.kind) {
    case 'set':
      return bracket(node.ranges, dialect);
    case 'start':
      if (dialect === 're2') return node.lines ? '(?m:^)' : '\\A';
      return node.lines ? '(?<![^\\n])' : '^';
    case 'end':
      if (dialect === 're2') return node.lines ? '(?m:$)' : '\\z';
      return node.lines ? '(?![^\\n])' : '$';
    case 'word-edge':
      return node.negated ? '\\B' : '\\b';
    case 'cat':
      return node.of.map((part) => (part.kind === 'alt' ? `(?:${printRegex(part, dialect)})` : printRegex(part, dialect))).join('');
    case 'alt':
      return node.of.map((part) => printRegex(part, dialect)).join('|');
    case 'loop': {
      const simple = node.of.kind === 'set';
      const body = printRegex(node.of, dialect);
      return `${simple ? body : `(?:${body})`}${count(node.min, node.max)}${node.lazy ? '?' : ''}`;
    }
    case 'look':
      return `(?${node.behind ? '<' : ''}${node.negated ? '!' : '='}${printRegex(node.of, dialect)})`;
  }
}
