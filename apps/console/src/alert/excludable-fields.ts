import type { AlertDetail } from '@vedette/api-client';

export interface ExcludableField {
  readonly name: string;
  readonly value: string;
  /** A condition of the rule looked at it. */
  readonly matched: boolean;
}

const MOST_FIELDS = 60;
const MOST_VALUE = 2000;
const MOST_DEPTH = 6;

/** Fields of the first event that may tell such events from an attack: what matched first, then the others by name. */
export function excludableFields(evidence: AlertDetail['evidence']): ExcludableField[] {
  const [first] = evidence;
  if (!first) return [];
  const scalars = new Map(flatten(first.event));
  const matched = [...new Set(first.matched.map(({ field }) => field))];
  // What matched is told shortened; the event has the whole value, and only that is equal to itself.
  const before = matched.flatMap((name) => {
    const value = scalars.get(name);
    return value === undefined ? [] : [{ name, value, matched: true }];
  });
  const after = [...scalars].filter(([name]) => !matched.includes(name)).map(([name, value]) => ({ name, value, matched: false }));
  return [...before, ...after.sort((one, other) => one.name.localeCompare(other.name))].filter(isUsable).slice(0, MOST_FIELDS);
}

function isUsable({ name, value }: ExcludableField): boolean {
  return name.length <= 200 && !name.includes('|') && value.length <= MOST_VALUE;
}

/** Names dotted, values as text. Lists are left out: which of their values is meant, nobody can say. */
function flatten(value: unknown, path = '', depth = 0): [string, string][] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return path ? [[path, String(value)]] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth >= MOST_DEPTH) return [];
  return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path ? `${path}.${name}` : name, depth + 1));
}

/** The values of a correlation's group, by field. */
export function groupOf(evidence: AlertDetail['evidence']): readonly { readonly field: string; readonly value: string }[] {
  return evidence[0]?.matched.filter(({ condition }) => condition === 'group-by') ?? [];
}
