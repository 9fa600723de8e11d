import type { Atom } from './clauses';

/** A clause while a bucket is being built: pruning may take its atoms away, which leaves it asking for presence. */
export interface OpenClause {
  atoms: readonly Atom[] | null;
  readonly conjunctions: number[];
  /** Its atoms rule the conjunctions out instead of being needed. */
  readonly blocks?: boolean;
}

/** Literals below these lengths make a scan look at every byte, or at every byte twice. */
const targets = [6, 4] as const;
/** A clause with literals this long stands for a conjunction whose other clause was pruned. */
const tellingLength = 6;
/** More conjunctions than this decided one by one would cost what the scan saves. */
const mostWidened = 16;

function holdsBack(clause: OpenClause, target: number): boolean {
  return clause.atoms?.some(({ literal, place }) => place === 'inside' && literal.length < target) ?? false;
}

function isTelling(clause: OpenClause): boolean {
  return clause.atoms?.every(({ literal }) => literal.length >= tellingLength) ?? false;
}

/**
 * A few short literals slow the search for hundreds of long ones in the same field. Where each conjunction with such a
 * literal has a better clause, the short ones are left to the exact decision.
 */
export function pruneShortLiterals(slots: readonly (readonly OpenClause[])[]): void {
  const telling = new Map<number, number>();
  for (const clause of slots.flat()) if (isTelling(clause)) for (const one of clause.conjunctions) telling.set(one, (telling.get(one) ?? 0) + 1);
  for (const clauses of slots) {
    for (const target of targets) {
      const short = clauses.filter((clause) => holdsBack(clause, target));
      const widened = new Set(short.flatMap(({ conjunctions }) => conjunctions));
      if (widened.size > mostWidened || [...widened].some((one) => !telling.has(one))) continue;
      for (const clause of short) clause.atoms = null;
      break;
    }
  }
}
