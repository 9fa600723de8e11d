import 'reflect-metadata';
import { solveChallenge } from 'altcha-lib';
import type { Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, mailedToken } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;

beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() }, { SIGN_UPS_PER_NETWORK: '3' });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

interface Answer {
  accepted: boolean;
  challenge: string | null;
  userErrors: { code: string; field: string | null }[];
}

async function signUp(email: string, more: { proof?: string; password?: string } = {}): Promise<Answer> {
  const data = await new Browser(gateway.origin).ask<{ signUp: Answer }>(
    'mutation($input: SignUpInput!) { signUp(input: $input) { accepted challenge userErrors { code field } } }',
    { input: { email, password: 'plum gravel lantern 88', organisation: 'Acme', ...more } },
  );
  return data.signUp;
}

const wanted = { accepted: false, challenge: expect.stringContaining('"signature"'), userErrors: [{ code: 'sign-up.proof_wanted', field: null }] };
const taken = { accepted: true, challenge: null, userErrors: [] };

async function solve(challenge: string | null): Promise<string> {
  const parsed = JSON.parse(challenge ?? '{}') as Challenge;
  return JSON.stringify({ challenge: parsed, solution: await solveChallenge({ challenge: parsed, deriveKey }) });
}

describe('a sign-up', () => {
  it('with a disposable address is taken after a second of work, once, for this address alone', async () => {
    const first = await signUp('Eve@Mailinator.com');
    expect(first).toEqual(wanted);
    const proof = await solve(first.challenge);
    expect(await signUp('mallory@mailinator.com', { proof })).toEqual(wanted);
    expect(await signUp('eve@mailinator.com', { proof })).toEqual(taken);
    expect(await signUp('eve@mailinator.com', { proof })).toEqual(wanted);
    expect(await mailedToken(gateway.origin, 'eve@mailinator.com')).toMatch(/^[\w-]{43}$/);
  });

  it('is told first what is wrong with the form, and nobody works for that', async () => {
    expect(await signUp('eve@mailinator.com', { password: 'short' })).toEqual({ accepted: false, challenge: null, userErrors: [{ code: 'password.too_short', field: 'password' }] });
    expect(await signUp('no address at mailinator.com')).toMatchObject({ challenge: null, userErrors: [{ code: 'email.malformed' }] });
  });

  it('beyond what one network does in an hour is asked for work as well, and for nothing else', async () => {
    for (const name of ['a', 'b', 'c']) expect(await signUp(`${name}@acme.example`)).toEqual(taken);
    const fourth = await signUp('d@acme.example');
    expect(fourth).toEqual(wanted);
    expect(await signUp('d@acme.example', { proof: await solve(fourth.challenge) })).toEqual(taken);
    expect(await signUp('e@acme.example')).toEqual(wanted);
  });

  it('is answered alike whether the address has an account or not', async () => {
    const known = 'known@mailinator.com';
    await signUp(known, { proof: await solve((await signUp(known)).challenge) });
    await new Browser(gateway.origin).ask('mutation($token: String!) { verifyEmail(input: { token: $token }) { viewer { email } } }', { token: await mailedToken(gateway.origin, known) });
    for (const email of [known, 'unknown@mailinator.com']) {
      const asked = await signUp(email);
      expect(asked).toEqual(wanted);
      expect(await signUp(email, { proof: await solve(asked.challenge) })).toEqual(taken);
    }
  });

  it.each(['', '{}', 'null', '[]', '{"challenge":{}}', 'x'.repeat(50_000)])('with something else for a proof is asked again: %.20s', async (proof) => {
    expect(await signUp('f@acme.example', { proof })).toEqual(wanted);
  });
});
