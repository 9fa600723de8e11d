// The processes of one installation, in one table: what each runs and the little it may know.
import { join } from 'node:path';
import { workspace } from './home.mjs';
import { keyText } from './secrets.mjs';

/**
 * One row per kind. `needs` lists the only variables it gets beside the common ones: a worker that renders nothing
 * has no directory door, and only the gateway can check an API key (it holds the pepper).
 * `ready`: the path that answers 200 once it can work, on its HTTP or metrics port.
 */
export const processTable = {
  gateway: {
    main: 'apps/gateway/dist/main.js',
    contextKey: 'gateway',
    needs: [
      'DATABASE_APP_URL', 'DATABASE_RELAY_URL', 'DATABASE_DIRECTORY_URL', 'REDIS_URL', 'VEDETTE_CONTEXT_KEY', 'VEDETTE_PEPPERS',
      'PUBLIC_URL', 'HOST', 'PORT', 'METRICS_PORT', 'MAIL_URL', 'MAIL_FROM', 'VEDETTE_MODE',
      'INGEST_EVENTS_PER_MINUTE', 'ATTEMPTS_PER_ADDRESS', 'SIGN_UPS_PER_NETWORK', 'BREACHED_PASSWORDS_PATH', 'SOCKETS_PER_PRINCIPAL', 'PLATFORM_OPERATORS', 'DNS_SERVERS',
      'TENANT_PLAN', 'GRAPHQL_KEY_COST_PER_MINUTE', 'GRAPHQL_TENANT_COST_PER_MINUTE', 'GRAPHQL_ANONYMOUS_COST_PER_MINUTE', 'WRONG_KEYS_PER_MINUTE', 'LIMIT_PROCESSES',
      'LEAK_REPORT_KEYS_PATH', 'TRUSTED_PROXIES', 'SYSLOG_HOST', 'SYSLOG_PORT', 'SYSLOG_TLS_PORT', 'SYSLOG_TLS_CERT', 'SYSLOG_TLS_KEY',
    ],
    wishedPort: 4000,
    wishedMetricsPort: 9464,
    ready: '/readyz',
  },
  detection: {
    main: 'apps/detection/dist/main.js',
    contextKey: 'detection',
    needs: [
      'DATABASE_APP_URL', 'DATABASE_RELAY_URL', 'DATABASE_CATALOG_URL', 'REDIS_URL', 'VEDETTE_CONTEXT_KEY',
      'METRICS_PORT', 'RULE_PACKS', 'CORRELATION_LEASE_MS', 'STORAGE_URL', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'LAKE_FOLDER', 'LAKE_CACHE_MB',
      'COMPACT_AFTER_MS',
    ],
    wishedMetricsPort: 9474,
  },
  simulator: {
    main: 'tools/simulator/simulator.mjs',
    needs: ['VEDETTE_URL', 'VEDETTE_KEY', 'VEDETTE_ATTACK_EVERY_MS', 'VEDETTE_PER_SECOND'],
  },
};

/** Variables of the machine that any program may need; everything else of our own environment stays with us. */
const common = ['PATH', 'TZ', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'OTLP_URL', 'LOG_LEVEL'];

/** The environment of one process: the common variables, and those of `known` that its row needs. */
export function environmentOf(kind, known, own = process.env) {
  const row = processTable[kind];
  const picked = { NODE_ENV: 'production' };
  for (const name of common) if (own[name]) picked[name] = own[name];
  for (const name of row.needs) if (known[name] !== undefined && known[name] !== '') picked[name] = String(known[name]);
  return picked;
}

/** `known` for one process: what all share, plus its own ports and its own signing key. */
export function variablesOf(kind, { shared, secrets, host, port, metricsPort, publicUrl }) {
  const row = processTable[kind];
  return {
    ...shared,
    ...(row.contextKey ? { VEDETTE_CONTEXT_KEY: keyText(secrets.contextKeys[row.contextKey]) } : {}),
    HOST: host,
    PORT: port,
    METRICS_PORT: metricsPort,
    PUBLIC_URL: publicUrl,
  };
}

export const mainOf = (kind) => join(workspace, processTable[kind].main);
