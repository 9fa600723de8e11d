/** Deeper than this an attribute is not followed; an event may nest 64 deep. */
const DEEPEST = 40;

/** A value nests deeper than an event may. */
export class TooDeep extends Error {}

/** An AnyValue of OTLP's JSON as a plain value; undefined where it has none. @throws TooDeep */
export function plainOf(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw new TooDeep();
  const [kind, content] = kindOf(value);
  switch (kind) {
    case 'stringValue':
    case 'bytesValue':
      return typeof content === 'string' ? content : undefined;
    case 'boolValue':
      return typeof content === 'boolean' ? content : undefined;
    case 'intValue':
      return wholeNumber(content);
    case 'doubleValue':
      // JSON has no NaN and no infinities; OTLP spells them as text.
      return typeof content === 'number' && !Number.isFinite(content) ? String(content) : scalar(content);
    case 'arrayValue':
      return listOf(content).map((each) => plainOf(each, depth + 1) ?? null);
    case 'kvlistValue':
      return pairsOf(listOf(content), depth);
    default:
      return undefined;
  }
}

/** KeyValues as an object without a prototype: a key is whatever the sender says. @throws TooDeep */
export function pairsOf(pairs: unknown, depth = 0): Record<string, unknown> {
  const object = Object.create(null) as Record<string, unknown>;
  for (const pair of Array.isArray(pairs) ? (pairs as unknown[]) : []) {
    const key = memberOf(pair, 'key');
    if (typeof key === 'string') object[key] = plainOf(memberOf(pair, 'value'), depth + 1) ?? null;
  }
  return object;
}

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

const kinds = ['stringValue', 'kvlistValue', 'intValue', 'boolValue', 'doubleValue', 'arrayValue', 'bytesValue'] as const;

function kindOf(value: unknown): [(typeof kinds)[number], unknown] | [undefined, undefined] {
  for (const kind of kinds) {
    const content = memberOf(value, kind);
    if (content !== undefined && content !== null) return [kind, content];
  }
  return [undefined, undefined];
}

function listOf(content: unknown): unknown[] {
  const values = memberOf(content, 'values');
  return Array.isArray(values) ? (values as unknown[]) : [];
}

/** 64-bit numbers travel as text; those that a double cannot hold stay text. */
function wholeNumber(content: unknown): unknown {
  if (typeof content === 'number') return scalar(content);
  if (typeof content !== 'string' || !/^-?\d{1,20}$/.test(content)) return undefined;
  return Number.isSafeInteger(Number(content)) ? Number(content) : content;
}

function scalar(content: unknown): unknown {
  return typeof content === 'number' || typeof content === 'string' ? content : undefined;
}
