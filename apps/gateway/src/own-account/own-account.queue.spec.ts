import 'reflect-metadata';
import { request } from 'node:http';
import { openTestDatabase, testRedisUrl } from '@vedette/testing';
import type { TestDatabase } from '@vedette/testing';
import { Browser, codesOf, newOwner } from '../fixtures/browser';
import { listen } from '../fixtures/listener';
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
const next = 'copper meadow sleeps at dawn';
const errors = 'userErrors { code field }';
interface Codes {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}

/** One mutation with one input; its errors are part of the answer. */
async function run<T = object>(browser: Browser, field: string, inputType: string, input: object, selection: string): Promise<T & Codes> {
  const data = await browser.ask<Record<string, T & Codes>>(`mutation($input: ${inputType}!) { ${field}(input: $input) { ${selection} ${errors} } }`, { input });
  const answer = data[field];
  if (!answer) throw new Error(`${field} answered nothing`);
  return answer;
}

const viewer = 'viewer { email }';
const logIn = (browser: Browser, email: string, secret = password) => run<{ viewer: { email: string } | null }>(browser, 'logIn', 'LogInInput', { email, password: secret }, viewer);
const isIn = async (browser: Browser) => (await browser.ask<{ viewer: unknown }>(`{ ${viewer} }`)).viewer !== null;
const firstCode = ({ userErrors }: Codes) => userErrors[0]?.code ?? 'done';

/** The newest letter of this subject. */
async function letter(email: string, subject: string): Promise<{ text: string; token: string }> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const page = await (await fetch(`${gateway.origin}/mailbox`)).text();
    const text = page.split('<article>').find((each) => each.includes(`To ${email}`) && each.includes(subject));
    if (text) return { text, token: /token=([\w-]+)/.exec(text)?.[1] ?? '' };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no letter "${subject}" came to ${email}`);
}

const openSocket = (browser: Browser) => listen(gateway.origin, { cookie: browser.cookie ?? '' });

/** How long it took until all of them were closed, and with what. */
async function closing(sockets: readonly { readonly closed: Promise<number> }[], work: () => Promise<unknown>): Promise<{ codes: number[]; ms: number }> {
  const began = performance.now();
  await work();
  return { codes: await Promise.all(sockets.map(({ closed }) => closed)), ms: performance.now() - began };
}

describe('a forgotten password', () => {
  it('is set anew by the letter’s link, which ends all sessions and their sockets within a second', async () => {
    const email = 'forgot@reset.example';
    const owner = await newOwner(gateway.origin, email);
    const socket = await openSocket(owner);
    const anyone = new Browser(gateway.origin);
    expect(await run(anyone, 'askPasswordReset', 'AskByMailInput', { email }, 'accepted')).toEqual({ accepted: true, userErrors: [] });
    const { token } = await letter(email, 'Set a new password');
    const weak = await run(anyone, 'resetPassword', 'ResetPasswordInput', { token, password: 'short' }, viewer);
    expect(weak.userErrors).toEqual([{ code: 'password.too_short', field: 'password' }]);
    const { codes, ms } = await closing([socket], () => run(anyone, 'resetPassword', 'ResetPasswordInput', { token, password: next }, viewer));
    expect(codes).toEqual([4403]);
    expect(ms).toBeLessThan(1_500);
    expect(await Promise.all([isIn(owner), isIn(anyone)])).toEqual([false, true]);
    expect(firstCode(await logIn(new Browser(gateway.origin), email))).toBe('auth.invalid_credentials');
    expect(firstCode(await logIn(new Browser(gateway.origin), email, next))).toBe('done');
  });

  it('and a link to sign in are answered alike for an address that nobody has, to the byte', async () => {
    const email = 'alike@reset.example';
    await newOwner(gateway.origin, email);
    for (const field of ['askPasswordReset', 'askSignInLink']) {
      const ask = async (to: string) => {
        const answer = await new Browser(gateway.origin).post({ query: `mutation { ${field}(input: { email: "${to}" }) { accepted userErrors { code } } }` });
        const cookies = answer.headers.getSetCookie().map((each) => each.replace(/=[\w-]{43};/, '=…;'));
        return { status: answer.status, data: answer.data, cookies, length: answer.headers.get('content-length') };
      };
      const known = await ask(email);
      for (const stranger of ['nobody@reset.example', 'not an address']) expect(await ask(stranger)).toEqual(known);
      expect(known.cookies).toEqual(field === 'askSignInLink' ? ['vedette-link=…; Path=/; Max-Age=600; HttpOnly; SameSite=Lax'] : []);
    }
  });

  it('fills nobody’s mailbox: after a few letters an address is asked to wait', async () => {
    const codes: string[] = [];
    for (let n = 0; n < 12; n += 1) codes.push(firstCode(await run(new Browser(gateway.origin), 'askPasswordReset', 'AskByMailInput', { email: 'flooded@reset.example' }, 'accepted')));
    expect(codes.filter((code) => code === 'done')).toHaveLength(8);
    expect(codes.at(-1)).toBe('auth.too_many_attempts');
  });

  it('class 16: its link is never built from the Host that the request names', async () => {
    const email = 'host@reset.example';
    await newOwner(gateway.origin, email);
    const body = JSON.stringify({ query: `mutation { askPasswordReset(input: { email: "${email}" }) { accepted userErrors { code } } }` });
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example', origin: gateway.origin, 'content-type': 'application/json', 'vedette-client': 'spec' };
    const status = await new Promise<number>((resolve, reject) => {
      request(`${gateway.origin}/graphql`, { method: 'POST', headers }, (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject).end(body);
    });
    expect(status).toBe(200);
    const { text } = await letter(email, 'Set a new password');
    expect(text).toContain(`${gateway.origin}/reset-password#token=`);
    expect(text).not.toContain('evil');
  });
});

describe('a link to sign in', () => {
  it('works in the browser that asked for it, and forwarded opens nothing', async () => {
    const email = 'link@link.example';
    await newOwner(gateway.origin, email);
    const [asking, other] = [new Browser(gateway.origin), new Browser(gateway.origin)];
    await run(asking, 'askSignInLink', 'AskByMailInput', { email }, 'accepted');
    const { token } = await letter(email, 'Your link to sign in');
    expect((await run(other, 'signInWithLink', 'MailTokenInput', { token }, viewer)).userErrors).toEqual([{ code: 'link.other_browser', field: 'token' }]);
    expect(other.cookie).toBeNull();
    expect(await run(asking, 'signInWithLink', 'MailTokenInput', { token }, viewer)).toEqual({ viewer: { email }, userErrors: [] });
    expect(await isIn(asking)).toBe(true);
    expect(firstCode(await run(asking, 'signInWithLink', 'MailTokenInput', { token }, viewer))).toBe('token.invalid');
  });
});

describe('one’s own account', () => {
  it('changes its password: the other sessions and their sockets end, and this one has another cookie', async () => {
    const email = 'change@own.example';
    const owner = await newOwner(gateway.origin, email);
    const other = new Browser(gateway.origin);
    await logIn(other, email);
    const socket = await openSocket(other);
    const before = owner.cookie;
    const input = { current: password, next };
    expect((await run(owner, 'changePassword', 'ChangePasswordInput', { ...input, current: 'nothing like it at all' }, viewer)).userErrors).toEqual([{ code: 'password.current_wrong', field: 'current' }]);
    const { codes, ms } = await closing([socket], () => run(owner, 'changePassword', 'ChangePasswordInput', input, viewer));
    expect([codes, ms < 1_500]).toEqual([[4403], true]);
    expect(owner.cookie).not.toBe(before);
    expect(await Promise.all([isIn(owner), isIn(other)])).toEqual([true, false]);
  });

  it('changes its address by the two letters', async () => {
    const email = 'moves@own.example';
    const owner = await newOwner(gateway.origin, email);
    const asked = await run<{ emailChange: object }>(owner, 'askEmailChange', 'AskEmailChangeInput', { email: 'moved@own.example' }, 'emailChange { email oldConfirmed newConfirmed expiresAt }');
    expect(asked.emailChange).toMatchObject({ email: 'moved@own.example', oldConfirmed: false, newConfirmed: false });
    const tokens = [(await letter('moved@own.example', 'Confirm your new address')).token, (await letter(email, 'Confirm your new address')).token];
    const stranger = await newOwner(gateway.origin, 'stranger@own.example');
    const confirm = (browser: Browser, token = '') => run<{ viewer: { email: string } | null }>(browser, 'confirmEmailChange', 'MailTokenInput', { token }, `${viewer} emailChange { newConfirmed }`);
    expect(firstCode(await confirm(stranger, tokens[0]))).toBe('token.invalid');
    expect(await confirm(owner, tokens[0])).toMatchObject({ viewer: null, emailChange: { newConfirmed: true } });
    expect(await owner.ask('{ myEmailChange { email newConfirmed } }')).toEqual({ myEmailChange: { email: 'moved@own.example', newConfirmed: true } });
    expect(await confirm(owner, tokens[1])).toMatchObject({ viewer: { email: 'moved@own.example' }, emailChange: null });
    expect(await owner.ask('{ myEmailChange { email } }')).toEqual({ myEmailChange: null });
    expect(firstCode(await logIn(new Browser(gateway.origin), 'moved@own.example'))).toBe('done');
  });

  it('changes no address without a fresh proof, and takes a change back', async () => {
    const email = 'stale@own.example';
    const owner = await newOwner(gateway.origin, email);
    await run(owner, 'askEmailChange', 'AskEmailChangeInput', { email: 'fresh@own.example' }, 'emailChange { email }');
    expect(await owner.ask(`mutation { cancelEmailChange { done ${errors} } }`)).toEqual({ cancelEmailChange: { done: true, userErrors: [] } });
    await db.adminSql`update sessions set authenticated_at = now() - interval '6 minutes' where account_id = (select id from accounts where email_key = ${email})`;
    const answer = await owner.post({ query: `mutation { askEmailChange(input: { email: "fresh@own.example" }) { ${errors} } }` });
    expect(codesOf(answer)).toEqual(['auth.step_up']);
  });
});

interface Listed {
  readonly mySessions: readonly { readonly id: string; readonly browser: string; readonly tenantName: string; readonly current: boolean }[];
  readonly myDevices: readonly { readonly id: string; readonly browser: string; readonly current: boolean }[];
}
const lists = '{ mySessions { id browser address tenantName createdAt lastSeenAt endsAt current } myDevices { id browser address createdAt lastSeenAt current } }';

describe('where one is signed in', () => {
  it('is listed, and ends one by one, all others, or all: at once, sockets too', async () => {
    const email = 'where@list.example';
    const owner = await newOwner(gateway.origin, email);
    const others = [new Browser(gateway.origin), new Browser(gateway.origin), new Browser(gateway.origin)];
    for (const each of others) await logIn(each, email);
    const sockets = await Promise.all(others.map(openSocket));
    const { mySessions, myDevices } = await owner.ask<Listed>(lists);
    expect([mySessions.length, mySessions.filter(({ current }) => current).length, myDevices.length]).toEqual([4, 1, 4]);
    const [target] = (await others[0]?.ask<Listed>(lists))?.mySessions.filter(({ current }) => current) ?? [];
    const one = await closing(sockets.slice(0, 1), () => run(owner, 'endSession', 'OwnSessionInput', { id: target?.id }, 'done'));
    expect([one.codes, one.ms < 1_500]).toEqual([[4403], true]);
    const rest = await closing(sockets, () => owner.ask(`mutation { endOtherSessions { done ${errors} } }`));
    expect([rest.codes, rest.ms < 1_500]).toEqual([[4403, 4403, 4403], true]);
    expect(await Promise.all([owner, ...others].map(isIn))).toEqual([true, false, false, false]);
    const all = await owner.post({ query: `mutation { endAllSessions { done ${errors} } }` });
    expect(all.headers.getSetCookie()).toEqual(['vedette=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax']);
    expect(await isIn(owner)).toBe(false);
  });

  it('is nobody else’s to see, end or forget', async () => {
    const [acme, globex] = [await newOwner(gateway.origin, 'one@acme.example'), await newOwner(gateway.origin, 'two@globex.example')];
    const mine = await acme.ask<Listed>(lists);
    const theirs = await globex.ask<Listed>(lists);
    expect(JSON.stringify(theirs)).not.toContain(mine.mySessions[0]?.id);
    expect(firstCode(await run(globex, 'endSession', 'OwnSessionInput', { id: mine.mySessions[0]?.id }, 'done'))).toBe('session.not_found');
    expect(firstCode(await run(globex, 'forgetDevice', 'OwnDeviceInput', { id: mine.myDevices[0]?.id }, 'done'))).toBe('device.not_found');
    const { memberships } = await acme.ask<{ memberships: { id: string }[] }>('{ memberships { id } }');
    expect(firstCode(await run(globex, 'endMemberSessions', 'MemberInput', { id: memberships[0]?.id }, 'done'))).toBe('member.not_found');
    expect(await isIn(acme)).toBe(true);
  });

  it('and a member’s sessions here are ended by an admin, sockets too', async () => {
    const owner = await newOwner(gateway.origin, 'boss@member.example');
    await run(owner, 'invite', 'InviteInput', { email: 'worker@member.example', role: 'analyst' }, 'invitation { id }');
    const worker = new Browser(gateway.origin);
    const { token } = await letter('worker@member.example', 'You are invited');
    await run(worker, 'acceptInvitation', 'AcceptInvitationInput', { token, password }, viewer);
    const socket = await openSocket(worker);
    const { memberships } = await owner.ask<{ memberships: { id: string; isYou: boolean }[] }>('{ memberships { id isYou } }');
    const id = memberships.find(({ isYou }) => !isYou)?.id;
    const { codes, ms } = await closing([socket], () => run(owner, 'endMemberSessions', 'MemberInput', { id }, 'done'));
    expect([codes, ms < 1_500]).toEqual([[4403], true]);
    expect(await Promise.all([isIn(owner), isIn(worker)])).toEqual([true, false]);
    const refused = await worker.post({ query: `mutation { endMemberSessions(input: { id: "${id}" }) { done } }` });
    expect(codesOf(refused)).toEqual(['auth.unauthenticated']);
  });
});

describe('a browser', () => {
  it('that is new is told of by a letter whose link ends what was opened there', async () => {
    const email = 'thief@device.example';
    const owner = await newOwner(gateway.origin, email);
    const thief = new Browser(gateway.origin);
    await logIn(thief, email);
    const { token, text } = await letter(email, 'A new sign-in to your account');
    expect(text).toContain('127.0.0.1');
    expect(await run(new Browser(gateway.origin), 'notMe', 'MailTokenInput', { token }, 'done')).toEqual({ done: true, userErrors: [] });
    expect(await Promise.all([isIn(owner), isIn(thief)])).toEqual([true, false]);
    expect((await letter(email, 'Set a new password')).token).toHaveLength(43);
  });

  it('that is known is never locked out by what others try on the address, from wherever', async () => {
    const email = 'holder@device.example';
    const owner = await newOwner(gateway.origin, email);
    await owner.ask('mutation { logOut { ok } }');
    const attacker = new Browser(gateway.origin);
    const codes: string[] = [];
    for (let n = 0; n < 36; n += 1) codes.push(firstCode(await logIn(attacker, email, 'not the right password')));
    expect(codes.at(-1)).toBe('auth.too_many_attempts');
    expect(firstCode(await logIn(new Browser(gateway.origin), email))).toBe('auth.too_many_attempts');
    expect(firstCode(await logIn(owner, email))).toBe('done');
  });

  it('that is known has no more than its own tries', async () => {
    const email = 'tries@device.example';
    const owner = await newOwner(gateway.origin, email);
    const device = owner.others.get('vedette-device') ?? '';
    const codes: string[] = [];
    for (let n = 0; n < 32; n += 1) {
      // Padding the cookie makes no other browser of it.
      owner.others.set('vedette-device', n % 2 ? `${device}.${'A'.repeat(43)}` : device);
      codes.push(firstCode(await logIn(owner, email, 'not the right password')));
    }
    expect(codes.filter((code) => code === 'auth.invalid_credentials')).toHaveLength(30);
    expect(codes.at(-1)).toBe('auth.too_many_attempts');
    expect(firstCode(await logIn(new Browser(gateway.origin), email))).toBe('done');
  });
});
