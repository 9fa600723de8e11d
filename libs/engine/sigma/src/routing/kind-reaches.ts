import { missingFields } from '../narrow/missing-fields';
import type { Logsource, SigmaRule } from '../parse/sigma-rule';
import { kindOfChannel } from '../taxonomy/channels';
import { builtInRouting } from './built-in-routing';
import { kindMeets } from './logsource-routing';
import type { LogsourceRouting } from './logsource-routing';
import type { Route } from './routes';
import { mappedField, routesOf } from './routes';

function routesReached(kind: string, logsource: Logsource, routing: LogsourceRouting): Route[] {
  return routesOf(logsource, routing).filter(({ entry }) => {
    if (!entry) return kindMeets(kind, logsource);
    if (entry.kinds && !entry.kinds.includes(kind)) return false;
    return !entry.channels || entry.channels.some((channel) => kindOfChannel(channel) === kind);
  });
}

/** True when some events of this kind (`windows/sysmon`, `web`) are what the logsource describes: whoever sends them may see such rules match. */
export function kindReaches(kind: string, logsource: Logsource, routing: LogsourceRouting): boolean {
  return routesReached(kind, logsource, routing).length > 0;
}

/**
 * The fields, under the event's own names, without which the rule can match no event of this kind. Empty when it can
 * match; null when it is about another log.
 */
export function missingForKind(rule: SigmaRule, kind: string, has: (field: string) => boolean, routing: LogsourceRouting = builtInRouting): readonly string[] | null {
  const routes = routesReached(kind, rule.logsource, routing);
  const missing = routes.map((route) => missingFields(rule, (field) => has(mappedField(route, field))).map((field) => mappedField(route, field)));
  return missing.sort((a, b) => a.length - b.length)[0] ?? null;
}
