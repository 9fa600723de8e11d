import type { RegexNode } from './regex-node';

/**
 * A proved upper bound on a backtracking search: it tries at most `factor` × length^`degree` ways.
 * Null = no proof (a loop around something that is not one character wide may be exponential).
 */
export interface RegexCost {
  readonly factor: number;
  readonly degree: number;
}

const maxFactor = 5_000;

function isOneWide(node: RegexNode): boolean {
  if (node.kind === 'set') return true;
  return node.kind === 'cat' && node.of.length === 1 && node.of[0] !== undefined && isOneWide(node.of[0]);
}

function ofNode(node: RegexNode): RegexCost | null {
  switch (node.kind) {
    case 'set':
    case 'start':
    case 'end':
    case 'word-edge':
      return { factor: 1, degree: 0 };
    case 'look':
      return ofNode(node.of);
    case 'cat':
    case 'alt': {
      let factor = node.kind === 'alt' ? 0 : 1;
      let degree = 0;
      for (const part of node.of) {
        const cost = ofNode(part);
        if (!cost) return null;
        factor = node.kind === 'alt' ? factor + cost.factor : factor * cost.factor;
        degree = node.kind === 'alt' ? Math.max(degree, cost.degree) : degree + cost.degree;
      }
      return factor > maxFactor ? null : { factor: Math.max(1, factor), degree };
    }
    case 'loop': {
      if (isOneWide(node.of)) {
        if (node.max === Infinity) return { factor: 1, degree: 1 };
        return { factor: node.max - node.min + 1, degree: 0 };
      }
      const body = ofNode(node.of);
      if (!body || node.max > 64) return null;
      // Each turn may be taken in `factor` ways, or not at all.
      const factor = (body.factor + (node.max > node.min ? 1 : 0)) ** node.max;
      return factor > maxFactor ? null : { factor, degree: body.degree * node.max };
    }
  }
}

/** Begins with `^` on every branch: the search does not start over at each character. */
function isAnchored(node: RegexNode): boolean {
  if (node.kind === 'start') return !node.lines;
  if (node.kind === 'alt') return node.of.every(isAnchored);
  return node.kind === 'cat' && node.of[0] !== undefined && isAnchored(node.of[0]);
}

export function regexCost(node: RegexNode): RegexCost | null {
  const cost = ofNode(node);
  if (!cost) return null;
  return { factor: cost.factor, degree: cost.degree + (isAnchored(node) ? 0 : 1) };
}

export function hasLookaround(node: RegexNode): boolean {
  if (node.kind === 'look') return true;
  if (node.kind === 'cat' || node.kind === 'alt') return node.of.some(hasLookaround);
  return node.kind === 'loop' && hasLookaround(node.of);
}
