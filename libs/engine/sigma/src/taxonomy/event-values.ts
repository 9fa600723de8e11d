export type Fields = Readonly<Record<string, unknown>>;

/** What the engine evaluates. Made by `normalise`, or by hand from flat fields. */
export interface NormalisedEvent {
  /** Flat Sigma names (Windows, Sysmon) and, for other sources, the JSON as it came: dotted names are paths into it. */
  readonly fields: Fields;
  /** When it happened: milliseconds since the epoch. */
  readonly at?: number;
  /** Which log it is from, such as `windows/sysmon`, `aws/cloudtrail`, `web`. */
  readonly kind?: string;
}

const maxPathDepth = 16;
const maxFanOut = 100_000;
const maxTextDepth = 8;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; what a prototype offers (`constructor`, `toString`) is no field of an event. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  const value = object[key];
  return value !== undefined && Object.hasOwn(object, key) ? value : undefined;
}

function walk(value: unknown, path: string, depth: number, found: unknown[]): void {
  if (depth > maxPathDepth || found.length >= maxFanOut) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, path, depth + 1, found);
    return;
  }
  if (!isObject(value)) return;
  const whole = own(value, path);
  if (whole !== undefined) {
    found.push(whole);
    return;
  }
  // `a.b.c` may be written {a:{b:{c}}}, {'a.b':{c}} or a mixture.
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = own(value, path.slice(0, dot));
    if (inner !== undefined) walk(inner, path.slice(dot + 1), depth + 1, found);
  }
}

/** The value of a field: undefined when it is missing, a list when a dotted path runs through lists. */
export function fieldValue(fields: Fields, name: string): unknown {
  const direct = own(fields, name);
  if (direct !== undefined || !name.includes('.')) return direct;
  const found: unknown[] = [];
  walk(fields, name, 0, found);
  return found.length > 1 ? found : found[0];
}

/** Calls `visit` with each text a value holds until one answers true: lists item by item, objects as JSON text. */
export function someText(value: unknown, visit: (text: string) => boolean, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
      return visit(value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return visit(String(value));
    case 'object':
      if (value === null || depth > maxTextDepth) return false;
      if (Array.isArray(value)) return value.some((item) => someText(item, visit, depth + 1));
      return visit(jsonText(value));
    default:
      return false;
  }
}

function jsonText(value: object): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // A cycle, or nesting beyond the stack: no text to compare with.
    return '';
  }
}

/** Calls `visit` with each scalar anywhere in the event until one answers true: what a keyword searches. */
export function someLeaf(value: unknown, visit: (text: string) => boolean): boolean {
  const left: unknown[] = [value];
  for (let steps = 0; left.length > 0 && steps < 1_000_000; steps++) {
    const item = left.pop();
    if (typeof item === 'object' && item !== null) for (const inner of Object.values(item)) left.push(inner);
    else if (someText(item, visit)) return true;
  }
  return false;
}
