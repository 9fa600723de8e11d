import type { Fields } from '@vedette/sigma';
import { fieldValue } from '@vedette/sigma';

const maxText = 512;

/** Two multiplications and shifts per character, 53 bits (cyrb53): tells long values apart without keeping them. */
function digest(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & b) + (a >>> 0)).toString(36);
}

function writtenOut(value: object): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // A cycle, or nesting beyond the stack: all such values are one.
    return '[unreadable]';
  }
}

/**
 * A field's value as one text: a list of one is its item, longer lists and objects are their JSON. A text of more
 * than 512 characters becomes its beginning and a digest. Undefined where there is no value.
 */
export function textValue(value: unknown): string | undefined {
  let text: string;
  if (typeof value === 'string') text = value;
  else if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  else if (Array.isArray(value) && value.length === 1) return textValue(value[0]);
  else if (typeof value === 'object' && value !== null) text = writtenOut(value);
  else return undefined;
  return text.length <= maxText ? text : `${text.slice(0, 256)}…${text.length}:${digest(text.toLowerCase())}`;
}

/** A field as a finite number; numbers may be written as JSON number texts. */
export function numberValue(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value) && value.length === 1) return numberValue(value[0]);
  if (typeof value !== 'string' || value.length > 64 || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Values compare as text, without regard to case. Undefined when a field is missing: the event then takes no part.
 * Several values are written with their lengths, so that no two lists make the same key.
 */
export function keyOf(fields: Fields, names: readonly string[]): string | undefined {
  if (names.length === 1 && names[0] !== undefined) return textValue(fieldValue(fields, names[0]))?.toLowerCase();
  let key = '';
  for (const name of names) {
    const text = textValue(fieldValue(fields, name))?.toLowerCase();
    if (text === undefined) return undefined;
    key += `${text.length}:${text}`;
  }
  return key;
}

/** The named fields alone, as scalars that JSON can hold. Dotted names stay whole. */
export function projectFields(fields: Fields, names: Iterable<string>): Readonly<Record<string, string | number | boolean>> {
  const kept: Record<string, string | number | boolean> = Object.create(null);
  for (const name of names) {
    const value = fieldValue(fields, name);
    const scalar = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : textValue(value);
    if (scalar !== undefined) kept[name] = scalar;
  }
  return kept;
}
