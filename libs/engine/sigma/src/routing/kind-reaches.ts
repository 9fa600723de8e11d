import type { Logsource } from '../parse/sigma-rule';
import { kindOfChannel } from '../taxonomy/channels';
import { kindMeets } from './logsource-routing';
import type { LogsourceRouting } from './logsource-routing';
import { routesOf } from './routes';

/** True when some events of this kind (`windows/sysmon`, `web`) are what the logsource describes: whoever sends them may see such rules match. */
export function kindReaches(kind: string, logsource: Logsource, routing: LogsourceRouting): boolean {
  return routesOf(logsource, routing).some(({ entry }) => {
    if (!entry) return kindMeets(kind, logsource);
    if (entry.kinds && !entry.kinds.includes(kind)) return false;
    return !entry.channels || entry.channels.some((channel) => kindOfChannel(channel) === kind);
  });
}
