import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep, until } from '../embedded/child.mjs';
import { attackEvent, banner, curlCommand } from './banner.mjs';
import { databaseName, doorUrl } from './database.mjs';
import { checkNode, installIsStale, linksAreMissing } from './dependencies.mjs';
import { lockHome, openHome, StartRefusal } from './home.mjs';
import { environmentOf, processTable, variablesOf } from './processes.mjs';
import { progressOn } from './progress.mjs';
import { loadSecrets } from './secrets.mjs';
import { backoffMs, isErrorLine, Supervised } from './supervisor.mjs';

const folder = mkdtempSync(join(tmpdir(), 'vedette-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0'])('%s is new enough', (version) => expect(() => checkNode(version)).not.toThrow());
  it.each(['18.20.0', '20.18.3'])('%s is refused with the version that is needed', (version) => {
    expect(() => checkNode(version)).toThrow(`Vedette needs Node 20.19 or later; this is ${version}`);
  });
});

describe('the packages', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true }, 'node_modules/c': { link: true } } };
  const linked = { 'node_modules/c': { link: true } };

  it('are stale when there are none, one is missing, or one has another version', () => {
    expect(installIsStale(lock, null)).toBe(true);
    expect(installIsStale(lock, { packages: linked })).toBe(true);
    expect(installIsStale(lock, { packages: { ...linked, 'node_modules/a': { version: '1.0.1' } } })).toBe(true);
  });

  it('are fresh when they agree, whatever optional ones this platform left out', () => {
    expect(installIsStale(lock, { packages: { ...linked, 'node_modules/a': { version: '1.0.0' } } })).toBe(false);
  });
});

describe('packages of our own', () => {
  it('are missing when their folder is there and their link is not', () => {
    const root = join(folder, 'links');
    const lock = { packages: { 'node_modules/@own/a': { link: true, resolved: 'libs/a' }, 'libs/a': {} } };
    expect(linksAreMissing(lock, root)).toBe(false);
    mkdirSync(join(root, 'libs/a'), { recursive: true });
    expect(linksAreMissing(lock, root)).toBe(true);
    mkdirSync(join(root, 'node_modules/@own/a'), { recursive: true });
    expect(linksAreMissing(lock, root)).toBe(false);
  });
});

describe('the home folder', () => {
  it('is refused with the way out when it cannot be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(() => openHome(join(file, 'home'))).toThrow(StartRefusal);
    expect(() => openHome(join(file, 'home'))).toThrow('VEDETTE_HOME');
  });

  it('is used by one launcher at a time, and is free again after it ended or was killed', () => {
    const home = openHome(join(folder, 'locked'));
    const release = lockHome(home);
    expect(() => lockHome(home)).toThrow(`already runs over ${home.folder} (process ${process.pid})`);
    release();
    lockHome(home, 2 ** 22 + 1);
    lockHome(home)();
  });

  it('holds secrets that stay the same, and that only their owner may read', () => {
    const home = openHome(join(folder, 'secret'));
    const first = loadSecrets(home);
    expect(loadSecrets(home)).toEqual(first);
    expect(statSync(home.path('secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(home.folder).mode & 0o777).toBe(0o700);
    expect(Buffer.from(first.contextKeys.gateway.secret, 'base64')).toHaveLength(32);
    expect(new Set([first.postgres, first.redis, ...Object.values(first.doors)]).size).toBe(7);
  });
});

describe('the environment of a process', () => {
  const secrets = loadSecrets(openHome(join(folder, 'environment')));
  const shared = { DATABASE_APP_URL: 'app', DATABASE_RELAY_URL: 'relay', DATABASE_DIRECTORY_URL: 'directory', DATABASE_CATALOG_URL: 'catalog', VEDETTE_PEPPERS: 'peppers', REDIS_URL: 'redis' };
  const of = (kind) =>
    environmentOf(kind, variablesOf(kind, { shared, secrets, host: '127.0.0.1', port: 4000, metricsPort: 9464, publicUrl: 'http://127.0.0.1:4000' }), { PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'mine' });

  it('has nothing of the person who starts it but the path', () => {
    for (const kind of Object.keys(processTable)) expect(of(kind)).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    expect(of('gateway').PATH).toBe('/bin');
  });

  it('gives peppers and the directory to the gateway alone, the catalog to the worker alone', () => {
    expect(of('gateway')).toMatchObject({ VEDETTE_PEPPERS: 'peppers', DATABASE_DIRECTORY_URL: 'directory' });
    expect(of('detection')).not.toHaveProperty('VEDETTE_PEPPERS');
    expect(of('detection')).not.toHaveProperty('DATABASE_DIRECTORY_URL');
    expect(of('gateway')).not.toHaveProperty('DATABASE_CATALOG_URL');
    expect(of('detection')).toMatchObject({ DATABASE_CATALOG_URL: 'catalog' });
  });

  it('gives each kind a signing key of its own, and the simulator none', () => {
    expect(of('gateway').VEDETTE_CONTEXT_KEY).not.toBe(of('detection').VEDETTE_CONTEXT_KEY);
    expect(Object.keys(of('simulator')).sort()).toEqual(['NODE_ENV', 'PATH']);
  });
});

describe('database addresses', () => {
  it('keep the host and options of the server, and take the role, password and database', () => {
    expect(doorUrl('postgres://admin:x@db.example:5433/postgres?sslmode=require', 'app', 'p/w')).toBe('postgres://vedette_app:p%2Fw@db.example:5433/vedette?sslmode=require');
  });
  it('use the database an outside URL names', () => {
    expect(databaseName('postgres://a@b/threats')).toBe('threats');
    expect(databaseName('postgres://a@b')).toBe('vedette');
  });
});

describe('a supervised process', () => {
  const supervise = (name, code, more = {}) => {
    const main = join(folder, `${name}.cjs`);
    writeFileSync(main, code);
    const lines = [];
    const one = new Supervised({
      name, main, cwd: folder, env: { PATH: process.env.PATH }, logFile: join(folder, `${name}.log`), pidFile: join(folder, `${name}.pid`), report: (line) => lines.push(line), ...more,
    });
    return { one, lines };
  };
  const forever = 'setInterval(() => undefined, 1000);';

  it('comes back after kill -9, with a word about it', async () => {
    const { one, lines } = supervise('forever', forever);
    await one.start();
    const { pid } = one;
    await one.kill();
    await until(() => one.restarts === 1, { timeoutMs: 5_000, message: 'never restarted' });
    expect(one.pid).not.toBe(pid);
    expect(lines).toContain('ended by SIGKILL; starting it again in 0.5 s');
    await one.stop();
    expect(one.pid).toBeUndefined();
  });

  it('stays down when told to', async () => {
    const { one } = supervise('down', forever);
    await one.start();
    await one.kill({ stayDown: true });
    await sleep(700);
    expect(one.pid).toBeUndefined();
  });

  it('is ended by force when it does not listen', async () => {
    const { one } = supervise('deaf', `process.on('SIGTERM', () => undefined); console.log('up'); ${forever}`);
    await one.start();
    await until(() => existsSync(one.logFile) && readFileSync(one.logFile, 'utf8').includes('up'), { timeoutMs: 5_000, message: 'never up' });
    const begun = performance.now();
    await one.stop(200);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('that a killed launcher left behind is ended by the next start', async () => {
    const { one } = supervise('left', forever);
    const orphan = spawn(process.execPath, [one.main], { stdio: 'ignore' });
    writeFileSync(one.pidFile, String(orphan.pid));
    const gone = new Promise((resolve) => orphan.once('exit', resolve));
    await one.start();
    await gone;
    await one.stop();
  });

  it('shows its errors and keeps the rest in the log', async () => {
    const { one, lines } = supervise('loud', `console.log('{"level":30,"msg":"fine"}'); console.log('{"level":50,"msg":"bad"}'); console.error('worse'); ${forever}`);
    await one.start();
    await until(() => lines.length >= 2, { timeoutMs: 5_000, message: 'said nothing' });
    await one.stop();
    expect(lines.sort()).toEqual(['worse', '{"level":50,"msg":"bad"}']);
    expect(readFileSync(one.logFile, 'utf8')).toContain('fine');
  });

  it('waits longer each time, and never more than fifteen seconds', () => {
    expect([1, 2, 3, 6, 20].map(backoffMs)).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
    expect(isErrorLine('{"level":"error"}')).toBe(true);
    expect(isErrorLine('{"level":30,"level_of_detail":50}')).toBe(false);
  });
});

describe('what the person sees', () => {
  it('is each step with its time', async () => {
    const lines = [];
    let now = 0;
    const progress = progressOn((line) => lines.push(line), () => (now += 1000));
    await progress.step('Postgres', async () => ({ detail: 'on port 1' }));
    expect(lines).toEqual(['   1.0 s  Postgres …', '   3.0 s  Postgres done in 2.0 s: on port 1']);
  });

  it('is a command that a shell passes on word for word', () => {
    const event = { ...attackEvent(new Date(0)), Note: `it's "quoted" \\ $HOME` };
    const command = curlCommand({ url: 'http://127.0.0.1:4000', apiKey: 'vdt_dev_x', event }).replace(/^curl/, 'printf "%s\\n"');
    const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(JSON.parse(words.at(-1))).toEqual(event);
    expect(words).toContain('Authorization: Bearer vdt_dev_x');
  });

  it('ends with the address, the login and the command', () => {
    const text = banner({ url: 'http://127.0.0.1:4000', demo: { email: 'demo@vedette.local', password: 'p', apiKey: 'k' }, home: '/h', seconds: 3, services: 's', at: new Date(0) });
    expect(text).toMatch(/Console {4}http:\/\/127\.0\.0\.1:4000[\s\S]*demo@vedette\.local[\s\S]*curl -sS/);
  });
});
