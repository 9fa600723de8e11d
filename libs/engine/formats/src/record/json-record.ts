import type { PlainObject } from './field-bag';
import { isPlainObject, mostFields, setOwn } from './field-bag';

/** Deeper nesting is no log, and makes every recursion over the record a danger. */
const deepest = 100;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inText) {
      if (code === 92) i++;
      else if (code === 34) inText = false;
    } else if (code === 34) inText = true;
    else if (code === 123 || code === 91) {
      if (++depth > deepest) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

/** One JSON object; undefined for what is none. Only its first 10,000 names are kept. */
export function readJson(text: string): PlainObject | undefined {
  if (isTooDeep(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isPlainObject(value)) return undefined;
  const names = Object.keys(value);
  if (names.length <= mostFields) return value;
  const kept: PlainObject = {};
  for (const name of names.slice(0, mostFields)) setOwn(kept, name, value[name]);
  return kept;
}
