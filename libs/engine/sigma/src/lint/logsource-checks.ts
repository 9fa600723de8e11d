import type { YamlMap } from '../parse/yaml-document';
import { channelsOf } from '../taxonomy/channels';
import type { DocumentFindings } from './findings';
import { nearestTo } from '../parse/nearest';

const windowsServices = Object.keys(channelsOf);

function partOf(logsource: YamlMap, part: string): string {
  const value = logsource.get(part);
  return typeof value === 'string' ? value : '';
}

/** Every field that detection asks for, with the way to it. */
function* fieldsOf(detection: YamlMap): Generator<readonly [string, readonly (string | number)[]]> {
  for (const [name, selection] of detection) {
    const maps = Array.isArray(selection) ? selection : [selection];
    for (const [at, map] of maps.entries()) {
      if (!(map instanceof Map)) continue;
      for (const key of map.keys()) {
        const [field = ''] = String(key).split('|', 1);
        if (field !== '') yield [field, ['detection', name, ...(Array.isArray(selection) ? [at] : []), String(key)]];
      }
    }
  }
}

/** Whether the logsource is written as the specification asks, and the rule asks for fields that it has. */
export function checkLogsource(yaml: YamlMap, fields: Readonly<Record<string, readonly string[]>> | undefined, findings: DocumentFindings): void {
  const logsource = yaml.get('logsource');
  if (!(logsource instanceof Map)) return;
  for (const part of ['category', 'product', 'service']) {
    const value = partOf(logsource, part);
    if (value !== value.toLowerCase() || /\s/.test(value)) findings.warning('logsource-case', ['logsource', part], `the logsource's ${part} is written in lower case, with _ for blanks`, `write ${value.trim().toLowerCase().replace(/\s+/g, '_')}`);
  }
  const [category, product, service] = [partOf(logsource, 'category'), partOf(logsource, 'product'), partOf(logsource, 'service')];
  if (product === 'windows' && category === '' && service !== '' && !windowsServices.includes(service)) {
    const nearest = nearestTo(service, windowsServices);
    findings.warning('unknown-logsource', ['logsource', 'service'], `"${service}" is no Windows log that is known here`, nearest && `did you mean ${nearest}?`);
  }
  const legal = fields && Object.hasOwn(fields, `${category}/${product}/${service}`) ? fields[`${category}/${product}/${service}`] : undefined;
  const detection = yaml.get('detection');
  if (!legal || !(detection instanceof Map)) return;
  for (const [field, path] of fieldsOf(detection)) {
    if (legal.includes(field)) continue;
    const nearest = nearestTo(field, legal);
    findings.warning('unknown-field', path, `the logsource has no field ${field.slice(0, 100)}`, nearest && `did you mean ${nearest}?`);
  }
}
