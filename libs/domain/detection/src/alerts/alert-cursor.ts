import { dateFrom, isUuid, type Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';

/** Where a page ended: the list's own order, newest first, by (opened_at, id). */
export interface AlertPosition {
  /** As stored: whole milliseconds. */
  readonly openedAt: Date;
  readonly id: Uuid;
}

/** The cursor of one alert of the list: a page's `endCursor` is that of its last one. */
export function alertCursor({ openedAt, id }: AlertPosition): string {
  return `${openedAt.getTime().toString(36)}.${id}`;
}

/** @throws Refusal `cursor.malformed` */
export function parseAlertCursor(cursor: string): AlertPosition {
  const dot = cursor.indexOf('.');
  const openedAt = Number.parseInt(cursor.slice(0, dot), 36);
  const id = cursor.slice(dot + 1);
  // Only a cursor that prints as it was given: parseInt alone takes any tail. 8.64e15 is the last instant of a Date.
  if (dot < 1 || !(openedAt >= 0 && openedAt <= 8.64e15) || openedAt.toString(36) !== cursor.slice(0, dot) || !isUuid(id)) {
    throw refuse('cursor.malformed');
  }
  return { openedAt: dateFrom(openedAt), id };
}
