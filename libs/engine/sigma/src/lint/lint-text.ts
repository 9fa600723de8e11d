import type { RuleDocument } from '../parse/rule-document';
import { loadRules } from '../parse/load-rules';
import { RuleFault } from '../parse/rule-fault';
import type { YamlMap, YamlValue } from '../parse/yaml-document';
import { readYaml } from '../parse/yaml-document';
import { checkDetection } from './detection-checks';
import { Findings } from './findings';
import type { LintFinding } from './lint-finding';
import { checkLogsource } from './logsource-checks';
import { checkMetadata } from './metadata-checks';
import { checkSchema } from './schema-checks';

export interface LintOptions {
  /** As for `loadRules`. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  /** Field names by logsource (`category/product/service`, absent parts empty); others are pointed out. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}

function documentsOf(text: string): YamlValue[] {
  try {
    return readYaml(text);
  } catch (fault) {
    if (fault instanceof RuleFault) return [];
    throw fault;
  }
}

function idOf(yaml: YamlMap): string | undefined {
  const id = yaml.get('id');
  return typeof id === 'string' ? id.slice(0, 128) : undefined;
}

/** By place; what has none comes first. */
export function byPlace(a: LintFinding, b: LintFinding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/**
 * All that is wrong with the documents of one text (errors), probably not meant (warnings) or better said otherwise
 * (infos), sorted by place. Never throws for what the text says.
 */
export function lintText(document: RuleDocument, options: LintOptions = {}): readonly LintFinding[] {
  const findings = new Findings(document);
  for (const { origin, ruleId, reason, line, column } of loadRules([document], options).refused) {
    findings.add({ origin, ruleId, severity: 'error', code: 'refused', message: reason, line, column });
  }
  // What a broken condition leaves unused is not worth saying.
  const sound = findings.list.length === 0;
  const documents = documentsOf(document.text);
  for (const [index, yaml] of documents.entries()) {
    if (!(yaml instanceof Map)) continue;
    const map: YamlMap = yaml;
    const found = findings.of(index, documents.length === 1 ? document.origin : `${document.origin}#${index + 1}`, idOf(map));
    checkSchema(map, found);
    checkMetadata(map, found);
    checkLogsource(map, options.fields, found);
    for (const key of ['detection', 'filter']) {
      const detection = map.get(key);
      if (detection instanceof Map) checkDetection(detection, key, sound, found);
    }
  }
  return findings.list.sort(byPlace);
}
