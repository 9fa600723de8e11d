import type { LeafVerdict, RuleVerdict, VerdictNode } from './rule-verdict';

const shownValue = 160;
const shownParts = 6;

/** Control and direction characters would let a log write on the terminal, or rearrange what is read. */
function inert(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A long value is shown around what the condition looks for. */
function excerpt(value: string, condition: string): string {
  if (value.length <= shownValue) return inert(value);
  const wanted = condition.slice(condition.indexOf(': ') + 2).replaceAll('*', '').toLowerCase();
  const at = wanted === '' ? -1 : value.toLowerCase().indexOf(wanted);
  const from = at < shownValue / 2 ? 0 : at - shownValue / 2;
  return `${from > 0 ? '…' : ''}${inert(value.slice(from, from + shownValue))}${from + shownValue < value.length ? '…' : ''}`;
}

/** @param before the leaf above: what the event has is said once */
function leafText({ condition, field, value, passed }: LeafVerdict, before?: LeafVerdict): string {
  const asked = inert(condition.slice(0, 300));
  if (before && !passed && !before.passed && before.field === field && before.value === value) return asked;
  if (value !== undefined) return `${asked}   ${field === '' ? '' : `${inert(field)} `}is ${excerpt(value, condition)}`;
  if (field === '') return passed ? asked : `${asked}   no value holds it`;
  return `${asked}   ${inert(field)} is missing`;
}

const words = { and: 'all of', or: 'one of', not: 'not' } as const;

function lines(node: VerdictNode, depth: number, out: string[], before?: LeafVerdict): void {
  const sign = `${'  '.repeat(depth)}${node.passed ? '✓' : '✗'} `;
  const name = node.label === undefined ? '' : `${inert(node.label)}: `;
  if (node.kind === 'test') {
    out.push(`${sign}${name}${leafText(node.leaf, before)}`);
    return;
  }
  out.push(`${sign}${name}${words[node.kind]}`);
  const parts = node.kind === 'not' ? [node.of] : node.of;
  // What decided comes first when not all is shown.
  const decided = parts.filter(({ passed }) => passed === node.passed);
  const others = node.kind === 'or' ? [] : parts.filter((part) => !decided.includes(part));
  const shown = parts.length <= shownParts && node.kind !== 'or' ? parts : [...decided, ...others].slice(0, shownParts);
  for (const [at, part] of shown.entries()) {
    const above = shown[at - 1];
    lines(part, depth + 1, out, above?.kind === 'test' ? above.leaf : undefined);
  }
  const rest = parts.length - shown.length + (node.kind === 'not' ? 0 : node.omitted);
  if (rest > 0) out.push(`${'  '.repeat(depth + 1)}… and ${rest} more${node.kind === 'or' && node.passed ? ', not needed' : ''}`);
}

/** For people at a terminal: a tree with ✓ and ✗, without colours, safe to print whatever the event holds. */
export function renderVerdict({ matched, routed, routing, tree, blockers }: RuleVerdict): string {
  const out = [matched ? 'match' : 'no match', `  ${routed ? '✓' : '✗'} logsource: ${inert(routing)}`];
  lines(tree, 1, out);
  if (blockers.length > 0) {
    out.push(`  what kept it from matching${blockers.length > shownParts ? ` (${blockers.length} answers)` : ''}:`);
    for (const leaf of blockers.slice(0, shownParts)) out.push(`    ${leaf.passed ? 'should not hold: ' : 'should hold: '}${leafText(leaf)}`);
  }
  return out.join('\n');
}
