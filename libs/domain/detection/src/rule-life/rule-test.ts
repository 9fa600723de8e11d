import { inert, storableJson } from '../evaluation/inert';
import { scanJson } from '../ingest/scan-json';
import { refuse } from '../refusals';

/** An event that a rule must match, or must not. */
export interface RuleTest {
  readonly name: string;
  /** A JSON object. */
  readonly event: unknown;
  readonly matches: boolean;
}

/** As it is kept: the event as JSON text. */
export interface StorableTest {
  readonly name: string;
  readonly event: string;
  readonly matches: boolean;
}

export const ruleTestLimits = { tests: 100, eventBytes: 65_536, depth: 128 } as const;

/** @throws Refusal `rule_test.malformed` */
export function storableTest({ name, event, matches }: RuleTest): StorableTest {
  const plain = inert(name, 200);
  if (plain === '' || name.length > 200 || typeof event !== 'object' || event === null || Array.isArray(event)) throw refuse('rule_test.malformed');
  const text = textOf(event);
  const bytes = Buffer.from(text);
  if (bytes.length > ruleTestLimits.eventBytes || scanJson(bytes, 0, bytes.length).depth > ruleTestLimits.depth) throw refuse('rule_test.malformed', { name: plain });
  return { name: plain, event: text, matches };
}

function textOf(event: object): string {
  try {
    return storableJson(event);
  } catch {
    // Nested beyond the stack.
    throw refuse('rule_test.malformed');
  }
}
