const mostEdits = 2;

/** Edits from one word to another (Levenshtein); more than `limit` is all the same. */
function edits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** The word that was probably meant; undefined when none is near. */
export function nearestTo(word: string, words: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  const lower = word.toLowerCase();
  const [nearest] = words.map((each) => ({ each, far: edits(lower, each.toLowerCase(), mostEdits) })).sort((a, b) => a.far - b.far);
  return nearest && nearest.far <= Math.min(mostEdits, Math.floor(lower.length / 3)) ? nearest.each : undefined;
}
