import type { SigmaRule } from '../parse/sigma-rule';
import type { LogsourceRouting, RoutingEntry } from '../routing/logsource-routing';
import { routesOf, routingText } from '../routing/routes';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { fieldValue } from '../taxonomy/event-values';

const maxListed = 4;

function listed(texts: readonly string[]): string {
  return texts.length > maxListed ? `${texts.slice(0, maxListed).join(', ')} or ${texts.length - maxListed} more` : texts.join(' or ');
}

function describeEntry({ channels, kinds, conditions }: RoutingEntry): string {
  const from = channels ? `Channel ${listed(channels)}` : kinds ? `logs of kind ${listed(kinds)}` : 'any log';
  return [from, ...conditions.map(({ field, values }) => `${field} ${listed(values)}`)].join(' with ');
}

/** Which logs a rule is about. */
export function describeLogs({ logsource }: SigmaRule, routing: LogsourceRouting): string {
  const named = (['category', 'product', 'service'] as const).flatMap((part) => (logsource[part] === undefined ? [] : [`${part} ${logsource[part]}`])).join(', ');
  const entries = routesOf(logsource, routing).flatMap(({ entry }) => entry ?? []);
  return entries.length === 0 ? named : `${named}: ${entries.slice(0, maxListed).map(describeEntry).join('; or ')}`;
}

/** What an event is from. */
export function describeEvent({ fields, kind }: NormalisedEvent): string {
  const told = ['Channel', 'EventID'].flatMap((field) => {
    const text = routingText(fieldValue(fields, field));
    return text === undefined ? [] : [`${field} ${text.slice(0, 100)}`];
  });
  if (told.length > 0) return told.join(', ');
  return kind === undefined ? 'of no log that is known here' : `of kind ${kind}`;
}
