// An embedded Postgres: initdb once, start, stop, restart.
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftover, startChild, stopChild, tail, until } from './child.mjs';
import { postgresAnswers } from './postgres-ready.mjs';
import { findPostgres, runAs } from './postgres-binaries.mjs';
import { freePortFrom, loopback } from './ports.mjs';

/**
 * Starts Postgres over `folder` (data, log and pid file live in it), creating the cluster the first time.
 * `keep`: whether people keep this data. Kept data is synced to disk; a test's is not, since losing it costs nothing.
 * `native`: a folder with bin/ and lib/; the npm package's if absent.
 * Returns { url (superuser), port, version, stop(), restart(), kill() }; a restart keeps the port.
 */
export async function startPostgres({ folder, cache, password, port: wishedPort = 0, keep = true, native, settings = {} }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFile = join(folder, 'postgres.log');
  const place = runAs(native ?? findPostgres(cache ?? folder), join(folder, 'data'));
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...libraryPath(place.native) };

  await clearLeftover(place.dataFolder);
  if (!existsSync(join(place.dataFolder, 'PG_VERSION'))) createCluster(place, { password, keep, env, folder });

  const port = await freePortFrom(wishedPort);
  let server = await launch();
  return {
    port,
    version: versionOf(place, env),
    url: `postgres://postgres:${encodeURIComponent(password)}@${loopback}:${port}/postgres`,
    exited: () => server.exited,
    running: () => server.running(),
    stop: () => stopServer(server),
    async kill() {
      server.child.kill('SIGKILL');
      await server.exited;
    },
    async restart() {
      await stopServer(server);
      await clearLeftover(place.dataFolder);
      server = await launch();
    },
  };

  async function launch() {
    const all = {
      listen_addresses: loopback,
      port,
      // Paths of local sockets may be at most 107 bytes long, which a deep home folder exceeds; nothing here needs one.
      unix_socket_directories: '',
      max_connections: 200,
      fsync: keep ? 'on' : 'off',
      synchronous_commit: keep ? 'on' : 'off',
      full_page_writes: keep ? 'on' : 'off',
      log_timezone: 'UTC',
      timezone: 'UTC',
      ...settings,
    };
    const args = ['-D', place.dataFolder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const [command, wrapped] = place.wrap(join(place.native, 'bin/postgres'), args);
    const started = startChild({ command, args: wrapped, env, cwd: '/', logFile });
    await until(() => postgresAnswers(port), {
      timeoutMs: 60_000,
      gaveUp: () => !started.running(),
      message: () => `Postgres did not start. The end of ${logFile}:\n${tail(logFile)}`,
    });
    return started;
  }
}

/** Fast shutdown ends sessions and writes a checkpoint; immediate shutdown leaves recovery to the next start. */
const stopServer = (server) => stopChild(server, [['SIGINT', 15_000], ['SIGQUIT', 5_000]]);

/**
 * A killed launcher may leave a server running, or only its pid file. The first is shut down; the second is removed,
 * because Postgres refuses to start when that pid now belongs to some other living process.
 */
async function clearLeftover(dataFolder) {
  await endLeftover(join(dataFolder, 'postmaster.pid'), dataFolder, 'SIGINT', 20_000);
}

function createCluster(place, { password, keep, env, folder }) {
  const passwordFile = join(folder, '.initdb-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.owner) chownSync(passwordFile, place.owner, place.owner);
  // A half-made cluster of an interrupted start has no PG_VERSION and would make initdb refuse the folder.
  rmSync(place.dataFolder, { recursive: true, force: true });
  if (place.owner) {
    mkdirSync(place.dataFolder, { mode: 0o700 });
    chownSync(place.dataFolder, place.owner, place.owner);
  }
  const [command, args] = place.wrap(join(place.native, 'bin/initdb'), [
    '-D', place.dataFolder, '-U', 'postgres', `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256', '--encoding=UTF8', ...localeFlags(place, env), ...(keep ? [] : ['--no-sync']),
  ]);
  try {
    execFileSync(command, args, { env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    throw new Error(`could not create the database folder ${place.dataFolder}:\n${error.stderr ?? error.message}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The builtin provider sorts the same on every machine; servers before 17 do not have it and sort by plain C. */
function localeFlags(place, env) {
  return Number.parseInt(versionOf(place, env), 10) >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8'];
}

function versionOf(place, env) {
  return execFileSync(join(place.native, 'bin/postgres'), ['--version'], { env, encoding: 'utf8' }).match(/(\d+(\.\d+)*)/)?.[1] ?? '?';
}

function libraryPath(native) {
  const lib = join(native, 'lib');
  return native.startsWith('/usr/') ? {} : { LD_LIBRARY_PATH: lib, DYLD_LIBRARY_PATH: lib };
}

