import type { Bound } from '../parse/correlation-rule';

function meets({ op, value }: Bound, measured: number): boolean {
  switch (op) {
    case 'gt': return measured > value;
    case 'gte': return measured >= value;
    case 'lt': return measured < value;
    case 'lte': return measured <= value;
    case 'eq': return measured === value;
    case 'neq': return measured !== value;
  }
}

/** Nothing measured (NaN: no number in the window) meets no bound, `neq` neither. */
export function meetsAll(bounds: readonly Bound[], measured: number): boolean {
  return !Number.isNaN(measured) && bounds.every((bound) => meets(bound, measured));
}

/** One comparison where there is one bound: asked for every event. */
export function thresholdTest(bounds: readonly Bound[]): (measured: number) => boolean {
  const [only, ...others] = bounds;
  if (only && others.length === 0) {
    const { op, value } = only;
    if (op === 'gte') return (measured) => measured >= value;
    if (op === 'gt') return (measured) => measured > value;
  }
  return (measured) => meetsAll(bounds, measured);
}

/** More events can only make it true. */
export const onlyGrows = (bounds: readonly Bound[]): boolean => bounds.every(({ op }) => op === 'gt' || op === 'gte');

/** The smallest count that meets the lower bounds. */
export function leastCount(bounds: readonly Bound[]): number {
  return bounds.reduce((least, { op, value }) => Math.max(least, op === 'gt' ? Math.floor(value) + 1 : op === 'gte' || op === 'eq' ? Math.ceil(value) : 0), 0);
}

/** The largest number that a condition tells apart: so many events have to be remembered. */
export function largestBound(bounds: readonly Bound[]): number {
  return bounds.reduce((largest, { value }) => Math.max(largest, Math.ceil(value) + 1), 1);
}

const words: Readonly<Record<Bound['op'], string>> = { gt: 'more than', gte: 'at least', lt: 'fewer than', lte: 'at most', eq: 'exactly', neq: 'other than' };

/** `at least 5`, `more than 100 and at most 200`. */
export function describeBounds(bounds: readonly Bound[]): string {
  return bounds.map(({ op, value }) => `${words[op]} ${value}`).join(' and ');
}
