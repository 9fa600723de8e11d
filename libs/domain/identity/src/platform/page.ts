import { dateFrom, isUuid } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';

export interface PageAsked {
  readonly first: number;
  readonly after?: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

interface Placed {
  readonly at: Date;
  readonly id: string;
}

/** By whole milliseconds and id, newest first: as both lists of the platform are sorted. */
export function placeCursor({ at, id }: Placed): string {
  return `${at.getTime().toString(36)}.${id}`;
}

/** @throws Refusal `page.size_invalid`, `cursor.malformed` */
export function readPage({ first, after }: PageAsked): { readonly limit: number; readonly at: Date | null; readonly id: Uuid | null } {
  if (!Number.isInteger(first) || first < 1 || first > 100) throw refuse('page.size_invalid');
  if (after === null || after === undefined) return { limit: first, at: null, id: null };
  const [time = '', id = '', ...more] = after.split('.', 3);
  const at = Number.parseInt(time, 36);
  // Only a cursor that prints as it was given: parseInt alone takes any tail. 8.64e15 is the last instant of a Date.
  if (more.length > 0 || !(at >= 0 && at <= 8.64e15) || at.toString(36) !== time || !isUuid(id)) throw refuse('cursor.malformed');
  return { limit: first, at: dateFrom(at), id };
}

/** @param rows one more than asked for, where there is a next page */
export function pageOf<T extends Placed>(rows: readonly T[], first: number): Page<T> {
  const items = rows.slice(0, first);
  const last = items.at(-1);
  return { items, hasNextPage: rows.length > first, endCursor: last ? placeCursor(last) : null };
}
