/** One line somebody typed, as it is kept: blanks trimmed, controls, line breaks and direction changes made blanks. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ').trim();
}

/** A text of several lines, as it is kept: line breaks and tabs stay, what a reader cannot see does not. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}]/gu, ' ')
    .trim();
}

/** Names of fields, each once and trimmed; null where one is empty or too long, or they are too many. */
export function fieldNames(names: readonly string[], most: number): readonly string[] | null {
  const unique = [...new Set(names.map((name) => name.trim()))];
  const sane = unique.every((name) => name.length >= 1 && name.length <= 200 && oneLine(name) === name);
  return sane && unique.length <= most && unique.length === names.length ? unique : null;
}
