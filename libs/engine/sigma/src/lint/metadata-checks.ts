import type { YamlMap } from '../parse/yaml-document';
import type { DocumentFindings } from './findings';
import { nearestTo } from '../parse/nearest';

const known = [
  'title', 'id', 'name', 'related', 'taxonomy', 'status', 'description', 'license', 'references', 'author', 'date', 'modified', 'logsource', 'detection', 'fields',
  'falsepositives', 'level', 'tags', 'scope', 'filter', 'correlation', 'generate',
];
const expected: readonly (readonly [key: string, why: string])[] = [
  ['id', 'nothing can refer to the rule, and its alerts change identity with its path'],
  ['level', 'medium is assumed'],
  ['status', 'nobody knows how far to trust it'],
  ['description', 'who reads the alert will want to know what it means'],
  ['author', 'the licence of most rules asks for attribution'],
];
const namespaces = ['attack', 'car', 'cve', 'd3fend', 'detection', 'stp', 'tlp'];
/** Tactics of ATT&CK for enterprise, mobile and industrial control systems; techniques, groups and so on by number. */
const attack = /^(t\d{4}(\.\d{3})?|[gsmac]\d{4}|ds\d{4}|reconnaissance|resource-development|initial-access|execution|persistence|privilege-escalation|defense-evasion|defense-impairment|stealth|credential-access|discovery|lateral-movement|collection|command-and-control|exfiltration|impact|evasion|inhibit-response-function|impair-process-control)$/;
const tlp = /^(red|amber|amber-strict|green|white|clear)$/;
const cve = /^\d{4}-\d{4,}$/;

function checkTag(tag: string, at: number, findings: DocumentFindings): void {
  const [namespace = '', rest = ''] = [tag.slice(0, tag.indexOf('.')), tag.slice(tag.indexOf('.') + 1)];
  if (!namespaces.includes(namespace)) {
    const nearest = nearestTo(namespace, namespaces);
    findings.info('unknown-tag-namespace', ['tags', at], `the tag namespace "${namespace}" is none of the specification's`, nearest && `did you mean ${nearest}?`);
  }
  if (namespace === 'attack' && !attack.test(rest)) findings.warning('unknown-attack-tag', ['tags', at], `"${tag}" is no tactic, technique, group or other object of ATT&CK`, 'tactics are written with dashes, techniques as attack.t1059.001');
  if (namespace === 'tlp' && !tlp.test(rest)) findings.warning('unknown-tlp-tag', ['tags', at], `"${tag}" is no level of the Traffic Light Protocol`);
  if (namespace === 'cve' && !cve.test(rest)) findings.warning('malformed-cve-tag', ['tags', at], `"${tag}" names no CVE`, 'write cve.2021-44228');
}

/** What readers of the rule and of its alerts will miss or misunderstand. */
export function checkMetadata(yaml: YamlMap, findings: DocumentFindings): void {
  const isRule = yaml.has('detection');
  for (const [key, why] of expected) if (isRule && !yaml.has(key)) findings.info(`missing-${key}`, [], `${key} is missing: ${why}`);
  for (const key of yaml.keys()) {
    if (known.includes(key)) continue;
    // Other keys are the author's own, and allowed; a slip of the pen is neither.
    const nearest = nearestTo(key, known);
    if (nearest) findings.warning('unknown-key', [key], `"${key}" is no key of the specification`, `did you mean ${nearest}?`);
  }
  const tags = yaml.get('tags');
  if (Array.isArray(tags)) for (const [at, tag] of tags.entries()) if (typeof tag === 'string' && tag.includes('.')) checkTag(tag, at, findings);
  const [id, related] = [yaml.get('id'), yaml.get('related')];
  if (Array.isArray(related)) for (const [at, item] of related.entries()) if (id !== undefined && item instanceof Map && item.get('id') === id) findings.warning('related-to-itself', ['related', at], 'the rule is related to itself');
  const [date, modified] = [yaml.get('date'), yaml.get('modified')];
  if (typeof date === 'string' && typeof modified === 'string' && modified < date) findings.warning('modified-before-date', ['modified'], `modified (${modified}) lies before date (${date})`);
}
