import type { RuleDocument } from '../parse/rule-document';
import { refusal } from '../parse/load-rules';
import type { DocumentPath, RefusedRule } from '../parse/rule-fault';
import { RuleFault } from '../parse/rule-fault';
import { isMap } from '../parse/sigma-rule';
import type { YamlMap, YamlValue } from '../parse/yaml-document';
import { readYaml } from '../parse/yaml-document';
import { fieldConditions, itemConditions, ruleConditions } from './pipeline-conditions';
import { Params } from './read-params';
import type { LeafTest, PipelineItem, PipelineState, RuleTest, SigmaPipeline } from './sigma-pipeline';
import { transformations } from './transformations';

const maxItems = 1_000;

function named<T>(table: Readonly<Record<string, (params: Params) => T>>, params: Params, what: string): T {
  const type = params.text('type');
  const read = Object.hasOwn(table, type) ? table[type] : undefined;
  if (!read) throw params.fault('type', `"${type.slice(0, 60)}" is no ${what} that is known here: ${Object.keys(table).join(', ')}`);
  try {
    return read(params);
  } catch (fault) {
    throw fault instanceof RuleFault && fault.path.length === 0 ? new RuleFault(fault.reason, params.path) : fault;
  }
}

function mapsOf(value: YamlValue | undefined, path: DocumentPath): Params[] {
  if (value === undefined || value === null) return [];
  const list: readonly YamlValue[] | null = Array.isArray(value) ? value : isMap(value) ? [...value.values()] : null;
  if (!list || list.length > maxItems) throw new RuleFault(`${String(path.at(-1))} is no list, or holds more than ${maxItems}`, path);
  const keys = isMap(value) ? [...value.keys()] : null;
  return list.map((item, at) => {
    const place = [...path, keys?.[at] ?? at];
    if (!isMap(item)) throw new RuleFault(`${String(path.at(-1))} holds something that is no map`, place);
    return new Params(item, place);
  });
}

/** One group of conditions, joined as the item says; no condition lets everything through. */
function joined<T>(item: YamlMap, path: DocumentPath, group: readonly [key: string, prefix: string], table: Readonly<Record<string, (params: Params) => (of: T, state: PipelineState) => boolean>>): (of: T, state: PipelineState) => boolean {
  const [key, prefix] = group;
  const params = new Params(item, path);
  const tests = mapsOf(item.get(key), [...path, key]).map((one) => named(table, one, 'condition'));
  const either = params.oneOf(`${prefix}_op`, ['and', 'or'], 'and') === 'or';
  const not = params.flag(`${prefix}_not`);
  if (params.has(`${prefix}_expr`)) throw params.fault(`${prefix}_expr`, 'is not supported: use the operators and, or and not');
  if (tests.length === 0) return () => true;
  return (of, state) => (either ? tests.some((test) => test(of, state)) : tests.every((test) => test(of, state))) !== not;
}

function readItem(item: YamlMap, path: DocumentPath): PipelineItem {
  const params = new Params(item, path);
  const onRule: RuleTest = joined(item, path, ['rule_conditions', 'rule_cond'], ruleConditions);
  const onItem: LeafTest = joined(item, path, ['detection_item_conditions', 'detection_item_cond'], itemConditions);
  const onField: LeafTest = joined(item, path, ['field_name_conditions', 'field_name_cond'], fieldConditions);
  return { id: params.optional('id'), transformation: named(transformations, params, 'transformation'), ruleHolds: onRule, leafHolds: (leaf, state) => onItem(leaf, state) && onField(leaf, state) };
}

/** @throws RuleFault naming what cannot be read and where */
function readPipeline(yaml: YamlValue | undefined, origin: string): SigmaPipeline {
  if (!isMap(yaml)) throw new RuleFault('the document is not a map');
  const items = yaml.get('transformations');
  if (!Array.isArray(items)) throw new RuleFault('transformations is missing or no list', yaml.has('transformations') ? ['transformations'] : []);
  if (items.length > maxItems) throw new RuleFault(`the pipeline has more than ${maxItems} transformations`, ['transformations']);
  const priority = yaml.get('priority') ?? 0;
  if (typeof priority !== 'number') throw new RuleFault('priority is not a number', ['priority']);
  return {
    name: new Params(yaml, []).optional('name') ?? origin,
    origin,
    priority,
    items: (items as readonly YamlValue[]).map((item, at) => {
      if (!isMap(item)) throw new RuleFault('a transformation is not a map', ['transformations', at]);
      return readItem(item, ['transformations', at]);
    }),
  };
}

/** A pipeline, or why the text is none, with line and column. Never throws for what the text says. */
export function parsePipeline(document: RuleDocument): SigmaPipeline | RefusedRule {
  let yaml: YamlValue | undefined;
  try {
    [yaml] = readYaml(document.text);
    return readPipeline(yaml, document.origin);
  } catch (fault) {
    if (!(fault instanceof RuleFault)) throw fault;
    return refusal(document, 0, yaml ?? null, fault);
  }
}
