// One whole installation, running: for `npm start`, for the journeys and for the bench alike.
import { pathToFileURL } from 'node:url';
import { rmSync } from 'node:fs';
import { anyFreePort, freePortFrom, loopback } from '../embedded/ports.mjs';
import { tail, until } from '../embedded/child.mjs';
import { buildAll } from './build.mjs';
import { doorVariables, migrateDatabase } from './database.mjs';
import { ensureDemo } from './demo.mjs';
import { lockHome, openHome, StartRefusal, workspace } from './home.mjs';
import { environmentOf, mainOf, processTable, variablesOf } from './processes.mjs';
import { silent } from './progress.mjs';
import { loadSecrets } from './secrets.mjs';
import { startServices } from './servers.mjs';
import { Supervised } from './supervisor.mjs';

/**
 * Brings up services, schema, demo tenant and processes over the folder `home`.
 *
 * Options: `fresh` removes the folder first (throws away its data); `temporary` means nothing here is kept: no fsync,
 * no Redis file, any free ports, the folder is removed at the end; `gateways`, `detections` counts; `simulator`;
 * `demo` false leaves the demo tenant out; `build` false trusts the present dist folders; `databaseUrl`, `redisUrl`
 * outside servers; `variables` extra or other settings for every process (each still gets only what its row needs,
 * plus `extra[kind]`); `progress`, `report(name, line)`.
 *
 * Answers { url, urls, demo, processes, postgres, redis, serviceUrls, home, stop() }. `processes` maps names such as
 * `gateway-1` to { state, pid, restarts, kill({ stayDown }), stop(), start(), restart(), url?, metricsUrl, ready() }.
 * When boot fails or `signal` aborts, everything started so far is stopped before it throws.
 */
export async function bootStack({
  home: folder,
  fresh = false,
  temporary = false,
  gateways = 1,
  detections = 1,
  simulator = false,
  demo: wantDemo = true,
  build = true,
  host = loopback,
  port,
  databaseUrl,
  redisUrl,
  variables = {},
  extra = {},
  nodeArgs = {},
  progress = silent,
  report = () => undefined,
  signal,
}) {
  if (fresh) rmSync(folder, { recursive: true, force: true });
  const home = openHome(folder);
  const closers = [lockHome(home)];
  const stop = closing(closers, () => temporary && rmSync(folder, { recursive: true, force: true }));
  const proceed = () => signal?.throwIfAborted();
  try {
    if (build) await progress.step('Build', () => buildAll());
    proceed();
    const secrets = loadSecrets(home);
    const ports = temporary ? {} : home.readJson('ports.json', {});
    const services = await startServices({
      home, secrets, ports, databaseUrl, redisUrl, progress,
      keep: !temporary,
      onStarted: (_name, server) => closers.push(() => server.stop()),
    });
    proceed();
    const adminUrl = services.postgres.url;
    await progress.step('Database schema', () => migrateDatabase({ adminUrl, secrets }));
    proceed();

    const doors = doorVariables({ adminUrl, secrets });
    const shared = {
      ...doors,
      REDIS_URL: services.redis.url,
      MAIL_URL: 'mailbox:',
      VEDETTE_MODE: 'development',
      STORAGE_URL: pathToFileURL(home.path('objects')).href,
      LAKE_FOLDER: home.path('lake'),
      ...variables,
    };
    const places = await choosePorts({ gateways, detections, port, temporary, progress, host });
    const url = places.find((place) => place.kind === 'gateway')?.publicUrl;
    if (!temporary) home.writeJson('ports.json', { postgres: services.postgres.port, redis: services.redis.port });
    const demo = wantDemo ? await progress.step('Demo tenant', () => ensureDemo({ home, doors, secrets })) : undefined;
    proceed();

    const processes = {};
    closers.push(() => stopAll(Object.values(processes)));
    const launch = async (kind, name, place) => {
      processes[name] = supervised({ kind, name, place, home, secrets, shared, host, extra, nodeArgs, report });
      await processes[name].start();
    };
    for (const place of places) await launch(place.kind, place.name, place);
    await progress.step('Processes', () => Promise.all(Object.values(processes).map((one) => one.ready())));
    proceed();
    if (simulator) await launch('simulator', 'simulator', { variables: { VEDETTE_URL: url, VEDETTE_KEY: demo?.apiKey } });

    return {
      url,
      urls: places.filter((place) => place.kind === 'gateway').map((place) => place.publicUrl),
      demo,
      home,
      processes,
      postgres: services.postgres,
      redis: services.redis,
      serviceUrls: { admin: adminUrl, redis: services.redis.url, ...doors },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Last started, first stopped; every one is tried, whatever the others do; calling it twice stops once. */
function closing(closers, last) {
  let stopped;
  return () =>
    (stopped ??= (async () => {
      const failures = [];
      for (const close of closers.reverse()) await Promise.resolve().then(close).catch((error) => failures.push(error));
      last();
      if (failures.length) throw new AggregateError(failures, `could not stop everything: ${failures.map((one) => one.message).join('; ')}`);
    })());
}

/** What sends events stops first, then the edge, then the workers: nobody is left talking to nothing. */
async function stopAll(processes) {
  for (const kind of ['simulator', 'gateway', 'detection'])
    await Promise.all(processes.filter((one) => one.kind === kind).map((one) => one.stop()));
}

async function choosePorts({ gateways, detections, port, temporary, progress, host }) {
  const taken = new Set();
  const choose = async (wished, label) => {
    const chosen = temporary ? await anyFreePort() : await freePortFrom(wished, { taken });
    taken.add(chosen);
    if (!temporary && label && chosen !== wished) progress.note(`port ${wished} is taken: ${label} uses ${chosen}`);
    return chosen;
  };
  const places = [];
  for (const [kind, count] of [['gateway', gateways], ['detection', detections]])
    for (let i = 0; i < count; i++) {
      const row = processTable[kind];
      const name = `${kind}-${i + 1}`;
      const place = { kind, name, metricsPort: await choose(row.wishedMetricsPort + i) };
      if (row.wishedPort) {
        place.port = await choose((port ?? row.wishedPort) + i, i === 0 ? 'the console' : name);
        // By name: a browser lends no passkey to a bare address.
        place.publicUrl = `http://${[loopback, '0.0.0.0'].includes(host) ? 'localhost' : host}:${place.port}`;
      }
      places.push(place);
    }
  return places;
}

function supervised({ kind, name, place, home, secrets, shared, host, extra, nodeArgs, report }) {
  const known = { ...variablesOf(kind, { shared, secrets, host, ...place }), ...place.variables };
  const one = new Supervised({
    name,
    main: mainOf(kind),
    env: { ...environmentOf(kind, known), ...extra[kind] },
    cwd: workspace,
    logFile: home.path('logs', `${name}.log`),
    pidFile: home.path('run', `${name}.pid`),
    report: (line) => report(name, line),
    nodeArgs: nodeArgs[kind],
  });
  const metricsUrl = place.metricsPort ? `http://${loopback}:${place.metricsPort}/metrics` : undefined;
  const probe = place.publicUrl ? `${place.publicUrl}${processTable[kind].ready}` : metricsUrl;
  return Object.assign(one, {
    kind,
    url: place.publicUrl,
    metricsUrl,
    ready: (timeoutMs = 60_000) =>
      until(() => answers(probe), {
        timeoutMs,
        everyMs: 100,
        gaveUp: () => one.state === 'failed' || one.restarts >= 3,
        message: () => new StartRefusal(`${name} did not become ready. The end of ${one.logFile}:\n${tail(one.logFile)}`),
      }),
  });
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
