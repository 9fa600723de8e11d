// An embedded Redis: start, stop, restart, flush.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftover, startChild, stopChild, tail, until } from './child.mjs';
import { freePortFrom, loopback } from './ports.mjs';
import { askRedis, redisAnswers } from './redis-ask.mjs';
import { chooseRedis } from './redis-programs.mjs';

/**
 * Starts Redis over `folder`. `keep`: an append-only file, so that unfinished jobs survive a restart (Postgres would
 * resend them anyway, only later). Never evicts: a queue that forgets its oldest keys forgets jobs.
 * Returns { url, port, label, real, stop(), restart(), kill(), flush() }.
 */
export async function startRedis({ folder, cache, password, port: wishedPort = 0, keep = true, forced = process.env.VEDETTE_REDIS }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const program = await chooseRedis({ cache: cache ?? folder, forced });
  const logFile = join(folder, 'redis.log');
  const pidFile = join(folder, 'redis.pid');
  const mark = program.real ? folder : 'js-redis-server';
  await endLeftover(pidFile, mark);

  const port = await freePortFrom(wishedPort);
  // The server in JavaScript knows no passwords.
  const url = `redis://${program.real && password ? `:${encodeURIComponent(password)}@` : ''}${loopback}:${port}`;
  let server = await launch();
  return {
    url,
    port,
    label: program.label,
    real: program.real,
    exited: () => server.exited,
    running: () => server.running(),
    stop: () => stopServer(server),
    async kill() {
      server.child.kill('SIGKILL');
      await server.exited;
    },
    async restart() {
      await stopServer(server);
      server = await launch();
    },
    async flush() {
      if ((await askRedis(url, 'FLUSHALL')) !== '+OK') throw new Error('Redis did not flush');
    },
  };

  async function launch() {
    const args = program.real ? [writeConfig({ folder, port, password, keep })] : ['--port', String(port)];
    const started = startChild({
      command: program.command,
      args: [...program.args, ...args],
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...program.env },
      cwd: folder,
      logFile,
      pidFile,
    });
    await until(() => redisAnswers(url), {
      timeoutMs: 30_000,
      gaveUp: () => !started.running(),
      message: () => `Redis (${program.label}) did not start. The end of ${logFile}:\n${tail(logFile)}`,
    });
    return started;
  }
}

const stopServer = (server) => stopChild(server, [['SIGTERM', 8_000]]);

/** A file and not arguments: every user of the machine may read the arguments, and with them the password. */
function writeConfig({ folder, port, password, keep }) {
  const file = join(folder, 'redis.conf');
  const lines = [
    `port ${port}`,
    `bind ${loopback}`,
    `dir ${JSON.stringify(folder)}`,
    'maxmemory-policy noeviction',
    `appendonly ${keep ? 'yes' : 'no'}`,
    'save ""',
    ...(password ? [`requirepass ${JSON.stringify(password)}`] : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
