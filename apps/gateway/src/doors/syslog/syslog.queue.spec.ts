import 'reflect-metadata';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { loadConfig } from '@vedette/config';
import { freePort, openTestDatabase, testRedisUrl } from '@vedette/testing';
import { gatewayConfig } from '../../gateway-config';
import { openDoorStage } from '../fixtures/door-stage';
import type { DoorStage, StoredEvent } from '../fixtures/door-stage';

let stage: DoorStage;
let tcpPort: number;
let tlsPort: number;
const folder = mkdtempSync(path.join(tmpdir(), 'vedette-syslog-'));
const certificate = path.join(folder, 'cert.pem');
const places = { SYSLOG_TLS_CERT: certificate, SYSLOG_TLS_KEY: path.join(folder, 'key.pem') };
const running: ChildProcess[] = [];

const rsyslogd = [process.env['VEDETTE_RSYSLOGD'] ?? '', ...(process.env['PATH'] ?? '').split(':').map((each) => path.join(each, 'rsyslogd')), '/usr/sbin/rsyslogd'].find(
  (file) => file !== '' && existsSync(file),
);

beforeAll(async () => {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', places.SYSLOG_TLS_KEY, '-out', certificate], { stdio: 'ignore' });
  [tcpPort, tlsPort] = [await freePort(), await freePort()];
  const ports = { SYSLOG_PORT: String(tcpPort), SYSLOG_TLS_PORT: String(tlsPort) };
  stage = await openDoorStage({ ...(await openTestDatabase()), redisUrl: testRedisUrl() }, { ...ports, ...places, INGEST_EVENTS_PER_MINUTE: '20000' });
}, 60_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const head = '<34>1 2026-05-28T20:26:40Z fw1 sshd 4 -';
const keyed = (key: string, source: string, text: string) => `${head} [vedette@32473 key="${key}" source="${source}"] ${text}`;
const counted = (message: string) => `${Buffer.byteLength(message)} ${message}`;

async function dial(port = tcpPort): Promise<{ socket: Socket; closed: Promise<void> }> {
  const socket = port === tlsPort ? connectTls({ port, host: '127.0.0.1', ca: readFileSync(certificate), servername: 'localhost' }) : connect(port, '127.0.0.1');
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined).resume();
  await new Promise((resolve) => socket.once(port === tlsPort ? 'secureConnect' : 'connect', resolve));
  return { socket, closed };
}

async function storedWhen(count: number, source: string, key = stage.acme): Promise<StoredEvent[]> {
  const until = performance.now() + 15_000;
  for (;;) {
    const events = await stage.stored(key, source);
    if (events.length >= count || performance.now() > until) return events;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const originals = (events: readonly StoredEvent[]) => events.map(({ event }) => (event as { original: string }).original);

/** rsyslog follows a file and sends its lines, as on a real host. */
function followWithRsyslog(name: string, action: string, globals = ''): { append(lines: readonly string[]): void } {
  const place = mkdtempSync(path.join(folder, 'rsyslog-'));
  const log = path.join(place, 'in.log');
  writeFileSync(log, '');
  const configuration = `
    global(workDirectory="${place}" ${globals})
    module(load="imfile" mode="inotify")
    input(type="imfile" file="${log}" tag="app:")
    template(name="vedette" type="string" string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% - - [vedette@32473 key=\\"${stage.acme}\\" source=\\"${name}\\"] %msg%")
    ${action}`;
  writeFileSync(path.join(place, 'rsyslog.conf'), configuration);
  const child = spawn(rsyslogd ?? '', ['-n', '-f', path.join(place, 'rsyslog.conf'), '-i', path.join(place, 'pid')], { stdio: 'inherit' });
  running.push(child);
  return { append: (lines) => appendFileSync(log, `${lines.join('\n')}\n`) };
}

/** util-linux's logger, which speaks plain TCP only. */
function sendWithLogger(source: string, text: string): void {
  const named = ['--sd-id', 'vedette@32473', '--sd-param', `key="${stage.acme}"`, '--sd-param', `source="${source}"`];
  execFileSync('logger', ['--rfc5424', '--octet-count', '--tcp', '--server', '127.0.0.1', '--port', String(tcpPort), ...named, text]);
}

describe('a shipper of today', () => {
  it("util-linux's logger sends a message without its key being kept", async () => {
    sendWithLogger('logger', 'hello from logger');
    const [text] = originals(await storedWhen(1, 'logger'));
    expect(text).toMatch(/^<13>1 .*hello from logger$/);
    expect(text).not.toMatch(/vdt_|vedette@32473/);
  });

  const overRsyslog = rsyslogd ? it : it.skip;
  console.info(`syslog is sent by ${rsyslogd ?? "util-linux's logger only: no rsyslogd here"}`);

  overRsyslog.each([
    ['octet-counted', 'rsyslog-counted'],
    ['traditional', 'rsyslog-lines'],
  ])('rsyslog sends thousands of lines over TCP, %s, in order and each once', async (framing, source) => {
    const lines = Array.from({ length: 3_000 }, (_, n) => `line ${n} of "${source}" é`);
    const follower = followWithRsyslog(source, `action(type="omfwd" target="127.0.0.1" port="${tcpPort}" protocol="tcp" TCP_Framing="${framing}" template="vedette")`);
    follower.append(lines);
    const texts = originals(await storedWhen(lines.length, source));
    expect(texts.map((text) => text.replace(/^<\d+>1 \S+ \S+ \S+ - - - /, ''))).toEqual(lines);
  }, 30_000);

  overRsyslog('rsyslog sends over TLS, having checked our certificate', async () => {
    const action = `action(type="omfwd" target="127.0.0.1" port="${tlsPort}" protocol="tcp" TCP_Framing="octet-counted" template="vedette"
      StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost")`;
    const follower = followWithRsyslog('rsyslog-tls', action, `DefaultNetstreamDriverCAFile="${certificate}"`);
    follower.append(['over TLS', '{"a":1}']);
    expect(originals(await storedWhen(2, 'rsyslog-tls'))).toEqual([expect.stringMatching(/ - over TLS$/), expect.stringMatching(/ - \{"a":1\}$/)]);
  }, 30_000);
});

describe('a connection', () => {
  it('may name its key in a first line, for lines of any kind', async () => {
    const { socket, closed } = await dial();
    socket.end(`key=${stage.acme} source=FW1\n<34>May 28 20:26:40 fw1 old\n{"n":1}\n\nplain text without an end`);
    await closed;
    expect(await storedWhen(3, 'fw1')).toEqual([{ event: { original: '<34>May 28 20:26:40 fw1 old' } }, { n: 1 }, { event: { original: 'plain text without an end' } }]);
  });

  it('is stored within a moment, without being closed', async () => {
    const { socket } = await dial(tlsPort);
    const began = performance.now();
    socket.write(counted(keyed(stage.acme, 'prompt', 'one')));
    expect(originals(await storedWhen(1, 'prompt'))).toEqual([`${head} - one`]);
    expect(performance.now() - began).toBeLessThan(2_000);
    socket.destroy();
  });

  it('may carry the messages of several tenants, each to its own', async () => {
    const { socket, closed } = await dial();
    socket.end([keyed(stage.acme, 'relay', 'mine'), keyed(stage.globex, 'relay', 'theirs'), keyed(stage.acme, 'relay', 'mine too')].map(counted).join(''));
    await closed;
    expect(originals(await storedWhen(2, 'relay'))).toEqual([`${head} - mine`, `${head} - mine too`]);
    expect(originals(await storedWhen(1, 'relay', stage.globex))).toEqual([`${head} - theirs`]);
  });

  it('keeps the beginning of a message that is too long, and says so', async () => {
    const { socket, closed } = await dial();
    socket.end(counted(keyed(stage.acme, 'long', 'x'.repeat(100_000))) + counted(keyed(stage.acme, 'long', 'next')));
    await closed;
    const [long, next] = await storedWhen(2, 'long');
    expect([long?.['tags'], originals([next ?? {}])]).toEqual([['truncated'], [`${head} - next`]]);
  });

  it.each([
    ['without a key', () => `${head} - secret of nobody`],
    ['with a key that is none', () => keyed(`${stage.acme.slice(0, -12)}AAAAAAAAAAAA`, 'strangers', 'x')],
    ['with a key that is no key', () => keyed('"\\"', 'strangers', 'x')],
    ['with a first line that names no key', () => 'GET / HTTP/1.1\r\nhost: x'],
  ])('%s is closed after a moment, and nothing is stored', async (_what, message) => {
    const { socket, closed } = await dial();
    const began = performance.now();
    socket.write(`${message()}\n${keyed(stage.acme, 'strangers', 'behind it')}\n`);
    await closed;
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(await stage.stored(stage.acme, 'strangers')).toEqual([]);
  });

  it('with a key that may not send is closed', async () => {
    const reader = await stage.newKey(['alert:read']);
    const { socket, closed } = await dial();
    socket.write(`key=${reader.secret}\nx\n`);
    await closed;
  });

  it('is closed at the next batch when its key was revoked', async () => {
    const key = await stage.newKey(['event:write']);
    const { socket, closed } = await dial();
    socket.write(`key=${key.secret} source=revoked\nbefore\n`);
    expect(originals(await storedWhen(1, 'revoked'))).toEqual(['before']);
    await stage.revoke(key.id);
    socket.write('after\n');
    await closed;
    expect(originals(await stage.stored(stage.acme, 'revoked'))).toEqual(['before']);
  });
});

describe('a sender that is too fast', () => {
  it('is kept waiting when the quota is spent, and loses nothing of what was read', async () => {
    const { socket } = await dial();
    socket.write(`key=${stage.globex} source=flood\n`);
    const line = `${'x'.repeat(200)}\n`;
    // 30,000 events against a quota of 20,000, and far more bytes than the buffers between us hold.
    for (let sent = 0; sent < 300; sent++) socket.write(line.repeat(100));
    for (let sent = 0; sent < 200; sent++) socket.write(`${'y'.repeat(60_000)}\n`);
    const stored = await storedWhen(19_400, 'flood', stage.globex);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const later = await stage.stored(stage.globex, 'flood');
    expect(stored.length).toBeGreaterThanOrEqual(19_400);
    expect(later.length).toBeLessThanOrEqual(20_000);
    expect([socket.destroyed, socket.writableLength > 1_000_000]).toEqual([false, true]);
    socket.destroy();
  }, 40_000);
});

describe('the listener', () => {
  it('stores what is under way when the gateway closes', async () => {
    const port = await freePort();
    const db = { ...(await openTestDatabase()), redisUrl: testRedisUrl() };
    const close = db.close;
    const own = await openDoorStage({ ...db, close: async () => undefined }, { SYSLOG_PORT: String(port) });
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.resume().write(`key=${own.acme} source=last\n${'a line\n'.repeat(700)}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await own.close();
    expect(await own.stored(own.acme, 'last')).toHaveLength(700);
    await close();
  }, 60_000);

  it('is off unless a port is set', () => {
    const open = loadConfig(gatewayConfig, environment());
    expect([open.SYSLOG_PORT, open.SYSLOG_TLS_PORT, open.SYSLOG_HOST]).toEqual([undefined, undefined, '127.0.0.1']);
  });

  it.each([
    ['plain TCP elsewhere than on loopback', { SYSLOG_PORT: '6514', SYSLOG_HOST: '0.0.0.0' }, 'SYSLOG_PORT'],
    ['TLS without a certificate', { SYSLOG_TLS_PORT: '6514' }, 'SYSLOG_TLS_PORT'],
    ['a port that is none', { SYSLOG_PORT: '70000' }, 'SYSLOG_PORT'],
  ])('refuses %s in production', (_what, env, name) => {
    expect(() => loadConfig(gatewayConfig, environment(env))).toThrow(name);
  });

  it('allows TLS anywhere, and plain TCP on loopback', () => {
    expect(loadConfig(gatewayConfig, environment({ SYSLOG_TLS_PORT: '6514', SYSLOG_HOST: '0.0.0.0', ...places }))).toMatchObject({ SYSLOG_TLS_PORT: 6514 });
    expect(loadConfig(gatewayConfig, environment({ SYSLOG_PORT: '514' }))).toMatchObject({ SYSLOG_PORT: 514 });
  });
});

function environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const secret = `k:${Buffer.alloc(32, 1).toString('base64')}`;
  const url = 'postgres://x@127.0.0.1/x';
  return {
    PUBLIC_URL: 'https://vedette.example', DATABASE_APP_URL: url, DATABASE_RELAY_URL: url, DATABASE_DIRECTORY_URL: url,
    VEDETTE_CONTEXT_KEY: secret, VEDETTE_PEPPERS: secret, REDIS_URL: 'redis://127.0.0.1', MAIL_URL: 'smtp://127.0.0.1', MAIL_FROM: 'a@b.example',
    ...env,
  };
}
