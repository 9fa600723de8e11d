import type { CorrelationDocument, Level, YamlMap, YamlValue } from '@vedette/sigma';
import { isMap, levels, optionalText, RuleFault } from '@vedette/sigma';
import type { CorrelationRule, CorrelationType } from './correlation-rule';
import { correlationTypes } from './correlation-rule';
import type { ParsedExpression } from './parse-expression';
import { parseExpression } from './parse-expression';
import { parseTimespan } from './parse-timespan';

export const maxRules = 256;
/** Each step of a sequence is one bit of a mask. */
export const maxSteps = 30;
const maxGroupFields = 16;
const maxAliases = 64;

/** A correlation whose references are still names, as written. */
export interface CorrelationDraft {
  readonly document: CorrelationDocument;
  readonly rule: Omit<CorrelationRule, 'rules' | 'aliases' | 'condition'>;
  readonly references: readonly string[];
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The boolean form; absent for the map form, which `threshold` holds as read. */
  readonly expression?: ParsedExpression & { readonly written: string };
  readonly threshold?: YamlMap;
}

function texts(map: YamlMap, key: string, path: readonly string[], max: number): string[] {
  const value = map.get(key);
  if (value === undefined || value === null) return [];
  const list: readonly YamlValue[] = Array.isArray(value) ? value : [value as YamlValue];
  if (list.length > max) throw new RuleFault(`${key} holds more than ${max} names`, [...path, key]);
  return list.map((item, at) => {
    const where = Array.isArray(value) ? [...path, key, at] : [...path, key];
    if ((typeof item !== 'string' && typeof item !== 'number') || String(item).trim() === '' || String(item).length > 256) throw new RuleFault(`${key} holds something that is not a name`, where);
    return String(item).trim();
  });
}

/** Lists that do not change verdicts: what is no text is left out. */
function looseTexts(map: YamlMap, key: string): string[] {
  const value = map.get(key);
  const list: readonly YamlValue[] = Array.isArray(value) ? value : value === undefined ? [] : [value as YamlValue];
  return list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

function readLevel(yaml: YamlMap): Level {
  const written = optionalText(yaml, 'level', 32)?.toLowerCase();
  if (written === undefined) return 'medium';
  const level = levels.find((one) => one === written);
  if (!level) throw new RuleFault(`the level "${written}" is none of ${levels.join(', ')}`, ['level']);
  return level;
}

function readType(correlation: YamlMap): CorrelationType {
  const written = correlation.get('type');
  if (written === undefined || written === null) throw new RuleFault('correlation.type is missing', ['correlation']);
  const type = correlationTypes.find((one) => one === String(written).trim().toLowerCase());
  if (!type) throw new RuleFault(`the correlation type "${String(written).slice(0, 64)}" is none of ${correlationTypes.join(', ')}`, ['correlation', 'type']);
  // A boolean condition makes the extended form, however the type is written (as pySigma reads it).
  const extended = typeof correlation.get('condition') === 'string';
  if (extended && type === 'temporal') return 'temporal_extended';
  if (extended && type === 'temporal_ordered') return 'temporal_ordered_extended';
  if (extended !== type.endsWith('_extended')) {
    throw new RuleFault(extended ? `${type} takes no boolean condition` : `${type} needs a boolean condition over rule names`, ['correlation', 'condition']);
  }
  return type;
}

function readAliases(correlation: YamlMap): Map<string, ReadonlyMap<string, string>> {
  const value = correlation.get('aliases');
  if (value === undefined || value === null) return new Map();
  if (!isMap(value)) throw new RuleFault('aliases is not a map', ['correlation', 'aliases']);
  if (value.size > maxAliases) throw new RuleFault(`there are more than ${maxAliases} aliases`, ['correlation', 'aliases']);
  return new Map([...value].map(([alias, fields]) => {
    if (!isMap(fields)) throw new RuleFault(`the alias "${alias.slice(0, 64)}" is not a map from rule to field`, ['correlation', 'aliases', alias]);
    return [alias, new Map([...fields].map(([rule, field]) => {
      if (typeof field !== 'string' || field.trim() === '') throw new RuleFault(`the alias "${alias.slice(0, 64)}" names no field for "${rule.slice(0, 64)}"`, ['correlation', 'aliases', alias, rule]);
      return [rule, field.trim()];
    }))];
  }));
}

/**
 * All of one document but its references (specification 2.1, "Correlation section").
 * @throws RuleFault with the path of what breaks the specification
 */
export function parseCorrelation(document: CorrelationDocument): CorrelationDraft {
  const { yaml, origin } = document;
  const title = optionalText(yaml, 'title', 512);
  if (!title?.trim()) throw new RuleFault('title is missing');
  const correlation = yaml.get('correlation');
  if (!isMap(correlation)) throw new RuleFault('correlation is not a map', ['correlation']);
  const type = readType(correlation);
  const condition = correlation.get('condition');
  if (condition !== undefined && condition !== null && typeof condition !== 'string' && !isMap(condition)) throw new RuleFault('the condition is neither a map nor a text', ['correlation', 'condition']);
  const expression = typeof condition === 'string' ? { ...parseExpression(condition), written: condition } : undefined;
  const listed = texts(correlation, 'rules', ['correlation'], maxRules);
  const references = listed.length === 0 && expression ? expression.names : listed;
  if (references.length === 0) throw new RuleFault('correlation.rules names no rule', ['correlation']);
  if (type.startsWith('temporal_ordered') && references.length > maxSteps) throw new RuleFault(`a sequence has at most ${maxSteps} rules`, ['correlation', 'rules']);
  const timespan = correlation.get('timespan') ?? correlation.get('timeframe');
  if (typeof timespan !== 'string') throw new RuleFault('correlation.timespan is missing or not a text', ['correlation', 'timespan']);
  const generate = correlation.get('generate') ?? yaml.get('generate') ?? false;
  if (typeof generate !== 'boolean') throw new RuleFault('generate is neither true nor false', ['correlation', 'generate']);
  const groupBy = texts(correlation, 'group-by', ['correlation'], maxGroupFields);
  return {
    document,
    references,
    aliases: readAliases(correlation),
    expression,
    threshold: isMap(condition ?? undefined) ? (condition as YamlMap) : undefined,
    rule: {
      id: optionalText(yaml, 'id', 128)?.trim() || optionalText(yaml, 'name', 256)?.trim() || origin,
      name: optionalText(yaml, 'name', 256)?.trim(),
      title,
      description: optionalText(yaml, 'description', 65_535),
      level: readLevel(yaml),
      status: optionalText(yaml, 'status', 32),
      author: optionalText(yaml, 'author', 4_096) ?? '',
      licence: optionalText(yaml, 'license', 128),
      tags: looseTexts(yaml, 'tags'),
      references: looseTexts(yaml, 'references'),
      falsePositives: looseTexts(yaml, 'falsepositives'),
      type,
      groupBy: [...new Set(groupBy)],
      timespanMs: parseTimespan(timespan),
      generate,
      origin,
    },
  };
}
