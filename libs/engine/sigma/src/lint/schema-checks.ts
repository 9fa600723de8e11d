import { levels } from '../parse/sigma-rule';
import type { YamlMap, YamlValue } from '../parse/yaml-document';
import type { DocumentFindings } from './findings';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isoDate = /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$/;
const tag = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;
const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const relations = ['derived', 'obsolete', 'merged', 'renamed', 'similar'];

interface TextRule {
  readonly most?: number;
  readonly least?: number;
  readonly form?: RegExp;
  readonly of?: readonly string[];
  /** What the form is called in a message. */
  readonly called?: string;
}

const id: TextRule = { form: uuid, called: 'a UUID, such as 929a690e-bef0-4204-a928-ef5e620d6fcc' };
const date: TextRule = { form: isoDate, called: 'a date as YYYY-MM-DD' };

/** The specification's JSON schema for detection rules (2.0.0), as far as it is about single values. */
const texts: Readonly<Record<string, TextRule>> = {
  title: { most: 256 }, id, name: { most: 256 }, taxonomy: { most: 256 }, status: { of: statuses }, description: { most: 65_535 },
  license: {}, author: {}, date, modified: date, level: { of: levels },
};
const lists: Readonly<Record<string, TextRule>> = {
  references: {}, fields: {}, falsepositives: { least: 2 }, scope: { least: 2 }, tags: { form: tag, called: 'namespace.name in lower case' },
};

function fault(value: YamlValue, { most, least, form, of, called }: TextRule): string | null {
  if (typeof value !== 'string') return 'is not a text';
  if (most !== undefined && value.length > most) return `is longer than ${most} characters`;
  if (least !== undefined && value.length < least) return `is shorter than ${least} characters`;
  if (form && !form.test(value)) return `is not ${called ?? 'in its form'}`;
  return of && !of.includes(value) ? `is none of ${of.join(', ')}` : null;
}

function checkList(key: string, value: YamlValue, rule: TextRule, findings: DocumentFindings): void {
  if (!Array.isArray(value)) {
    findings.error('schema', [key], `${key} is not a list`, 'begin each item with a dash');
    return;
  }
  const seen = new Set<unknown>();
  for (const [at, item] of value.entries()) {
    const wrong = fault(item, rule);
    if (wrong) findings.error('schema', [key, at], `an item of ${key} ${wrong}`);
    else if (seen.has(item)) findings.error('schema', [key, at], `${key} has the same item twice`);
    seen.add(item);
  }
}

function checkRelated(value: YamlValue, findings: DocumentFindings): void {
  if (!Array.isArray(value)) {
    findings.error('schema', ['related'], 'related is not a list of id and type');
    return;
  }
  for (const [at, item] of (value as readonly YamlValue[]).entries()) {
    const map: YamlMap = item instanceof Map ? item : new Map();
    for (const [key, rule] of [['id', id], ['type', { of: relations }]] as const) {
      const wrong = map.has(key) ? fault(map.get(key) ?? null, rule) : 'is missing';
      if (wrong) findings.error('schema', ['related', at, key], `the ${key} of a related rule ${wrong}`);
    }
  }
}

/** What the specification's schema refuses and the loader lets pass, because verdicts do not depend on it. */
export function checkSchema(yaml: YamlMap, findings: DocumentFindings): void {
  for (const [key, rule] of Object.entries(texts)) {
    const wrong = yaml.has(key) ? fault(yaml.get(key) ?? null, rule) : null;
    if (wrong) findings.error('schema', [key], `${key} ${wrong}`);
  }
  for (const [key, rule] of Object.entries(lists)) if (yaml.has(key)) checkList(key, yaml.get(key) ?? null, rule, findings);
  if (yaml.has('related')) checkRelated(yaml.get('related') ?? null, findings);
  const logsource = yaml.get('logsource');
  const definition = logsource instanceof Map ? logsource.get('definition') : undefined;
  if (definition !== undefined && typeof definition !== 'string') findings.error('schema', ['logsource', 'definition'], "the logsource's definition is not a text");
}
