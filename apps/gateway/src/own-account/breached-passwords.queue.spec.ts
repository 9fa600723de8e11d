import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, mailedToken, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

const breached = 'ochre lantern over the quiet bay';
const folder = mkdtempSync(path.join(tmpdir(), 'vedette-breached-'));
const list = path.join(folder, 'list.txt');
writeFileSync(list, `${createHash('sha1').update(breached).digest('hex').toUpperCase()}:3\n`);

let db: TestDatabase;
let gateway: RunningGateway;
beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() }, { BREACHED_PASSWORDS_PATH: list });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function codeOf(browser: Browser, field: string, type: string, input: object): Promise<string | undefined> {
  const data = await browser.ask<Record<string, { userErrors: { code: string }[] }>>(`mutation($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`, { input });
  return data[field]?.userErrors[0]?.code;
}

describe('the list at BREACHED_PASSWORDS_PATH', () => {
  it('is asked wherever a password is chosen: sign-up, invitation, reset and change', async () => {
    const email = 'owner@list.example';
    const owner = await newOwner(gateway.origin, email);
    const anyone = new Browser(gateway.origin);
    expect(await codeOf(anyone, 'signUp', 'SignUpInput', { email: 'new@list.example', password: breached, organisation: 'x' })).toBe('password.breached');
    expect(await codeOf(owner, 'changePassword', 'ChangePasswordInput', { current: 'plum gravel lantern 88', next: breached })).toBe('password.breached');
    await codeOf(owner, 'invite', 'InviteInput', { email: 'guest@list.example', role: 'viewer' });
    const invitation = await mailedToken(gateway.origin, 'guest@list.example');
    expect(await codeOf(anyone, 'acceptInvitation', 'AcceptInvitationInput', { token: invitation, password: breached })).toBe('password.breached');
    await codeOf(anyone, 'askPasswordReset', 'AskByMailInput', { email });
    const reset = await mailedToken(gateway.origin, email);
    expect(await codeOf(anyone, 'resetPassword', 'ResetPasswordInput', { token: reset, password: breached })).toBe('password.breached');
  });

  it('that is not there keeps the gateway from starting', async () => {
    await expect(runGateway({ ...db, redisUrl: testRedisUrl() }, { BREACHED_PASSWORDS_PATH: path.join(folder, 'none') })).rejects.toThrow('ENOENT');
  });
});
