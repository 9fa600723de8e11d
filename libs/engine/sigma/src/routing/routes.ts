import type { Logsource } from '../parse/sigma-rule';
import type { NormalisedEvent } from '../taxonomy/event-values';
import { fieldValue } from '../taxonomy/event-values';
import type { LogsourceRouting, RoutingEntry } from './logsource-routing';
import { isRoutedBy, kindMeets } from './logsource-routing';

/** One way for an event to reach a rule. `key` is equal for equal routes. */
export interface Route {
  readonly key: string;
  readonly entry: RoutingEntry | null;
  /** Compared with the event's kind when there is no entry. */
  readonly logsource: Logsource;
}

/** Every way events can reach rules of this logsource, if any; an entry for its category outweighs one for its service. */
export function routesOf(logsource: Logsource, routing: LogsourceRouting): Route[] {
  const entries = routing.entries.filter((entry) => isRoutedBy(logsource, entry));
  const byCategory = entries.filter((entry) => entry.logsource.category !== undefined);
  const chosen = byCategory.length > 0 ? byCategory : entries;
  if (chosen.length > 0) return chosen.map((entry) => ({ key: `entry:${routing.entries.indexOf(entry)}`, entry, logsource }));
  if (routing.closed?.includes(logsource.product ?? '') && (logsource.service ?? logsource.category) !== undefined) return [];
  return [{ key: `kind:${logsource.category ?? ''}/${logsource.product ?? ''}/${logsource.service ?? ''}`, entry: null, logsource }];
}

/** A value as routing compares it; undefined when it is no single text or number. */
export function routingText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.toLowerCase();
  return typeof value === 'number' ? String(value) : undefined;
}

export function meetsRoute(route: Route, event: NormalisedEvent): boolean {
  const { entry } = route;
  if (!entry) return kindMeets(event.kind, route.logsource);
  if (entry.kinds && !entry.kinds.includes(event.kind ?? '')) return false;
  if (entry.channels) {
    const channel = routingText(fieldValue(event.fields, 'Channel'));
    if (channel === undefined || !entry.channels.includes(channel)) return false;
  }
  return entry.conditions.every(({ field, values }) => {
    const text = routingText(fieldValue(event.fields, field));
    return text !== undefined && values.includes(text);
  });
}

/** The event's name for a rule's field on this route. */
export function mappedField(route: Route, field: string): string {
  const mappings = route.entry?.fieldMappings ?? {};
  return Object.hasOwn(mappings, field) ? (mappings[field] ?? field) : field;
}
