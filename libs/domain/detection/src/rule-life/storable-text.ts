import { inert } from '../evaluation/inert';

/** Postgres cannot store NUL, nor half of a surrogate pair; YAML may hold neither. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replace(/\p{Cs}/gu, '\ufffd');
}

/** One line of somebody's words. */
export function plainNote(note: string | null | undefined): string {
  return inert(note ?? '', 1_000);
}

export const NOTE_LIMIT = 1_000;
