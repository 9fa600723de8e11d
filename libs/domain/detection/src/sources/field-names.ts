const MOST_NAMES = 2_000;
const DEEPEST = 3;
const LONGEST = 200;

/** Adds the names of an event's fields, nested ones dotted, to three levels; bounded, whatever an event holds. */
export function addFieldNames(names: Set<string>, fields: Readonly<Record<string, unknown>>, prefix = '', depth = 1): void {
  for (const name of Object.keys(fields)) {
    if (names.size >= MOST_NAMES) return;
    const whole = prefix + name;
    if (whole.length > LONGEST || whole === '' || /[\u0000-\u001f]/.test(whole)) continue;
    const value = fields[name];
    if (value === null || value === undefined || value === '') continue;
    names.add(whole);
    if (depth < DEEPEST && typeof value === 'object' && !Array.isArray(value)) addFieldNames(names, value as Record<string, unknown>, `${whole}.`, depth + 1);
  }
}
