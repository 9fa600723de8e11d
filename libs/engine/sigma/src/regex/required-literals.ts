import type { RegexNode } from './regex-node';

/** The one lower-case character a set stands for, whatever its case; null when it may be several. */
function soleCharacter(node: RegexNode): string | null {
  if (node.kind !== 'set' || node.ranges.length > 2) return null;
  const forms = new Set<string>();
  for (const [low, high] of node.ranges) {
    if (high > low) return null;
    // Only ASCII: other letters change length or meet several upper cases when lowered.
    if (low > 127) return null;
    forms.add(String.fromCharCode(low).toLowerCase());
  }
  return forms.size === 1 ? ([...forms][0] ?? null) : null;
}

/** Runs of characters that every match holds side by side, lower-cased; the prefilter looks for the longest. */
function runsOf(node: RegexNode, runs: string[], open: string): string {
  if (node.kind === 'cat') {
    let current = open;
    for (const part of node.of) current = runsOf(part, runs, current);
    return current;
  }
  const sole = soleCharacter(node);
  if (sole !== null) return open + sole;
  if (node.kind === 'start' || node.kind === 'end' || node.kind === 'word-edge' || node.kind === 'look') return open;
  runs.push(open);
  if (node.kind === 'loop' && node.min > 0) {
    const tail = runsOf(node.of, runs, '');
    runs.push(tail);
    return node.min === node.max && node.min === 1 ? tail : '';
  }
  return '';
}

/** Runs that are all in the lower-cased text of every match, longest first. */
export function requiredRuns(node: RegexNode): readonly string[] {
  const runs: string[] = [];
  runs.push(runsOf(node, runs, ''));
  return [...new Set(runs)].filter((run) => run !== '').sort((a, b) => b.length - a.length).slice(0, 8);
}

/**
 * Literals of which at least one is in the lower-cased text of everything the expression matches;
 * null when nothing of use (two characters or more) can be promised.
 */
export function requiredLiterals(node: RegexNode): readonly string[] | null {
  if (node.kind === 'alt') {
    const each = node.of.map(requiredLiterals);
    const all = each.flatMap((literals) => literals ?? []);
    return each.includes(null) || all.length > 32 ? null : all;
  }
  const runs: string[] = [];
  runs.push(runsOf(node, runs, ''));
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest.length >= 3) return [longest];
  if (node.kind === 'cat') {
    for (const part of node.of) {
      const inner = part.kind === 'alt' ? requiredLiterals(part) : null;
      if (inner && inner.every((literal) => literal.length >= 3)) return inner;
    }
  }
  return longest.length >= 2 ? [longest] : null;
}
