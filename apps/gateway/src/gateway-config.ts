import {
  contextKeyConfig,
  databaseAppConfig,
  databaseDirectoryConfig,
  databaseRelayConfig,
  httpConfig,
  identityConfig,
  isLoopback,
  logConfig,
  mailConfig,
  metricsConfig,
  modeConfig,
  quotable,
  redisConfig,
  tracingConfig,
} from '@vedette/config';
import { z } from 'zod';
import { parseNetwork, plans } from '@vedette/identity';
import { proxiesOf } from './http/trusted-proxies';

const count = (unlessSet: number) => quotable(z.coerce.number().int().min(1).default(unlessSet));
const list = quotable(z.string().default('').transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== '')));
const optionalCount = quotable(z.coerce.number().int().min(1).optional());
const port = quotable(z.coerce.number().int().min(1).max(65_535).optional());
const file = quotable(z.string().optional());

/** Everything the gateway is told at boot. The limits are the edge's own. */
const settings = z.object({
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
  /** Addresses and ranges of load balancers, parted by commas: their X-Forwarded-For says where a request comes from. */
  TRUSTED_PROXIES: file,
  /** Public keys of secret scanners, in GitHub's shape: who signs with one may report more leaked keys at a time. */
  LEAK_REPORT_KEYS_PATH: file,
  /** Have I Been Pwned's passwords, as one sorted file or a folder of ranges; new passwords are looked up in it. */
  BREACHED_PASSWORDS_PATH: file,
  /** Every tenant's, in place of its own; the two after it replace what the plan allows in any minute. */
  TENANT_PLAN: quotable(z.enum(plans).optional()),
  GRAPHQL_KEY_COST_PER_MINUTE: optionalCount,
  GRAPHQL_TENANT_COST_PER_MINUTE: optionalCount,
  /** Of one address, of all who show no credential. */
  GRAPHQL_ANONYMOUS_COST_PER_MINUTE: count(1_200),
  /** Requests with a key that is none, of one address. */
  WRONG_KEYS_PER_MINUTE: count(600),
  /** Gateways that share the limits: while Redis is away each allows this part of them. */
  LIMIT_PROCESSES: count(4),
  /** Sign-ups and log-ins one address may try in ten minutes. */
  ATTEMPTS_PER_ADDRESS: count(60),
  /** Sign-ups one network may make in an hour before each more is asked for a proof of work. */
  SIGN_UPS_PER_NETWORK: count(5),
  /** Sockets one session's account, or one key, may hold open on one gateway. */
  SOCKETS_PER_PRINCIPAL: count(20),
  /** The console's built files; beside the gateway unless told. */
  CONSOLE_FOLDER: quotable(z.string().optional()),
  /** Addresses of those who operate the installation, separated by commas: no more and no fewer. */
  PLATFORM_OPERATORS: list,
  /** Asked in place of the machine's own, as `192.0.2.53` or `127.0.0.1:5353`, separated by commas. */
  DNS_SERVERS: list,
  /** Syslog listens on the ports that are set, and on no other address than this. */
  SYSLOG_HOST: quotable(z.string().default('127.0.0.1')),
  SYSLOG_PORT: port,
  SYSLOG_TLS_PORT: port,
  /** Paths of PEM files. */
  SYSLOG_TLS_CERT: file,
  SYSLOG_TLS_KEY: file,
});

export const gatewayConfig = settings.superRefine((config, context) => {
  const fault = (name: keyof typeof config, message: string) => context.addIssue({ code: 'custom', path: [name], message });
  if (config.SYSLOG_PORT !== undefined && config.VEDETTE_MODE === 'production' && !isLoopback(config.SYSLOG_HOST)) {
    fault('SYSLOG_PORT', 'plain TCP would carry keys in clear to SYSLOG_HOST; use SYSLOG_TLS_PORT');
  }
  if (!proxiesOf(config.TRUSTED_PROXIES ?? '').every(parseNetwork)) fault('TRUSTED_PROXIES', 'expected addresses or ranges such as 10.0.0.0/8, parted by commas');
  if (config.SYSLOG_TLS_PORT !== undefined && !(config.SYSLOG_TLS_CERT && config.SYSLOG_TLS_KEY)) {
    fault('SYSLOG_TLS_PORT', 'TLS needs SYSLOG_TLS_CERT and SYSLOG_TLS_KEY');
  }
});

export type GatewayConfig = z.output<typeof gatewayConfig>;
