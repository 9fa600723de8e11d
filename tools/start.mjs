// npm start: sets up everything and runs Vedette on this machine. See README.md for the variables it reads.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { banner } from './start/banner.mjs';
import { checkNode, ensureDependencies } from './start/dependencies.mjs';
import { defaultHome, openHome, StartRefusal, workspace } from './start/home.mjs';
import { progressOn } from './start/progress.mjs';

const progress = progressOn();
const abort = new AbortController();
let stack;
let leaving = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(signal));

try {
  checkNode();
  const home = openHome(defaultHome());
  await progress.step('Packages', () => ensureDependencies({ logFile: home.path('logs/install.log'), signal: abort.signal }));
  abort.signal.throwIfAborted();
  // Imported late, like everything that may one day need a package.
  const { bootStack } = await import('./start/stack.mjs');
  stack = await bootStack({
    home: home.folder,
    build: process.env.VEDETTE_BUILD !== 'off',
    gateways: number('VEDETTE_GATEWAYS', 1, 16),
    detections: number('VEDETTE_DETECTIONS', 1, 16),
    simulator: process.env.VEDETTE_SIMULATOR !== 'off' && existsSync(join(workspace, 'tools/simulator/simulator.mjs')),
    port: process.env.PORT ? number('PORT', 1, 65_000) : undefined,
    databaseUrl: process.env.DATABASE_URL || undefined,
    redisUrl: process.env.REDIS_URL || undefined,
    variables: chosen(
      'MAIL_URL', 'MAIL_FROM', 'BREACHED_PASSWORDS_PATH', 'SIGN_UPS_PER_NETWORK', 'RULE_PACKS', 'VEDETTE_ATTACK_EVERY_MS', 'VEDETTE_PER_SECOND', 'INGEST_EVENTS_PER_MINUTE',
      'STORAGE_URL', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'LAKE_CACHE_MB', 'COMPACT_AFTER_MS', 'CORRELATION_LEASE_MS',
      'TENANT_PLAN', 'GRAPHQL_KEY_COST_PER_MINUTE', 'GRAPHQL_TENANT_COST_PER_MINUTE', 'GRAPHQL_ANONYMOUS_COST_PER_MINUTE', 'WRONG_KEYS_PER_MINUTE', 'LIMIT_PROCESSES',
      'LEAK_REPORT_KEYS_PATH', 'TRUSTED_PROXIES', 'PLATFORM_OPERATORS', 'DNS_SERVERS', 'SYSLOG_HOST', 'SYSLOG_PORT', 'SYSLOG_TLS_PORT', 'SYSLOG_TLS_CERT', 'SYSLOG_TLS_KEY',
    ),
    progress,
    report: (name, line) => console.error(`[${name}] ${line}`),
    signal: abort.signal,
  });
  const services = `Postgres ${stack.postgres.version ?? `from ${stack.postgres.where}`}, Redis ${stack.redis.label ?? `from ${stack.redis.where}`}`;
  console.log(banner({ ...stack, home: stack.home.folder, seconds: progress.elapsed(), services, at: new Date() }));
} catch (error) {
  if (leaving) process.exit(0);
  console.error(error instanceof StartRefusal ? `\nVedette did not start: ${error.message}\n` : error);
  process.exit(1);
}

/** First Ctrl-C: stop in order, for at most half a minute. Second: at once. */
async function leave(signal) {
  if (leaving) process.exit(1);
  leaving = true;
  console.log(`\n${signal === 'SIGINT' ? 'Stopping' : `${signal}: stopping`} …`);
  setTimeout(() => {
    console.error('Something would not stop in time; leaving it.');
    process.exit(1);
  }, 30_000).unref();
  abort.abort();
  // Still starting: bootStack notices the abort, stops what it has started and throws.
  if (!stack) return;
  try {
    await stack.stop();
    console.log('Stopped.');
    process.exit(0);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

function number(name, least, most) {
  const value = Number(process.env[name] || 1);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StartRefusal(`${name} must be a whole number from ${least} to ${most}, not "${process.env[name]}"`);
}

function chosen(...names) {
  return Object.fromEntries(names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
}
