import type { RuleFinding, TextError } from '@vedette/api-client';

const ranks = ['error', 'warning', 'info'] as const;
export type FindingSeverity = (typeof ranks)[number];

export interface ShownFinding {
  readonly severity: FindingSeverity;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly hint: string | null;
}

/** A severity that a later gateway may add is shown as the mildest. */
function severityOf(word: string): FindingSeverity {
  return ranks.find((one) => one === word) ?? 'info';
}

/** What linting and a refused save say of one text, each thing once, by place; what has no place first. */
export function findingList(findings: readonly RuleFinding[], refused: readonly TextError[] = []): ShownFinding[] {
  const all: ShownFinding[] = [
    ...findings.map(({ severity, line, column, message, hint }) => ({ severity: severityOf(severity), line, column, message, hint })),
    ...refused.filter(({ field }) => field === 'yaml').map(({ line, column, message, reason }) => ({ severity: 'error' as const, line, column, message: reason ?? message, hint: null })),
  ];
  const seen = new Set<string>();
  return all
    .filter(({ severity, line, column, message }) => {
      const key = JSON.stringify([severity, line, column, message]);
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || ranks.indexOf(a.severity) - ranks.indexOf(b.severity));
}

/** By line, the worst that is said of it. */
export function worstByLine(findings: readonly ShownFinding[]): ReadonlyMap<number, FindingSeverity> {
  const worst = new Map<number, FindingSeverity>();
  for (const { line, severity } of findings) {
    if (line === null) continue;
    const before = worst.get(line);
    if (before === undefined || ranks.indexOf(severity) < ranks.indexOf(before)) worst.set(line, severity);
  }
  return worst;
}

const names: Readonly<Record<FindingSeverity, readonly [one: string, many: string]>> = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['hint', 'hints'] };

/** `2 errors, 1 hint`, or `No findings`. */
export function findingWords(findings: readonly ShownFinding[]): string {
  const parts = ranks.flatMap((rank) => {
    const count = findings.filter(({ severity }) => severity === rank).length;
    return count === 0 ? [] : [`${count} ${names[rank][count === 1 ? 0 : 1]}`];
  });
  return parts.length === 0 ? 'No findings' : parts.join(', ');
}
