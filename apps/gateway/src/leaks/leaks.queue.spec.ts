import 'reflect-metadata';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, newKey, newOwner } from '../fixtures/browser';
import { listen } from '../fixtures/listener';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';
import { readReporterKeys } from './reporter-keys';

const scanner = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const impostor = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: typeof scanner.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();
const folder = mkdtempSync(path.join(tmpdir(), 'vedette-leaks-'));
const keysPath = path.join(folder, 'keys.json');
let db: TestDatabase;
let gateway: RunningGateway;
let owner: Browser;
beforeAll(async () => {
  writeFileSync(keysPath, JSON.stringify({ public_keys: [{ key_identifier: 'k1', key: pem(scanner.publicKey), is_current: true }] }));
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() }, { LEAK_REPORT_KEYS_PATH: keysPath });
  owner = await newOwner(gateway.origin, 'owner@acme.example');
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
});

const unknown = `vdt_dev_${'a'.repeat(12)}_${'b'.repeat(43)}00000000`;
const found = (token: string) => ({ token, type: 'vedette_api_key', url: 'https://github.com/acme/infra/blob/main/.env', source: 'content' });
const post = (body: string, headers: Record<string, string> = {}) => fetch(`${gateway.origin}/v1/leaks`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const signed = (body: string, by: typeof scanner.privateKey, identifier = 'k1') => ({
  'github-public-key-identifier': identifier,
  'github-public-key-signature': sign('sha256', Buffer.from(body), by).toString('base64'),
});
const hash = (token: string) => createHash('sha256').update(token).digest('hex');
const works = async (secret: string) => (await new Browser(gateway.origin).post({ query: '{ viewer { principal } }' }, { authorization: `Bearer ${secret}`, origin: undefined })).status;

async function letters(to: string, words: string): Promise<number> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const page = await (await fetch(`${gateway.origin}/mailbox`)).text();
    const count = page.split('<article>').filter((each) => each.includes(`To ${to}`) && each.includes(words)).length;
    if (count > 0) return count;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 0;
}

describe('POST /v1/leaks', () => {
  it('ends a key that is reported in GitHub’s format, its socket too, and answers in GitHub’s format', async () => {
    const { secret } = await newKey(owner, ['alert:read']);
    const socket = await listen(gateway.origin, { key: secret });
    const body = JSON.stringify([found(secret), found(unknown)]);
    const answer = await post(body, signed(body, scanner.privateKey));
    expect(await answer.json()).toEqual([
      { token_hash: hash(secret), token_type: 'vedette_api_key', label: 'true_positive' },
      { token_hash: hash(unknown), token_type: 'vedette_api_key', label: 'false_positive' },
    ]);
    expect(await works(secret)).toBe(401);
    expect(await socket.closed).toBe(4403);
    expect(await letters('owner@acme.example', 'github[.]com/acme/infra')).toBe(1);
    const { apiKeys } = await owner.ask<{ apiKeys: { revokedBecause: string }[] }>('{ apiKeys { revokedBecause } }');
    expect(apiKeys[0]).toEqual({ revokedBecause: 'LEAKED' });
    expect(await (await post(JSON.stringify([found(secret)]))).json()).toMatchObject([{ label: 'true_positive' }]);
    expect(await letters('owner@acme.example', 'github[.]com/acme/infra')).toBe(1);
  });

  it('takes the word of whoever holds a token, without a signature', async () => {
    const { secret } = await newKey(owner, ['alert:read']);
    expect((await post(JSON.stringify([found(secret)]))).status).toBe(200);
    expect(await works(secret)).toBe(401);
  });

  it.each([
    ['by a key that is not the scanner’s', (body: string) => signed(body, impostor.privateKey)],
    ['by a key that nobody knows', (body: string) => signed(body, scanner.privateKey, 'k2')],
    ['over another body', () => signed('[]', scanner.privateKey)],
    ['not at all, though one is named', () => ({ 'github-public-key-identifier': 'k1' })],
    ['with nonsense', () => ({ 'github-public-key-identifier': 'k1', 'github-public-key-signature': 'AAAA' })],
  ])('refuses what is signed %s, and ends nothing', async (_, headers) => {
    const { secret } = await newKey(owner, ['alert:read']);
    const body = JSON.stringify([found(secret)]);
    const answer = await post(body, headers(body));
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'leak.signature_wrong' })]);
    expect(await works(secret)).toBe(200);
  });

  it.each([
    ['{}', 400], ['[]', 400], ['nonsense', 400], [JSON.stringify([{ token: 1 }]), 400], [JSON.stringify(Array.from({ length: 101 }, () => found('x'))), 400],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400], [JSON.stringify([found('x'.repeat(300_000))]), 413],
  ])('refuses %.20s', async (body, status) => expect((await post(body)).status).toBe(status));

  it('takes a report of a person too, and tells it to the key’s own organisation alone', async () => {
    const finder = await newOwner(gateway.origin, 'finder@globex.example');
    const { secret } = await newKey(owner, ['alert:read']);
    const report = (text: string) => finder.ask<{ reportLeakedKey: unknown }>('mutation($input: ReportLeakedKeyInput!) { reportLeakedKey(input: $input) { revoked userErrors { code } } }', { input: { secret: text } });
    expect(await report(unknown)).toEqual({ reportLeakedKey: { revoked: false, userErrors: [] } });
    expect(await report(` ${secret}\n`)).toEqual({ reportLeakedKey: { revoked: true, userErrors: [] } });
    expect(await works(secret)).toBe(401);
    expect(await letters('finder@globex.example', 'found in the open')).toBe(0);
  });

  it('lets one address report so much and no more', async () => {
    const body = JSON.stringify(Array.from({ length: 100 }, () => found(unknown)));
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await post(body)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await post(body, signed(body, scanner.privateKey))).status).toBe(200);
  }, 20_000);
});

describe('the file of scanners’ keys', () => {
  it.each([
    ['is missing', undefined],
    ['is no JSON', 'x'],
    ['holds nothing', JSON.stringify({ public_keys: [] })],
    ['holds no key', JSON.stringify({ public_keys: [{ key_identifier: 'k', key: 'x' }] })],
    ['holds a key of another curve', JSON.stringify({ public_keys: [{ key_identifier: 'k', key: pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey) }] })],
  ])('ends the boot when it %s', (_, text) => {
    const file = path.join(folder, 'other.json');
    if (text !== undefined) writeFileSync(file, text);
    expect(() => readReporterKeys(text === undefined ? path.join(folder, 'none.json') : file)).toThrow();
  });
});
