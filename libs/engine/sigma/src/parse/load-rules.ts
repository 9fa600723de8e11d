import type { RefusedRule } from './rule-fault';
import { RuleFault } from './rule-fault';
import type { SigmaRule } from './sigma-rule';
import { isMap, parseRule } from './sigma-rule';
import type { YamlValue } from './yaml-document';
import { lineOf, readYaml } from './yaml-document';

export interface RuleDocument {
  /** Names the document in refusals: a path, an address, a table row. */
  readonly origin: string;
  readonly text: string;
}

export interface LoadOptions {
  /** Values for `%name%` under the modifier `expand`, by name; a rule whose placeholder has none is refused. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

function shortText(yaml: YamlValue, key: string): string | undefined {
  const value = isMap(yaml) ? yaml.get(key) : undefined;
  return typeof value === 'string' ? value.slice(0, 512) : undefined;
}

/** Never throws for what a document says: each is either a rule or a refusal with its reason and, where one is to blame, line. */
export function loadRules(documents: Iterable<RuleDocument>, options: LoadOptions = {}): { rules: SigmaRule[]; refused: RefusedRule[] } {
  const placeholders = new Map(Object.entries(options.placeholders ?? {}));
  const rules: SigmaRule[] = [];
  const refused: RefusedRule[] = [];
  for (const { origin, text } of documents) {
    let yaml: YamlValue = null;
    try {
      yaml = readYaml(text);
      rules.push(parseRule(yaml, origin, placeholders));
    } catch (fault) {
      if (!(fault instanceof RuleFault)) throw fault;
      const line = fault.line ?? lineOf(text, fault.path);
      refused.push({ origin, ruleId: shortText(yaml, 'id'), title: shortText(yaml, 'title'), reason: fault.reason, ...(line === undefined ? {} : { line }) });
    }
  }
  return { rules, refused };
}
