import { loadRules, type Logsource, type RefusedRule, type SigmaFilter } from '@vedette/sigma';
import { refuse } from '../refusals';
import { inert } from '../evaluation/inert';
import { storableText } from './storable-text';

export const fieldMatches = ['exact', 'startswith', 'endswith', 'contains'] as const;
export type FieldMatch = (typeof fieldMatches)[number];

/** A field of an event as somebody chose it: what has this value is left out. */
export interface ExcludedField {
  readonly name: string;
  readonly value: string;
  readonly match: FieldMatch;
}

const MOST_FIELDS = 20;
const MOST_CHARACTERS = 2_000;
const FILTER_CHARACTERS = 100_000;

/** As a value of a rule: `*`, `?` and the backslashes before them are meant as they stand. */
export function literalText(value: string): string {
  return value.replace(/\\(?=[\\*?])|[*?]/g, (sign) => `\\${sign}`);
}

/** As a YAML scalar that is certainly a text, whatever it holds. */
export function yamlText(text: string): string {
  if (/^[\x20-\x7e\p{L}\p{N}]*$/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const escaped = JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return escaped;
}

export interface FieldsExclusion {
  readonly id: string;
  readonly title: string;
  readonly ruleId: string;
  readonly logsource: Logsource;
  readonly fields: readonly ExcludedField[];
}

/** The Sigma filter that leaves out what has all of these values. @throws Refusal `exclusion.malformed`, `exclusion.field_malformed` */
export function filterText({ id, title, ruleId, logsource, fields }: FieldsExclusion): string {
  if (fields.length === 0 || fields.length > MOST_FIELDS) throw refuse('exclusion.malformed');
  const tests = fields.map(({ name, value, match }) => {
    const odd = name.trim() === '' || name.length > 256 || /[|\p{C}]/u.test(name) || value.length > MOST_CHARACTERS || (value === '' && match !== 'exact');
    if (odd) throw refuse('exclusion.field_malformed', { field: inert(name, 100) });
    return { key: match === 'exact' ? name : `${name}|${match}`, value: literalText(storableText(value)) };
  });
  if (new Set(tests.map(({ key }) => key)).size < tests.length) throw refuse('exclusion.field_malformed');
  const parts = (['category', 'product', 'service'] as const).flatMap((part) => (logsource[part] ? [`  ${part}: ${yamlText(logsource[part])}`] : []));
  return [
    `title: ${yamlText(title)}`, `id: ${id}`, 'logsource:', ...parts, 'filter:', '  rules:', `    - ${yamlText(ruleId)}`, '  excluded:',
    ...tests.map(({ key, value }) => `    ${yamlText(key)}: ${yamlText(value)}`), '  condition: not excluded', '',
  ].join('\n');
}

function refused([fault]: readonly RefusedRule[], reason: string): never {
  throw refuse('exclusion.refused', { reason: fault?.reason ?? reason, line: fault?.line ?? null, column: fault?.column ?? null });
}

/** The one filter that a text holds. @throws Refusal `exclusion.refused` with reason, line and column */
export function readFilter(yaml: string, origin: string): SigmaFilter {
  if (yaml.length > FILTER_CHARACTERS) refused([], `the text is longer than ${FILTER_CHARACTERS} characters`);
  const { filters, rules, correlations, refused: faults } = loadRules([{ origin, text: yaml }]);
  const [filter, more] = filters;
  if (faults.length > 0 || !filter || more || rules.length + correlations.length > 0) refused(faults, 'an exclusion is one Sigma filter');
  return filter;
}

/** A title for an exclusion nobody named: what it leaves out. */
export function titleOf(fields: readonly ExcludedField[]): string {
  const words: Readonly<Record<FieldMatch, string>> = { exact: 'is', startswith: 'starts with', endswith: 'ends with', contains: 'contains' };
  return inert(fields.map(({ name, match, value }) => `${name} ${words[match]} ${value}`).join(' and '), 200) || 'exclusion';
}
