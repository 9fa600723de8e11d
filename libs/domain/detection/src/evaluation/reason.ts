import type { MatchedField } from '@vedette/sigma';
import { inert } from './inert';

export const REASON_LIMIT = 300;

/** What the sentence is made of: the event's flat fields, what matched in it, and whom it is about. */
export interface Firing {
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly matched: readonly MatchedField[];
  readonly entity: { readonly kind: string; readonly value: string };
}

/**
 * One sentence that says why a rule fired, at most 300 characters of inert text.
 * @example `Mshta.exe started by winword.exe on ws-014: CommandLine contains 'http'`
 */
export function reasonOf(firing: Firing): string {
  const why = firing.matched
    .filter(({ field }) => !told.has(field))
    .slice(0, 2)
    .map(conditionInWords);
  const rest = why.length > 0 ? why : firing.matched.slice(0, 1).map(conditionInWords);
  const what = whatHappened(firing);
  return inert(rest.length > 0 ? `${what}: ${rest.join(' and ')}` : what, REASON_LIMIT);
}

/** Fields that the first half of the sentence speaks of, or that only say what kind of event it is. */
const told = new Set(['Image', 'ParentImage', 'OriginalFileName', 'SourceImage', 'TargetImage', 'EventID', 'Channel', 'Provider_Name', 'eventid', 'eventName', 'eventSource']);

function whatHappened({ title, fields, entity }: Firing): string {
  const text = (name: string): string | null => {
    const value = fields[name];
    // Windows writes `-` where it does not know.
    return typeof value === 'string' && value !== '' && value !== '-' ? inert(value, 120) : null;
  };
  const program = (name: string): string | null => {
    const path = text(name);
    return path && (path.split(/[\\/]/).at(-1) || path);
  };
  const where = entity.kind === 'unknown' ? '' : ` ${entity.kind === 'host' ? 'on' : 'by'} ${inert(entity.value, 80)}`;
  const image = program('Image') ?? program('NewProcessName');
  const parent = program('ParentImage') ?? program('ParentProcessName');
  const [source, target] = [program('SourceImage'), program('TargetImage')];
  if (source && target) return `${capital(source)} reached into ${target}${where}`;
  if (image && parent) return `${capital(image)} started by ${parent}${where}`;
  if (image) return `${capital(image)} ran${where}`;
  const action = text('eventName') ?? text('eventType') ?? text('eventid') ?? text('action');
  if (action) return `${capital(action)}${where}`;
  return `${inert(title, 120)}${where}`;
}

/** `CommandLine|contains|all: -enc` → `CommandLine contains '-enc'`; where the condition is no words, the value speaks. */
function conditionInWords({ field, value, condition }: MatchedField): string {
  const colon = condition.indexOf(': ');
  const [name, ...modifiers] = (colon < 0 ? condition : condition.slice(0, colon)).split('|');
  const wordless = colon < 0 || modifiers.some((modifier) => modifier === 're' || modifier === 'exists');
  const wanted = inert(wordless ? value : condition.slice(colon + 2), wordless ? 100 : 60);
  const verb = wordless ? 'is' : (modifiers.map((modifier) => verbs[modifier]).find((word) => word !== undefined) ?? 'is');
  return `${inert(name || field, 60)} ${verb} '${wanted}'`;
}

const verbs: Readonly<Record<string, string>> = {
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
  cidr: 'is in',
  lt: 'is below',
  lte: 'is at most',
  gt: 'is above',
  gte: 'is at least',
  neq: 'is not',
  fieldref: 'equals',
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
