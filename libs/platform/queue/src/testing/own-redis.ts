import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, testServices } from '@vedette/database/testing';
import { Redis } from 'ioredis';

/** A Redis that a spec may empty, and (where it is a server of its own) stop and start. */
export interface OwnRedis {
  readonly url: string;
  /** A server of its own is emptied whole, a database of the shared one by itself. */
  empty(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const SPARE_DATABASE = 9;

/** Whether a Redis of its own can be stopped and started here. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** `redis-server` from PATH on a free port, in memory; without one, a database of the services' Redis. */
export async function openOwnRedis(): Promise<OwnRedis> {
  const port = await freePort();
  let server = hasRedisServer ? await run(port) : undefined;
  const shared = new URL(testServices().redis);
  shared.pathname = `/${SPARE_DATABASE}`;
  const url = server ? `redis://127.0.0.1:${port}` : shared.toString();
  const admin = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  admin.on('error', () => undefined);
  const stop = async () => {
    const running = server;
    server = undefined;
    if (!running) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    empty: async () => void (await (server ? admin.flushall() : admin.flushdb())),
    stop,
    start: async () => {
      server = await run(port);
    },
    close: async () => {
      admin.disconnect();
      await stop();
    },
  };
}

async function run(port: number): Promise<ChildProcess | undefined> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const failed = new Promise<false>((resolve) => child.once('error', () => resolve(false)));
  const ready = (async () => {
    const probe = new Redis(port, '127.0.0.1', { retryStrategy: () => 20, maxRetriesPerRequest: null });
    probe.on('error', () => undefined);
    const answered = await Promise.race([probe.ping().then(() => true as const), failed, sleep(5_000, false as const, { ref: false })]);
    probe.disconnect();
    return answered;
  })();
  return (await ready) ? child : undefined;
}
