import 'reflect-metadata';
import { request } from 'node:http';
import { systemClock } from '@vedette/kernel';
import { openTestDatabase, SoftwareAuthenticator, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { generateSync } from 'otplib';
import { Browser, codesOf, newOwner } from '../fixtures/browser';
import { runGateway } from '../fixtures/running-gateway';
import type { RunningGateway } from '../fixtures/running-gateway';

let db: TestDatabase;
let gateway: RunningGateway;
beforeAll(async () => {
  db = await openTestDatabase();
  gateway = await runGateway({ ...db, redisUrl: testRedisUrl() });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await db?.close();
}, 30_000);

const password = 'plum gravel lantern 88';
const error = 'userErrors { code reason }';
type Errors = { code: string; reason: string | null }[];

/** The code of this step, or of the next one, which counts as well. */
const codeOf = (secret: string, stepsAway = 0) => generateSync({ secret, epoch: Math.floor(systemClock.now() / 1000) + 30 * stepsAway });
const authenticator = () => new SoftwareAuthenticator({ origin: gateway.origin, rpId: '127.0.0.1' });

async function logIn(email: string): Promise<{ browser: Browser; token: string }> {
  const browser = new Browser(gateway.origin);
  const { logIn } = await browser.ask<{ logIn: { secondFactor: { token: string } | null } }>(
    `mutation($input: LogInInput!) { logIn(input: $input) { secondFactor { token methods blockedUntil } viewer { email } ${error} } }`,
    { input: { email, password } },
  );
  return { browser, token: logIn.secondFactor?.token ?? '' };
}

async function withTotp(email: string): Promise<{ owner: Browser; secret: string; recoveryCodes: string[] }> {
  const owner = await newOwner(gateway.origin, email);
  const { beginTotp } = await owner.ask<{ beginTotp: { secret: string; uri: string } }>(`mutation { beginTotp { secret uri ${error} } }`);
  const { confirmTotp } = await owner.ask<{ confirmTotp: { recoveryCodes: string[] } }>(
    `mutation($input: ConfirmTotpInput!) { confirmTotp(input: $input) { recoveryCodes viewer { email } ${error} } }`,
    { input: { code: codeOf(beginTotp.secret, -1) } },
  );
  return { owner, secret: beginTotp.secret, recoveryCodes: confirmTotp.recoveryCodes };
}

const pass = (browser: Browser, input: object) =>
  browser.ask<{ passSecondFactor: { viewer: { email: string } | null; userErrors: Errors } }>(
    `mutation($input: PassSecondFactorInput!) { passSecondFactor(input: $input) { viewer { email factorRequired } ${error} } }`,
    { input },
  );

describe('second factors over GraphQL', () => {
  it('an authenticator app is set up under a new cookie, and signing in gives none before its code', async () => {
    const owner = await newOwner(gateway.origin, 'ada@acme.example');
    const before = owner.cookie;
    const { beginTotp } = await owner.ask<{ beginTotp: { secret: string; uri: string } }>(`mutation { beginTotp { secret uri ${error} } }`);
    expect(beginTotp.uri).toContain('otpauth://totp/Vedette:ada%40acme.example');
    const confirm = `mutation($input: ConfirmTotpInput!) { confirmTotp(input: $input) { recoveryCodes ${error} } }`;
    expect(await owner.ask(confirm, { input: { code: '000000' } })).toMatchObject({ confirmTotp: { recoveryCodes: null, userErrors: [{ code: 'factor.wrong' }] } });
    expect(owner.cookie).toBe(before);
    await owner.ask(confirm, { input: { code: codeOf(beginTotp.secret, -1) } });
    expect(owner.cookie).not.toBe(before);
    expect(await owner.ask('{ myFactors { totp { confirmedAt } passkeys { id } recoveryCodesLeft } }')).toMatchObject({
      myFactors: { totp: { confirmedAt: expect.any(String) as string }, passkeys: [], recoveryCodesLeft: 10 },
    });

    const { browser, token } = await logIn('ada@acme.example');
    expect(browser.cookie).toBeNull();
    browser.cookie = `vedette=${token}`;
    expect(await browser.ask('{ viewer { email } }')).toEqual({ viewer: null });
    browser.cookie = null;
    const wrong = await browser.post({ query: `mutation { passSecondFactor(input: { token: "${token}", totp: "000000" }) { viewer { email } ${error} } }` });
    expect(wrong.headers.get('set-cookie')).toBeNull();
    expect(wrong.data).toMatchObject({ passSecondFactor: { viewer: null, userErrors: [{ code: 'factor.wrong' }] } });
    expect(await pass(browser, { token, totp: codeOf(beginTotp.secret) })).toMatchObject({ passSecondFactor: { viewer: { email: 'ada@acme.example' }, userErrors: [] } });
    expect(browser.cookie).toMatch(/^vedette=[\w-]{43}$/);
  });

  it('one answer is taken at a time', async () => {
    const { secret } = await withTotp('one@acme.example');
    const { browser, token } = await logIn('one@acme.example');
    for (const input of [{ token }, { token, totp: codeOf(secret), recoveryCode: 'x' }, { token, passkey: 'x'.repeat(16_385) }]) {
      expect(await pass(browser, input)).toMatchObject({ passSecondFactor: { viewer: null, userErrors: [{ code: 'factor.malformed' }] } });
    }
  });

  it('a passkey is added, signs in without an address, proves anew, is renamed and removed', async () => {
    const owner = await newOwner(gateway.origin, 'key@acme.example');
    const device = authenticator();
    const options = async (browser: Browser, field: string, input = '') => {
      const answer = await browser.ask<Record<string, { options: string }>>(`mutation { ${field}${input} { options ${error} } }`);
      return answer[field]?.options ?? '';
    };
    const { addPasskey } = await owner.ask<{ addPasskey: { passkey: { id: string; name: string }; recoveryCodes: string[] } }>(
      `mutation($input: AddPasskeyInput!) { addPasskey(input: $input) { passkey { id name createdAt lastUsedAt backedUp } recoveryCodes viewer { email } ${error} } }`,
      { input: { name: 'Laptop', response: device.create(await options(owner, 'beginPasskey')) } },
    );
    expect(addPasskey.passkey.name).toBe('Laptop');
    expect(addPasskey.recoveryCodes).toHaveLength(10);

    const browser = new Browser(gateway.origin);
    const signIn = `mutation($input: SignInWithPasskeyInput!) { signInWithPasskey(input: $input) { viewer { email } ${error} } }`;
    const response = device.get(await options(browser, 'beginPasskeySignIn'));
    expect(await browser.ask(signIn, { input: { response } })).toMatchObject({ signInWithPasskey: { viewer: { email: 'key@acme.example' } } });
    expect(await new Browser(gateway.origin).ask(signIn, { input: { response } })).toMatchObject({ signInWithPasskey: { viewer: null, userErrors: [{ code: 'passkey.refused' }] } });

    const second = await logIn('key@acme.example');
    const passkey = device.get(await options(second.browser, 'beginSecondFactorPasskey', `(input: { token: "${second.token}" })`));
    expect(await pass(second.browser, { token: second.token, passkey })).toMatchObject({ passSecondFactor: { viewer: { email: 'key@acme.example' } } });

    await db.adminSql`update sessions set authenticated_at = now() - interval '10 minutes'`;
    const remove = { query: `mutation($input: RemovePasskeyInput!) { removePasskey(input: $input) { done ${error} } }`, variables: { input: { id: addPasskey.passkey.id } } };
    expect(codesOf(await browser.post(remove))).toEqual(['auth.step_up']);
    expect(codesOf(await browser.post({ query: `mutation { beginTotp { secret ${error} } }` }))).toEqual(['auth.step_up']);
    const before = browser.cookie;
    const stepUp = `mutation($input: StepUpInput!) { stepUp(input: $input) { viewer { email authenticatedAt } ${error} } }`;
    expect(await browser.ask(stepUp, { input: { password } })).toMatchObject({ stepUp: { viewer: null, userErrors: [{ code: 'factor.needed' }] } });
    await browser.ask(stepUp, { input: { passkey: device.get(await options(browser, 'beginStepUpPasskey')) } });
    expect(browser.cookie).not.toBe(before);
    await browser.ask(`mutation($input: RenamePasskeyInput!) { renamePasskey(input: $input) { passkey { name } ${error} } }`, { input: { id: addPasskey.passkey.id, name: 'Ring' } });
    expect(await browser.ask('{ myFactors { passkeys { name } } }')).toEqual({ myFactors: { passkeys: [{ name: 'Ring' }] } });
    expect(await browser.post(remove)).toMatchObject({ data: { removePasskey: { done: true, userErrors: [] } } });
  });

  it('a passkey of another account is no id here', async () => {
    const acme = await newOwner(gateway.origin, 'mine@acme.example');
    const globex = await newOwner(gateway.origin, 'theirs@globex.example');
    const { beginPasskey } = await acme.ask<{ beginPasskey: { options: string } }>('mutation { beginPasskey { options } }');
    const { addPasskey } = await acme.ask<{ addPasskey: { passkey: { id: string } } }>(
      'mutation($input: AddPasskeyInput!) { addPasskey(input: $input) { passkey { id } } }',
      { input: { name: 'Mine', response: authenticator().create(beginPasskey.options) } },
    );
    const { id } = addPasskey.passkey;
    expect(await globex.ask(`mutation { removePasskey(input: { id: "${id}" }) { done ${error} } renamePasskey(input: { id: "${id}", name: "x" }) { passkey { id } ${error} } }`)).toMatchObject({
      removePasskey: { done: false, userErrors: [{ code: 'passkey.not_found' }] },
      renamePasskey: { passkey: null, userErrors: [{ code: 'passkey.not_found' }] },
    });
    expect(await globex.ask('{ myFactors { passkeys { id } } }')).toEqual({ myFactors: { passkeys: [] } });
  });

  it('a session that lacks the factor its organisation demands gets one, and no key before', async () => {
    const owner = await newOwner(gateway.origin, 'demanded@initech.example');
    await db.adminSql`update tenants set mfa_required = true where id = (select last_tenant_id from accounts where email_key = 'demanded@initech.example')`;
    const key = { query: `mutation { createApiKey(input: { name: "ci", scopes: ["alert:read"] }) { secret ${error} } }` };
    expect(codesOf(await owner.post(key))).toEqual(['auth.factor_required']);
    expect(await owner.ask('{ viewer { factorRequired permissions } }')).toEqual({ viewer: { factorRequired: true, permissions: [] } });
    const { beginTotp } = await owner.ask<{ beginTotp: { secret: string } }>('mutation { beginTotp { secret } }');
    await owner.ask('mutation($input: ConfirmTotpInput!) { confirmTotp(input: $input) { viewer { factorRequired } } }', { input: { code: codeOf(beginTotp.secret) } });
    expect(codesOf(await owner.post(key))).toEqual([]);
  });

  it('lost factors are asked for after the password; the letter leads to us, whatever Host was sent (CVE class 16)', async () => {
    await withTotp('lost@acme.example');
    const { token } = await logIn('lost@acme.example');
    const query = `mutation { askFactorRecovery(input: { token: "${token}" }) { usableFrom ${error} } }`;
    expect(await posted({ query }, { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: gateway.origin })).toContain('usableFrom');
    const letter = await letterTo('lost@acme.example', 'somebody says it is lost');
    expect(letter).not.toContain('evil.example');
    const [, complete = ''] = /\/recover-factor#token=([\w-]{43})/.exec(letter) ?? [];
    const [, cancel = ''] = /\/cancel-recovery#token=([\w-]{43})/.exec(letter) ?? [];
    const links = letter.match(/https?:\/\/[^\s<"&]+/g) ?? [];
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) expect(link.startsWith(`${gateway.origin}/`)).toBe(true);
    const anyone = new Browser(gateway.origin);
    const done = (field: string, given: string) => anyone.ask(`mutation { ${field}(input: { token: "${given}" }) { done ${error} } }`);
    expect(await done('completeFactorRecovery', complete)).toMatchObject({ completeFactorRecovery: { done: false, userErrors: [{ code: 'recovery.too_early' }] } });
    expect(await done('cancelFactorRecovery', complete)).toMatchObject({ cancelFactorRecovery: { done: false, userErrors: [{ code: 'token.invalid' }] } });
    expect(await done('cancelFactorRecovery', cancel)).toMatchObject({ cancelFactorRecovery: { done: true } });
    expect(await done('completeFactorRecovery', complete)).toMatchObject({ completeFactorRecovery: { done: false, userErrors: [{ code: 'token.invalid' }] } });
    expect(anyone.cookie).toBeNull();
  });

  it('trying one sign-in over and over is slowed down before it is looked at', async () => {
    const browser = new Browser(gateway.origin);
    const codes = new Set<string>();
    for (let attempt = 0; attempt < 36; attempt++) {
      const { passSecondFactor } = await pass(browser, { token: 'a'.repeat(43), totp: '000000' });
      codes.add(passSecondFactor.userErrors[0]?.code ?? '');
    }
    expect([...codes]).toEqual(['token.invalid', 'auth.too_many_attempts']);
  });
});

/** With headers that fetch does not let one set. */
function posted(body: object, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(`${gateway.origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'vedette-client': 'spec', ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve(text));
    });
    asked.on('error', reject).end(JSON.stringify(body));
  });
}

async function letterTo(email: string, subject: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const page = await (await fetch(`${gateway.origin}/mailbox`)).text();
    const letter = page.split('<article>').find((each) => each.includes(`To ${email}`) && each.includes(subject));
    if (letter) return letter;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no such letter came');
}
