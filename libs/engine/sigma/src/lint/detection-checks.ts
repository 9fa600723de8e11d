import type { DocumentPath } from '../parse/rule-fault';
import type { YamlMap, YamlValue } from '../parse/yaml-document';
import type { DocumentFindings } from './findings';

function isPattern(word: string): boolean {
  return word.includes('*');
}

function patternOf(word: string): RegExp {
  return new RegExp(`^${word.split('*').map((part) => part.replace(/[.?+^$|()[\]{}\\]/g, '\\$&')).join('[^]*')}$`);
}

/** Selections that no condition mentions, and quantifiers over a single one. */
function checkCondition(detection: YamlMap, key: string, findings: DocumentFindings): void {
  const condition = detection.get('condition');
  const written = (Array.isArray(condition) ? condition : [condition]).filter((one): one is string => typeof one === 'string').join(' or ').slice(0, 8_192);
  const names = [...detection.keys()].filter((name) => name !== 'condition' && name !== 'timeframe' && !(key === 'filter' && name === 'rules'));
  const words: readonly string[] = written.match(/[A-Za-z0-9_*?.-]+/g) ?? [];
  const targets = new Set(words.flatMap((word, at) => (words[at - 1]?.toLowerCase() === 'of' ? [word] : [])));
  const used = (name: string): boolean =>
    words.includes(name) || [...targets].some((target) => (target.toLowerCase() === 'them' ? !name.startsWith('_') : isPattern(target) && patternOf(target).test(name)));
  for (const name of names) if (!used(name)) findings.warning('unused-selection', [key, name], `the condition does not use "${name}"`, 'name it in the condition or remove it');
  const covered = names.filter((name) => !name.startsWith('_'));
  if (targets.has('them') && covered.length === 1) findings.info('them-is-one', [key, 'condition'], `"them" is the one selection ${covered[0]}`, 'name it');
  if (targets.has('them') && /\ball\s+of\s+them\b/i.test(written) && covered.length > 1) findings.info('all-of-them', [key, 'condition'], '"all of them" keeps users from adding filters to the rule', 'use a pattern, such as all of selection*');
  if (detection.has('timeframe')) findings.warning('timeframe', [key, 'timeframe'], 'timeframe belonged to the removed pipe syntax and means nothing', 'write a correlation rule');
}

/** Letters that look like ASCII ones and are others. */
const lookalike = /[\u0370-\u03ff\u0400-\u04ff\uff00-\uffef]/;

function checkValue(field: string, modifiers: readonly string[], value: YamlValue, path: DocumentPath, findings: DocumentFindings): void {
  if (typeof value !== 'string') return;
  const loose = modifiers.filter((modifier) => ['contains', 'startswith', 'endswith'].includes(modifier));
  const plainText = !modifiers.some((modifier) => ['re', 'cidr', 'fieldref', 'exists'].includes(modifier));
  if (modifiers.includes('re')) {
    if (/^[A-Za-z0-9 _:;,=/@#%&<>-]+$/.test(value)) findings.info('plain-regex', path, `the expression "${value.slice(0, 60)}" has nothing that needs one`, 'use contains, which is quicker');
    if (/^\.\*|\.\*$/.test(value)) findings.info('open-regex', path, 'an expression is looked for anywhere: .* at its ends does nothing');
    return;
  }
  if (!plainText) return;
  if (/^\*+$/.test(value) && field !== '' && loose.length > 0) findings.warning('wildcard-only', path, `${loose.join('|')} of a lone * is any value`, `write ${field}: '*' or ${field}|exists: true`);
  if (/\*\*/.test(value)) findings.info('double-wildcard', path, 'two * beside one another are one');
  if (loose.includes('contains') && /^\*|[^\\]\*$/.test(value) && !/^\*+$/.test(value)) findings.info('wildcard-in-contains', path, 'contains puts * around its values by itself', 'leave yours out');
  else if (loose.length === 0 && modifiers.length === 0 && field !== '') {
    const [before, after] = [value.startsWith('*'), /[^\\]\*$/.test(value)];
    const inner = value.slice(before ? 1 : 0, after ? -1 : undefined);
    if ((before || after) && inner.length > 0 && !/[*?]/.test(inner)) findings.info('wildcard-for-modifier', path, `the wildcards do what ${before && after ? 'contains' : before ? 'endswith' : 'startswith'} says`);
  }
  if (value.trim() === '' && value !== '') findings.info('blank-value', path, 'the value is nothing but blanks');
}

function checkItem(key: string, value: YamlValue, path: DocumentPath, findings: DocumentFindings): void {
  const [field = '', ...modifiers] = key.split('|').map((part) => part.trim());
  if (lookalike.test(field)) findings.warning('lookalike-field', path, `the field name "${field.slice(0, 60)}" has letters that only look like Latin ones`);
  if (Array.isArray(value)) {
    const values = value as readonly YamlValue[];
    if (values.length === 1) findings.info('list-of-one', path, 'a list of one value', 'write the value without a dash');
    if (values.includes(null)) findings.warning('null-in-list', path, 'null in a list of values', 'the specification asks for a selection of its own');
    const seen = new Set<string>();
    for (const [at, item] of values.entries()) {
      const folded = modifiers.includes('cased') || modifiers.includes('re') ? String(item) : String(item).toLowerCase();
      if (seen.has(folded)) findings.info('same-value-twice', [...path, at], `"${folded.slice(0, 60)}" stands in the list twice`);
      seen.add(folded);
      checkValue(field, modifiers, item, [...path, at], findings);
    }
  } else checkValue(field, modifiers, value, path, findings);
  if (modifiers.includes('all') && (!Array.isArray(value) || value.length < 2)) findings.warning('all-of-one', path, 'the modifier all needs several values');
}

function checkSelection(selection: YamlValue, path: DocumentPath, findings: DocumentFindings): void {
  if (selection instanceof Map) for (const [key, value] of selection) checkItem(String(key), value as YamlValue, [...path, String(key)], findings);
  else if (Array.isArray(selection)) for (const [at, item] of selection.entries()) if (item instanceof Map) checkSelection(item, [...path, at], findings);
}

/**
 * What is allowed and probably not meant, or could be written more plainly.
 * @param key `detection` or `filter` @param sound whether the text was loaded
 */
export function checkDetection(detection: YamlMap, key: string, sound: boolean, findings: DocumentFindings): void {
  if (sound) checkCondition(detection, key, findings);
  for (const [name, selection] of detection) if (name !== 'condition' && name !== 'timeframe' && !(key === 'filter' && name === 'rules')) checkSelection(selection, [key, name], findings);
  const condition = detection.get('condition');
  if (key === 'filter' && typeof condition === 'string' && /^\s*[\w*]+\s*$/.test(condition)) {
    findings.warning('filter-keeps', [key, 'condition'], `the rules will match only where "${condition.trim()}" holds, too`, `to exclude what it matches write: not ${condition.trim()}`);
  }
}
