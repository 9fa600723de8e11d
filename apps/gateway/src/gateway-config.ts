import {
  contextKeyConfig,
  databaseAppConfig,
  databaseDirectoryConfig,
  databaseRelayConfig,
  httpConfig,
  identityConfig,
  logConfig,
  mailConfig,
  metricsConfig,
  modeConfig,
  quotable,
  redisConfig,
  tracingConfig,
} from '@vedette/config';
import { z } from 'zod';

const count = (unlessSet: number) => quotable(z.coerce.number().int().min(1).default(unlessSet));

/** Everything the gateway is told at boot. The limits are the edge's own. */
export const gatewayConfig = z.object({
  ...modeConfig,
  ...httpConfig,
  ...databaseAppConfig,
  ...databaseRelayConfig,
  ...databaseDirectoryConfig,
  ...contextKeyConfig,
  ...identityConfig,
  ...redisConfig,
  ...mailConfig,
  ...metricsConfig,
  ...logConfig,
  ...tracingConfig,
  /** Events one tenant may send in any minute. */
  INGEST_EVENTS_PER_MINUTE: count(600_000),
  /** Sign-ups and log-ins one address may try in ten minutes. */
  ATTEMPTS_PER_ADDRESS: count(60),
  /** Sockets one session's account, or one key, may hold open on one gateway. */
  SOCKETS_PER_PRINCIPAL: count(20),
  /** The console's built files; beside the gateway unless told. */
  CONSOLE_FOLDER: quotable(z.string().optional()),
});

export type GatewayConfig = z.output<typeof gatewayConfig>;
