import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { isObject } from '../input/envelope';
import { faultOf, InputFault } from '../terminal/input-fault';

const maxBytes = 16_777_216;

export function readSmallFile(path: string): string {
  try {
    if (statSync(path).size > maxBytes) throw new InputFault(`${path}: it is larger than ${maxBytes / 1_048_576} MB`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw faultOf(path, error);
  }
}

/**
 * Values for the modifier `expand`: a map, in YAML or JSON, from a placeholder's name to its value or list of values.
 * @throws InputFault
 */
export function readPlaceholders(path: string): Record<string, readonly string[]> {
  const text = readSmallFile(path);
  let map: unknown;
  try {
    map = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new InputFault(`${path}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no YAML'}`, { cause: error });
  }
  if (!isObject(map)) throw new InputFault(`${path}: placeholders are a map from name to values`);
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => {
      const values = Array.isArray(value) ? value : [value];
      if (values.length === 0 || values.some((one) => !['string', 'number', 'boolean'].includes(typeof one))) throw new InputFault(`${path}: the values of "${name}" are no texts or numbers`);
      return [name.replace(/^%(.*)%$/, '$1'), values.map(String)];
    }),
  );
}
