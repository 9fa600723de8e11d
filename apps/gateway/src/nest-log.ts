import type { LoggerService } from '@nestjs/common';
import { logger } from '@vedette/telemetry';

const log = logger('nest');

/** Nest's own lines, in ours. What it tells at boot is of interest to nobody but its debugger. */
export const nestLog: LoggerService = {
  log: (message: unknown) => log.debug({ message }, 'nest'),
  verbose: (message: unknown) => log.trace({ message }, 'nest'),
  debug: (message: unknown) => log.debug({ message }, 'nest'),
  warn: (message: unknown) => log.warn({ message }, 'nest'),
  error: (message: unknown) => log.error({ message }, 'nest'),
  fatal: (message: unknown) => log.fatal({ message }, 'nest'),
};
