import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { newOwner } from '../fixtures/browser';
import type { Browser } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface RunOptions {
  readonly configDir: string;
  readonly signal?: AbortSignal;
  readonly onSaid?: (text: string) => void;
}

// By its path: no arrow leads from a server to a command, and this spec is where the two meet.
const { vedette } = jest.requireActual<{ vedette(argv: readonly string[], options: RunOptions): Promise<Ran> }>(path.resolve(__dirname, '../../../cli/src/fixtures/vedette.ts'));

let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;
let configDir: string;
beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
  configDir = mkdtempSync(path.join(tmpdir(), 'vedette-cli-'));
}, 60_000);
afterAll(async () => {
  rmSync(configDir, { recursive: true, force: true });
  await gateway?.close();
  await db?.close();
});

const decide = async (what: 'approveDevice' | 'denyDevice', userCode: string) => {
  await owner.ask('query($userCode: String!) { deviceRequest(userCode: $userCode) { client } }', { userCode });
  return owner.ask(`mutation($input: DeviceInput!) { ${what}(input: $input) { done userErrors { code } } }`, { input: { userCode } });
};

/** Logs in as a person would: reads the code, and decides in the browser. */
async function login(what: 'approveDevice' | 'denyDevice'): Promise<Ran> {
  let said = '';
  let decided: Promise<unknown> | undefined;
  const ran = await vedette(['login', '--url', gateway.origin], {
    configDir,
    onSaid: (text) => {
      said += text;
      const [code] = /[B-Z]{4}-[B-Z]{4}(?=\n)/.exec(said) ?? [];
      if (code) decided ??= decide(what, code);
    },
  });
  await decided;
  return ran;
}
const credentials = () => JSON.parse(readFileSync(path.join(configDir, 'credentials.json'), 'utf8')) as { url: string; token: string };
const whoami = () => vedette(['whoami'], { configDir });

describe('the vedette command at a real gateway', () => {
  it('logs in, says who it is, logs in anew and logs out', async () => {
    expect(await whoami()).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody is logged in') });
    const first = await login('approveDevice');
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain(`${gateway.origin}/device#code=`);
    expect(first.stderr).not.toContain('vdt_');
    expect(statSync(path.join(configDir, 'credentials.json')).mode & 0o777).toBe(0o600);
    const { token } = credentials();
    const { code, stdout } = await whoami();
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^installation {2}http.*\norganisation {2}acme\nas {12}key:.*\nmay {11}alert:read, .*\nuntil {9}\d{4}-\d\d-\d\d\n$/)]);
    expect(JSON.parse((await vedette(['whoami', '--format', 'json'], { configDir })).stdout)).toMatchObject({ url: gateway.origin, organisation: 'acme' });

    await login('approveDevice');
    expect(credentials().token).not.toBe(token);
    const { apiKeys } = await owner.ask<{ apiKeys: { kind: string; revokedAt: string | null }[] }>('{ apiKeys { kind revokedAt } }');
    expect(apiKeys.map(({ kind, revokedAt }) => [kind, revokedAt === null])).toEqual([['CLI', true], ['CLI', false]]);

    expect(await vedette(['logout'], { configDir })).toMatchObject({ code: 0 });
    const after = await owner.ask<{ apiKeys: { revokedAt: string | null }[] }>('{ apiKeys { revokedAt } }');
    expect(after.apiKeys.every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    expect((await whoami()).code).toBe(1);
  }, 60_000);

  it('is told that it was denied, and keeps nothing', async () => {
    expect(await login('denyDevice')).toMatchObject({ code: 1, stderr: expect.stringContaining('The login was denied.') });
    expect((await whoami()).code).toBe(1);
  }, 30_000);

  it('gives up when it is told to', async () => {
    const stop = new AbortController();
    const ran = await vedette(['login', '--url', gateway.origin], { configDir, signal: stop.signal, onSaid: (text) => text.includes('Waiting') && stop.abort('SIGINT') });
    expect(ran).toMatchObject({ code: 130, stderr: expect.stringContaining('Given up.') });
  });

  it('says when a token was ended elsewhere, and keeps one that it could not end', async () => {
    await login('approveDevice');
    await db.adminSql`update api_keys set revoked_at = now() where kind = 'cli'`;
    expect(await whoami()).toMatchObject({ code: 1, stderr: expect.stringContaining('has ended') });
    const elsewhere = await vedette(['login', '--url', 'http://127.0.0.1:1'], { configDir });
    expect(elsewhere).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be reached') });
    expect(credentials().url).toBe(gateway.origin);
  }, 30_000);
});
