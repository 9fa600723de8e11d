/** As they are typed, by commas or blanks: each once, in small letters. */
export function readFlags(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().split(/[\s,]+/).filter(Boolean))].sort();
}
