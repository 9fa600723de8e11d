export interface FieldChange {
  readonly name: string;
  /** As text; null where it is not there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly changed: boolean;
}

const MOST_FIELDS = 400;
const DEEPEST = 8;
const LONGEST = 400;

/** Every field of an event before and after, those that changed first. */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const [old, fresh] = [flat(before), flat(after)];
  const names = [...new Set([...fresh.keys(), ...old.keys()])];
  const all = names.map((name): FieldChange => {
    const [was, is] = [old.get(name) ?? null, fresh.get(name) ?? null];
    return { name, before: was, after: is, changed: was !== is };
  });
  return [...all.filter(({ changed }) => changed), ...all.filter(({ changed }) => !changed)];
}

/** By dotted name. A Map: whoever sends events names their fields, `__proto__` too. */
function flat(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (part: unknown, path: string, depth: number): void => {
    if (found.size >= MOST_FIELDS) return;
    if (typeof part === 'object' && part !== null && !Array.isArray(part) && depth < DEEPEST && Object.keys(part).length > 0) {
      for (const [key, inner] of Object.entries(part)) walk(inner, path === '' ? key : `${path}.${key}`, depth + 1);
    } else if (path !== '') found.set(path, cut(typeof part === 'string' ? part : (JSON.stringify(part) ?? '')));
  };
  walk(value, '', 0);
  return found;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
