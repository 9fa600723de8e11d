import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { commandLine } from './child.mjs';
import { chromiumChain, findChromium } from './chromium.mjs';
import { hasApt, packageNames } from './debian.mjs';
import { onPath } from './on-path.mjs';
import { anyFreePort, freePortFrom, isPortFree } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { startupMessage } from './postgres-ready.mjs';
import { startRedis } from './redis.mjs';
import { askRedis } from './redis-ask.mjs';
import { chooseRedis } from './redis-programs.mjs';
import { cacheFolder } from '../start/servers.mjs';

const folders = [];
const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-spec-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('ports', () => {
  it('go to the next free one when the wished one is taken', async () => {
    const holder = createServer();
    await new Promise((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address();
    expect(await isPortFree(port)).toBe(false);
    expect(await freePortFrom(port)).toBeGreaterThan(port);
    await new Promise((resolve) => holder.close(resolve));
    expect(await freePortFrom(port)).toBe(port);
  });

  it('promised to somebody else are passed over', async () => {
    expect(await freePortFrom(5000, { taken: new Set([5000, 5001]), isFree: async () => true })).toBe(5002);
  });

  it('say so when none is free', async () => {
    await expect(freePortFrom(5000, { span: 3, isFree: async () => false })).rejects.toThrow('no free port between 5000 and 5002');
  });
});

describe('what Debian says about packages', () => {
  it('is read without dependencies, virtual packages and repetitions', () => {
    const listing = 'redis-tools\n  Depends: libc6\n |Depends: libssl3\nlibc6\n<virtual>\n    libssl3\nlibssl3\nredis-tools\n';
    expect(packageNames(listing)).toEqual(['redis-tools', 'libc6', 'libssl3']);
  });
});

describe('the chain of Redis programs', () => {
  const failing = async () => {
    throw new Error('not here');
  };

  it('takes the first link that works', async () => {
    const chain = { path: failing, debian: async () => ({ label: 'from Debian' }), js: failing };
    expect(await chooseRedis({ cache: '', chain })).toEqual({ name: 'debian', label: 'from Debian' });
  });

  it('names every reason when none does', async () => {
    await expect(chooseRedis({ cache: '', chain: { path: failing, js: failing } })).rejects.toThrow(/path: not here; js: not here[\s\S]*REDIS_URL/);
  });

  it('obeys VEDETTE_REDIS and nothing else then', async () => {
    await expect(chooseRedis({ cache: '', forced: 'path', chain: { path: failing, js: async () => ({}) } })).rejects.toThrow('path: not here');
    await expect(chooseRedis({ cache: '', forced: 'memcached' })).rejects.toThrow('VEDETTE_REDIS must be one of');
  });
});

describe.each(['path', 'debian', 'js'])('Redis by the link "%s"', (forced) => {
  const possible = { path: () => onPath('valkey-server') ?? onPath('redis-server'), debian: hasApt, js: () => true }[forced]();

  it('starts, answers, keeps or forgets, flushes and stops; or says why it cannot', async () => {
    const folder = temporary();
    const starting = startRedis({ folder, cache: cacheFolder(), password: 'a-password', forced });
    if (!possible) return expect(starting).rejects.toThrow('no Redis could be found');
    const redis = await starting;
    try {
      expect(redis.label).toBeTruthy();
      expect(await askRedis(redis.url, 'SET kept 1')).toBe('+OK');
      await redis.restart();
      expect(await askRedis(redis.url, 'EXISTS kept')).toBe(redis.real ? ':1' : ':0');
      if (redis.real) {
        expect(await askRedis(`redis://127.0.0.1:${redis.port}`, 'PING')).toMatch(/NOAUTH/);
        expect(statSync(join(folder, 'redis.conf')).mode & 0o777).toBe(0o600);
      }
      await redis.flush();
      expect(await askRedis(redis.url, 'EXISTS kept')).toBe(':0');
    } finally {
      await redis.stop();
    }
    expect(redis.running()).toBe(false);
    expect(await isPortFree(redis.port)).toBe(true);
  }, 120_000);
});

describe('Postgres', () => {
  const password = "it's a / strange: p@ssword";
  const query = async (url, text) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };

  it('is asked for readiness in its own protocol', () => {
    expect(startupMessage({ user: 'a' }).toString('hex')).toBe('00000010' + '00030000' + Buffer.from('user\0a\0\0').toString('hex'));
  });

  it('is made once, starts as root or not, survives kill -9 and a lost launcher, and keeps its data and port', async () => {
    const folder = temporary();
    const first = await startPostgres({ folder, password });
    await query(first.url, 'create table kept as select 1 as one');
    const [settings] = await query(first.url, `select version(), current_setting('fsync') as fsync, current_setting('listen_addresses') as listens,
      (select datlocale from pg_database where datname = 'postgres') as locale, pg_encoding_to_char(encoding) as encoding from pg_database limit 1`);
    expect(settings).toMatchObject({ fsync: 'on', listens: '127.0.0.1', locale: 'C.UTF-8', encoding: 'UTF8', version: expect.stringContaining(`PostgreSQL ${first.version}`) });
    await expect(query(first.url.replace(encodeURIComponent(password), 'wrong'), 'select 1')).rejects.toThrow('password');

    await first.kill();
    const second = await startPostgres({ folder, password, port: first.port });
    expect(second.port).toBe(first.port);
    expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);

    const third = await startPostgres({ folder, password, port: first.port });
    expect(second.running()).toBe(false);
    await third.restart();
    expect(await query(third.url, 'select one from kept')).toEqual([{ one: 1 }]);
    await third.stop();
    expect(existsSync(join(folder, 'data/postmaster.pid'))).toBe(false);
  }, 120_000);

  it('is not kept from starting by the pid file of a process that is somebody else now', async () => {
    const folder = temporary();
    const first = await startPostgres({ folder, password, keep: false });
    const pidFile = join(folder, 'data/postmaster.pid');
    const text = readFileSync(pidFile, 'utf8');
    await first.stop();
    writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)));
    const second = await startPostgres({ folder, password, keep: false });
    expect(commandLine(process.pid)).not.toBe('');
    await second.stop();
  }, 120_000);

  it('says what its log says when it cannot start', async () => {
    const folder = temporary();
    await expect(startPostgres({ folder, password, keep: false, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(/shared_buffers/);
  }, 60_000);
});

describe('Chromium', () => {
  it('is the one CHROMIUM_PATH names, or an error that says so', async () => {
    const before = process.env.CHROMIUM_PATH;
    process.env.CHROMIUM_PATH = '/nowhere/chromium';
    try {
      await expect(findChromium({ cache: '' })).rejects.toThrow('CHROMIUM_PATH names /nowhere/chromium, which does not exist');
    } finally {
      if (before === undefined) delete process.env.CHROMIUM_PATH;
      else process.env.CHROMIUM_PATH = before;
    }
  });

  it('names every way to get one when there is none', async () => {
    const chain = Object.fromEntries(Object.keys(chromiumChain).map((name) => [name, async () => { throw new Error('no'); }]));
    await expect(findChromium({ cache: '', chain })).rejects.toThrow(/apt-get install chromium/);
  });

  it('that does not run is passed over', async () => {
    const broken = join(temporary(), 'chromium');
    writeFileSync(broken, '#!/bin/sh\nexit 127\n');
    chmodSync(broken, 0o755);
    const chain = { path: async () => broken, npm: async () => process.execPath };
    const works = (path) => {
      if (spawnSync(path, ['--version']).status !== 0) throw new Error('does not run');
    };
    expect(await findChromium({ cache: '', chain, works })).toEqual({ name: 'npm', path: process.execPath });
  });
});

it('a port the kernel gives is free', async () => expect(await isPortFree(await anyFreePort())).toBe(true));
