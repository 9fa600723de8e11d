import type { SigmaPipeline } from '@vedette/sigma';
import { parsePipeline } from '@vedette/sigma';
import { InputFault } from '../terminal/input-fault';
import { readSmallFile } from './read-placeholders';

/** @throws InputFault when a file cannot be read or is no processing pipeline */
export function readPipelines(paths: readonly string[]): SigmaPipeline[] {
  return paths.map((path) => {
    const parsed = parsePipeline({ origin: path, text: readSmallFile(path) });
    if (!('reason' in parsed)) return parsed;
    const place = parsed.line === undefined ? '' : `:${parsed.line}:${parsed.column ?? 1}`;
    throw new InputFault(`${path}${place}: ${parsed.reason}`);
  });
}
