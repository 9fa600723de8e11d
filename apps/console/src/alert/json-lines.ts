import { visibleText } from '../layout/visible-text';

export interface JsonLine {
  readonly text: string;
  /** It holds a field that a condition matched. */
  readonly marked: boolean;
}

const INDENT = 2;

/** An event as JSON, line by line. A field is the event's own, dotted where it is nested; a last part alone will do. */
export function jsonLines(event: unknown, fields: readonly string[]): JsonLine[] {
  const path: string[] = [];
  return JSON.stringify(event, null, INDENT)
    .split('\n')
    .map((line) => {
      const key = /^( *)"((?:[^"\\]|\\.)*)":/.exec(line);
      if (!key) return { text: visibleText(line), marked: false };
      const depth = (key[1] ?? '').length / INDENT;
      path.length = Math.min(path.length, depth);
      path[depth] = key[2] ?? '';
      const whole = path.filter((part) => part !== undefined).join('.');
      return { text: visibleText(line), marked: fields.some((field) => whole === field || whole.endsWith(`.${field}`)) };
    });
}
