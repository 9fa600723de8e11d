import { loadAll, YAML11_SCHEMA, YAMLException } from 'js-yaml';
import { RuleFault } from './rule-fault';

export const maxRuleLength = 1_048_576;
export const maxDepth = 24;
export const maxNodes = 20_000;
/** In one text: a correlation and the rules it is about stand together, a hundred already being many. */
export const maxDocuments = 1_000;

export type YamlMap = ReadonlyMap<string, YamlValue>;
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMap;

/**
 * Turns what js-yaml made into maps (no prototype to pollute) and counts as it goes, because a few aliases
 * can stand for billions of nodes.
 */
function copy(value: unknown, path: (string | number)[], budget: { left: number }): YamlValue {
  if (--budget.left < 0) throw new RuleFault(`the rule has more than ${maxNodes} values`);
  if (path.length > maxDepth) throw new RuleFault(`the rule is nested more than ${maxDepth} levels deep`, path.slice(0, maxDepth));
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Object.is(value, -0) ? 0 : value;
  if (typeof value === 'bigint') return String(value);
  // YAML 1.1, the dialect of Sigma's own tools, reads 2024-01-01 as a date.
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (Array.isArray(value)) return value.map((item, at) => copy(item, [...path, at], budget));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const map = new Map<string, YamlValue>();
    for (const [key, item] of Object.entries(value)) map.set(key, copy(item, [...path, key], budget));
    return map;
  }
  throw new RuleFault('a YAML tag makes a value that rules cannot hold', path);
}

/**
 * The documents of one text, separated by `---`; empty ones are left out.
 * @throws RuleFault for text that is broken, oversized, too deep or too many documents
 */
export function readYaml(text: string): YamlValue[] {
  if (text.length > maxRuleLength) throw new RuleFault(`the text is longer than ${maxRuleLength} characters`);
  let loaded: readonly unknown[];
  try {
    loaded = loadAll(text, { schema: YAML11_SCHEMA, maxDepth: maxDepth + 8, maxTotalMergeKeys: 1_000 });
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw new RuleFault(`not valid YAML: ${cause instanceof Error ? cause.message : 'unreadable'}`);
    const { mark } = cause;
    throw new RuleFault(`not valid YAML: ${cause.reason}`, [], mark ? { line: mark.line + 1, column: mark.column + 1 } : undefined);
  }
  const documents = loaded.filter((document) => document !== undefined && document !== null);
  if (documents.length > maxDocuments) throw new RuleFault(`the text holds more than ${maxDocuments} documents`);
  return documents.map((document) => copy(document, [], { left: maxNodes }));
}
