/**
 * A name that others read: NFKC, single spaces, nothing invisible, 1 to `most` characters.
 * @returns null for what is no such name
 */
export function readLabel(text: string, most: number): string | null {
  if (text.length > most * 8) return null;
  const label = text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return label.length === 0 || [...label].length > most || /\p{C}/u.test(label) ? null : label;
}

/** As a label, but it may be empty: a description, a note. */
export function readNote(text: string, most: number): string | null {
  return text.trim() === '' && text.length <= most * 8 ? '' : readLabel(text, most);
}
