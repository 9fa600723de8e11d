import type { RegexNode } from './regex-node';

function trimEdge(parts: readonly RegexNode[], atStart: boolean): readonly RegexNode[] {
  const index = atStart ? 0 : parts.length - 1;
  const edge = parts[index];
  if (!edge) return parts;
  const rest = atStart ? parts.slice(1) : parts.slice(0, -1);
  const put = (node: RegexNode): readonly RegexNode[] => (atStart ? [node, ...rest] : [...rest, node]);
  if (edge.kind === 'cat') {
    const inner = trimEdge(edge.of, atStart);
    return inner.length === 0 ? trimEdge(rest, atStart) : put({ kind: 'cat', of: inner });
  }
  if (edge.kind !== 'loop' || edge.max === edge.min) return parts;
  if (edge.min === 0) return trimEdge(rest, atStart);
  return put({ ...edge, max: edge.min });
}

/**
 * Whether a text holds a match is all that is ever asked, so a repetition at either edge need take no more than its
 * minimum: `.*cmd.+` asks the same as `cmd.`, without the backtracking.
 */
export function trimmed(node: RegexNode): RegexNode {
  if (node.kind === 'alt') return { kind: 'alt', of: node.of.map(trimmed) };
  if (node.kind !== 'cat') return node;
  return { kind: 'cat', of: trimEdge(trimEdge(node.of, true), false) };
}
