/** One record cut out of a stream. */
export interface FramedRecord {
  /** Where it began, counted from 1. */
  readonly line: number;
  /** Of a record that is too large only its beginning; of invalid UTF-8 with U+FFFD in its place. */
  readonly text: string;
  readonly fault?: 'too-large' | 'invalid-utf8';
}
