import { RuleFault } from '../parse/rule-fault';
import type { Logsource } from '../parse/sigma-rule';
import { isMap } from '../parse/sigma-rule';
import type { YamlMap, YamlValue } from '../parse/yaml-document';
import { readYaml } from '../parse/yaml-document';
import type { LogsourceRouting, RoutingEntry } from './logsource-routing';

const channelPrefix = 'WinEventLog:';

interface ReadEntry {
  readonly name: string;
  readonly logsource: Logsource;
  readonly sources: readonly string[];
  readonly rewrite?: Logsource;
  readonly conditions: RoutingEntry['conditions'];
  readonly fieldMappings: Readonly<Record<string, string>>;
}

function listOf(value: YamlValue | undefined): readonly YamlValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function scalarText(value: YamlValue, path: readonly string[]): string {
  if (value === null || typeof value === 'object') throw new RuleFault(`routing: ${path.join('.')} is not a text or number`, path);
  return String(value);
}

function logsourceOf(map: YamlMap): Logsource {
  const part = (key: string): string | undefined => {
    const value = map.get(key);
    return typeof value === 'string' ? value.toLowerCase() : undefined;
  };
  return { category: part('category'), product: part('product'), service: part('service') };
}

function entriesOf(map: YamlValue | undefined): [string, YamlValue][] {
  return isMap(map) ? [...map] : [];
}

function readEntry(name: string, map: YamlMap): ReadEntry {
  const path = ['logsources', name];
  const rewrite = map.get('rewrite');
  return {
    name,
    logsource: logsourceOf(map),
    sources: listOf(map.get('sources')).map((source) => scalarText(source, path)),
    rewrite: isMap(rewrite) ? logsourceOf(rewrite) : undefined,
    conditions: entriesOf(map.get('conditions')).map(([field, values]) => ({ field, values: listOf(values).map((value) => scalarText(value, path).toLowerCase()) })),
    fieldMappings: Object.fromEntries(entriesOf(map.get('fieldmappings')).map(([from, to]) => [from, scalarText(to, path)])),
  };
}

function same(a: Logsource, b: Logsource): boolean {
  return a.category === b.category && a.product === b.product && a.service === b.service;
}

/**
 * Reads a mapping in the format of THOR's `logsources` (categories rewritten to product and service, services to
 * `WinEventLog:` channels). Entries for files have no counterpart in an event and are left to the event's kind. For a
 * product whose channels it names, the mapping is the whole truth.
 * @throws RuleFault when the text is no such mapping
 */
export function parseRouting(yamlText: string): LogsourceRouting {
  const [yaml] = readYaml(yamlText);
  const map = isMap(yaml) ? yaml.get('logsources') : undefined;
  if (!isMap(map)) throw new RuleFault('routing: logsources is missing or not a map');
  const read = [...map].flatMap(([name, entry]) => (isMap(entry) ? [readEntry(name, entry)] : []));
  const channels = (logsource: Logsource): string[] =>
    read
      .filter((entry) => same(entry.logsource, logsource))
      .flatMap((entry) => entry.sources)
      .filter((source) => source.startsWith(channelPrefix))
      .map((source) => source.slice(channelPrefix.length).toLowerCase());
  const entries = read.map((entry): RoutingEntry => ({
    name: entry.name,
    logsource: entry.logsource,
    channels: channels(entry.rewrite ?? entry.logsource),
    conditions: entry.conditions,
    fieldMappings: entry.fieldMappings,
  }));
  const routed = entries.filter((entry) => (entry.channels ?? []).length > 0);
  return { entries: routed, closed: [...new Set(routed.flatMap(({ logsource }) => logsource.product ?? []))] };
}
