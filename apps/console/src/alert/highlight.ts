export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The words of a condition as the rule writes it: `CommandLine|contains: -enc` → `-enc`. */
export function wantedText(condition: string): string {
  const colon = condition.indexOf(': ');
  return colon < 0 ? '' : condition.slice(colon + 2);
}

/**
 * Cuts `value` so that what a condition looked for stands apart, without regard to case. Where the condition's words
 * do not stand in the value literally (a pattern, a number range), the whole value is what matched.
 */
export function highlight(value: string, condition: string): Piece[] {
  const wanted = wantedText(condition);
  const at = wanted ? value.toLowerCase().indexOf(wanted.toLowerCase()) : -1;
  if (at < 0 || value.toLowerCase().length !== value.length) return [{ text: value, marked: true }];
  const pieces = [
    { text: value.slice(0, at), marked: false },
    { text: value.slice(at, at + wanted.length), marked: true },
    { text: value.slice(at + wanted.length), marked: false },
  ];
  return pieces.filter(({ text }) => text !== '');
}
