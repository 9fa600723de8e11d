import type { LogsourceRouting } from '@vedette/sigma';
import { builtInRouting, parseRouting, RuleFault } from '@vedette/sigma';
import { InputFault } from '../terminal/input-fault';
import { readSmallFile } from './read-placeholders';

/** Every rule is asked about every event. */
const everywhere: LogsourceRouting = { entries: [{ name: 'everywhere', logsource: {}, conditions: [], fieldMappings: {} }] };

export interface RoutingChoice {
  readonly routed: boolean;
  /** A mapping in THOR's format, instead of our own. */
  readonly file?: string;
}

/** @throws InputFault when the file is no mapping */
export function readRouting({ routed, file }: RoutingChoice): LogsourceRouting {
  if (!routed) return everywhere;
  if (file === undefined) return builtInRouting;
  try {
    return parseRouting(readSmallFile(file));
  } catch (error) {
    if (!(error instanceof RuleFault)) throw error;
    throw new InputFault(`${file}: ${error.reason}`, { cause: error });
  }
}
