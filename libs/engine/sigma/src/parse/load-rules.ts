import type { SigmaFilter } from '../filters/sigma-filter';
import { parseFilter } from '../filters/sigma-filter';
import type { CorrelationDocument } from './correlation-document';
import type { RuleDocument } from './rule-document';
import type { RefusedRule } from './rule-fault';
import { RuleFault } from './rule-fault';
import type { SigmaRule } from './sigma-rule';
import { isMap, parseRule } from './sigma-rule';
import type { YamlValue } from './yaml-document';
import { readYaml } from './yaml-document';
import { placeOf } from './yaml-places';

export interface LoadOptions {
  /** Values for `%name%` under the modifier `expand`, by name; a rule whose placeholder has none is refused. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

export interface LoadedRules {
  readonly rules: SigmaRule[];
  readonly filters: SigmaFilter[];
  /** Handed on as read: engine/correlation knows what they mean. */
  readonly correlations: CorrelationDocument[];
  readonly refused: RefusedRule[];
}

function shortText(yaml: YamlValue, key: string): string | undefined {
  const value = isMap(yaml) ? yaml.get(key) : undefined;
  return typeof value === 'string' ? value.slice(0, 512) : undefined;
}

/** A refusal with its place, which is looked up only now. */
export function refusal(document: RuleDocument, index: number, yaml: YamlValue, fault: RuleFault): RefusedRule {
  const place = fault.place ?? placeOf(document.text, index, fault.path);
  return { origin: document.origin, ruleId: shortText(yaml, 'id'), title: shortText(yaml, 'title'), reason: fault.reason, ...place };
}

/** The parts of an old collection are not whole rules: loading some of them would change what was meant. */
function refuseCollection(parts: readonly YamlValue[]): void {
  if (parts.some((yaml) => isMap(yaml) && yaml.has('action'))) throw new RuleFault('rule collections (action: …) were removed from Sigma: write whole rules, separated by ---');
}

/** Never throws for what a text says: each of its documents is loaded or refused with its reason and, where one is to blame, place. */
export function loadRules(documents: Iterable<RuleDocument>, options: LoadOptions = {}): LoadedRules {
  const placeholders = new Map(Object.entries(options.placeholders ?? {}));
  const loaded: LoadedRules = { rules: [], filters: [], correlations: [], refused: [] };
  const attempt = (document: RuleDocument, index: number, yaml: YamlValue, work: () => void): void => {
    try {
      work();
    } catch (fault) {
      if (!(fault instanceof RuleFault)) throw fault;
      loaded.refused.push(refusal(document, index, yaml, fault));
    }
  };
  for (const document of documents) {
    attempt(document, 0, null, () => {
      const parts = readYaml(document.text);
      if (parts.length === 0) throw new RuleFault('the document is empty');
      refuseCollection(parts);
      for (const [index, yaml] of parts.entries()) {
        // Several rules of one text need names of their own where they have no id.
        const origin = parts.length === 1 ? document.origin : `${document.origin}#${index + 1}`;
        attempt(document, index, yaml, () => {
          if (isMap(yaml) && yaml.has('correlation')) loaded.correlations.push({ origin, yaml, source: document, index });
          else if (isMap(yaml) && yaml.has('filter')) loaded.filters.push(parseFilter(yaml, origin, placeholders));
          else loaded.rules.push(parseRule(yaml, origin, placeholders));
        });
      }
    });
  }
  return loaded;
}
