import { refuse } from '../refusals';
import { storableText } from './storable-text';

/** Where a page ended: by title, then by a text that names the rule. */
export interface RulePosition {
  readonly title: string;
  readonly ref: string;
}

export function ruleCursor({ title, ref }: RulePosition): string {
  return Buffer.from(JSON.stringify([title, ref])).toString('base64url');
}

/** @throws Refusal `cursor.malformed` */
export function parseRuleCursor(cursor: string): RulePosition {
  if (cursor.length > 20_000) throw refuse('cursor.malformed');
  try {
    const [title, ref, more] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof title === 'string' && typeof ref === 'string' && more === undefined) return { title: storableText(title), ref: storableText(ref) };
  } catch {
    // As below.
  }
  throw refuse('cursor.malformed');
}
