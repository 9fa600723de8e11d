import { isPlainObject } from '../record/field-bag';

export type Fields = Readonly<Record<string, unknown>>;

/** A field by its name, or by its dotted path into nested objects; the first of a list. */
export function fieldOf(fields: Fields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return first(fields[name]);
  let value: unknown = fields;
  for (const part of name.split('.')) {
    value = first(value);
    if (!isPlainObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return first(value);
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** Text or number as text; undefined where a log writes that there is nothing. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text === '-' || text === '?' || text === '(null)' ? undefined : text;
}

/** A whole number, also of decimal text and of Windows' `0x3e8`. */
export function wholeOf(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^(\d{1,16}|0x[0-9a-f]{1,13})$/i.test(value)) return undefined;
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** What stands behind the last slash of either kind. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
