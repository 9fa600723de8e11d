import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import type { Visit } from '../sessions/visit';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const otherPassword = 'copper meadow sleeps at dawn';
const MINUTE = 60_000;
const here: Visit = { address: '192.0.2.7', userAgent: 'spec' };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const logIn = (email: string, password: string) => stage.accounts.logIn({ email, password }, visit);

async function resetToken(email: string): Promise<string> {
  await stage.reset.ask(email);
  return (await stage.letterTo(email)).token;
}

async function link(email: string): Promise<{ token: string; half: string }> {
  const half = await stage.links.ask(email);
  return { half, token: (await stage.letterTo(email)).token };
}

const totpOf = (accountId: string) =>
  stage.db.adminSql`insert into account_totps (account_id, secret, pepper_id, created_at, confirmed_at) values (${accountId}, '\\x00', 'p1', now(), now())`;

describe('the same answer for a known and an unknown address', () => {
  it.each([
    ['askPasswordReset', (email: string) => stage.reset.ask(email)],
    ['askSignInLink', (email: string) => stage.links.ask(email)],
  ])('costs %s the same statements and no hash, and only the known one gets a letter', async (name, ask) => {
    const known = `${name.toLowerCase()}@acme.example`;
    await stage.signedUp(known, 'acme');
    stage.taken();
    await ask(known.toUpperCase());
    const steps = stage.taken();
    await ask('nobody@acme.example');
    expect(stage.taken()).toEqual(steps);
    await ask('no address at all');
    expect(stage.taken()).toEqual(steps);
    expect(steps).toEqual(['ask_by_mail']);
    expect((await stage.letterTo(known)).token).toHaveLength(43);
    expect(await stage.lettersTo('nobody@acme.example')).toEqual([]);
  });

  it('leaves for an unknown address a row that can never be used', async () => {
    await stage.reset.ask('ghost@acme.example');
    expect(await stage.db.adminSql`select consumed_at is not null as used, details from one_time_artefacts where subject = 'ghost@acme.example'`).toEqual([{ used: true, details: {} }]);
  });

  it('costs resetPassword, signInWithLink and notMe one statement and no hash for any wrong token', async () => {
    stage.taken();
    const wrong = 'A'.repeat(43);
    const codes = [stage.reset.use(wrong, otherPassword, here), stage.links.use(wrong, wrong, here), stage.reset.disown(wrong)].map(codeOf);
    expect(await Promise.all(codes)).toEqual(['token.invalid', 'token.invalid', 'token.invalid']);
    expect(stage.taken()).toEqual(['reset_of', 'use_sign_in_link', 'disown_device']);
  });
});

describe('a password reset', () => {
  it('sets the password, ends every session in every tenant, and signs in', async () => {
    const owner = await stage.signedUp('owner@reset.example', 'first');
    const guest = await stage.signedUp('guest@reset.example', 'second');
    await stage.invitations.invite(owner.actor, { email: 'guest@reset.example', role: { role: 'analyst' } });
    const there = await stage.door.accept((await stage.letterTo('guest@reset.example')).token, { actor: guest.actor }, here);
    const session = sessionOf(await stage.reset.use(await resetToken('guest@reset.example'), otherPassword, here));
    for (const { cookieValue } of [guest, there]) expect(await codeOf(stage.sessions.authenticate(cookieValue))).toBe('auth.unauthenticated');
    expect(session.actor.factors).toEqual(['email']);
    expect(await codeOf(logIn('guest@reset.example', goodPassword))).toBe('auth.invalid_credentials');
    expect(await codeOf(logIn('guest@reset.example', otherPassword))).toBe('done');
    expect((await stage.letterTo('guest@reset.example')).subject).toBe('Your password was changed');
    expect(await codeOf(stage.sessions.authenticate(owner.cookieValue))).toBe('done');
    for (const actor of [guest.actor, there.actor]) expect(await stage.audits(actor)).toEqual(expect.arrayContaining(['password.reset', 'session.closed']));
    expect(stage.signInEvents.map(({ kind }) => kind)).toContain('password.reset');
  });

  it('announces the end of each session in the tenant where it was, so that its sockets close', async () => {
    const owner = await stage.signedUp('sockets@reset.example', 'sockets');
    await stage.reset.use(await resetToken('sockets@reset.example'), otherPassword, here);
    const rows = await stage.db.adminSql<{ ids: unknown }>`select payload as ids from outbox where tenant_id = ${owner.actor.tenantId} and name = 'identity.access-changed'`;
    expect(JSON.stringify(rows)).toContain(owner.actor.sessionId);
  });

  it('leaves its link as good as before when the password is refused, also for the name of an organisation', async () => {
    await stage.signedUp('weak@reset.example', 'Lighthouse Keepers');
    const token = await resetToken('weak@reset.example');
    expect(await codeOf(stage.reset.use(token, 'short', here))).toBe('password.too_short');
    expect(await codeOf(stage.reset.use(token, 'lighthousekeepers forever', here))).toBe('password.personal');
    expect(await codeOf(stage.reset.use(token, otherPassword, here))).toBe('done');
    expect(await codeOf(stage.reset.use(token, otherPassword, here))).toBe('token.invalid');
  });

  it('by an earlier letter is refused, and after an hour', async () => {
    await stage.signedUp('earlier@reset.example', 'acme');
    const first = await resetToken('earlier@reset.example');
    const second = await resetToken('earlier@reset.example');
    expect(await codeOf(stage.reset.use(first, otherPassword, here))).toBe('token.invalid');
    stage.clock.advance(60 * MINUTE);
    expect(await codeOf(stage.reset.use(second, otherPassword, here))).toBe('token.invalid');
  });

  it('asks for the second factor as ever, and opens nothing before', async () => {
    const { actor } = await stage.signedUp('factor@reset.example', 'acme');
    await totpOf(actor.accountId ?? '');
    const step = await stage.reset.use(await resetToken('factor@reset.example'), otherPassword, here);
    expect(step).toMatchObject({ secondFactor: { methods: ['totp'] } });
    expect(await stage.db.adminSql`select from sessions where account_id = ${actor.accountId ?? ''} and revoked_at is null`).toEqual([]);
  });

  it('redeemed fifty times at once sets one password', async () => {
    await stage.signedUp('fifty@reset.example', 'acme');
    const token = await resetToken('fifty@reset.example');
    const codes = await Promise.all(Array.from({ length: 50 }, (_, n) => codeOf(stage.reset.use(token, `${otherPassword} number ${n}`, here))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(codes.filter((code) => code === 'token.invalid')).toHaveLength(49);
  });
});

describe('class 3 (GHSA-qq9h): what an attacker set up before its holder used the mailbox', () => {
  it('of an address without account is nothing: a link signs nobody in, and the password typed in a sign-up dies with the one that is followed', async () => {
    await stage.accounts.signUp({ email: 'victim@three.example', password: 'attackers set this before you', organisation: 'x' });
    const half = await stage.links.ask('victim@three.example');
    const letters = await stage.lettersTo('victim@three.example');
    expect(letters.map(({ subject }) => subject)).toEqual(['Confirm your address']);
    expect(await codeOf(stage.links.use(letters[0]?.token ?? '', half, here))).toBe('token.invalid');
    const mine = await stage.signedUp('victim@three.example', 'mine');
    await stage.links.use((await link('victim@three.example')).token, '', here).catch(() => undefined);
    expect(await codeOf(logIn('victim@three.example', 'attackers set this before you'))).toBe('auth.invalid_credentials');
    expect(await stage.db.adminSql`select from sessions where account_id = ${mine.actor.accountId ?? ''} and id <> ${mine.actor.sessionId ?? ''}`).toEqual([]);
  });

  it('is dead after a reset: old password, sessions, half-done sign-ins, links, and a change of the address', async () => {
    const email = 'taken@three.example';
    const { actor } = await stage.signedUp(email, 'acme');
    const attacker = sessionOf(await logIn(email, goodPassword));
    await stage.ownEmail.ask(attacker.actor, 'attacker@evil.example');
    const bait = (await stage.letterTo('attacker@evil.example')).token;
    const asked = await link(email);
    await totpOf(actor.accountId ?? '');
    const halfway = await logIn(email, goodPassword);
    if (!('secondFactor' in halfway)) throw new Error('no second factor was asked for');
    const reset = await stage.reset.use(await resetToken(email), otherPassword, here);
    expect(await codeOf(stage.sessions.authenticate(attacker.cookieValue))).toBe('auth.unauthenticated');
    expect(await codeOf(logIn(email, goodPassword))).toBe('auth.invalid_credentials');
    expect(await codeOf(stage.oneTime.consume('second-factor', halfway.secondFactor.token))).toBe('token.invalid');
    expect(await codeOf(stage.links.use(asked.token, asked.half, here))).toBe('token.invalid');
    expect(await codeOf(stage.ownEmail.confirm(attacker.actor, bait, here))).toBe('token.invalid');
    // The one it has just opened itself is asked for as ever.
    expect('secondFactor' in reset).toBe(true);
  });

  it('opens no session beside the reset: a sign-in that proved the old password before it gets none after it', async () => {
    const email = 'beside@three.example';
    const { actor } = await stage.signedUp(email, 'acme');
    const [{ password_hash: old } = { password_hash: '' }] = await stage.db.adminSql<{ password_hash: string }>`select password_hash from accounts where email_key = ${email}`;
    await stage.reset.use(await resetToken(email), otherPassword, here);
    const rows = await stage.directory.call('open_session', actor.tenantId, Buffer.alloc(32, 1), actor.accountId ?? '', actor.tenantId, stage.clock.date(), { factors: ['password'], passwordHash: old });
    expect(rows).toEqual([]);
  });

  it('outlives it neither by switching, rotating nor signing in at the same time, in any of twenty races', async () => {
    for (let race = 0; race < 20; race += 1) {
      const email = `race${race}@three.example`;
      const { actor } = await stage.signedUp(email, 'acme');
      const attackers = await Promise.all([logIn(email, goodPassword), logIn(email, goodPassword)].map(async (each) => sessionOf(await each)));
      const token = await resetToken(email);
      const raced = [
        ...attackers.map(({ actor: own }) => stage.sessions.rotate(own)),
        ...attackers.map(({ actor: own }) => stage.tenancies.switchTo(own, own.tenantId)),
        ...[1, 2, 3].map(() => logIn(email, goodPassword)),
      ];
      const [reset] = await Promise.all([stage.reset.use(token, otherPassword, here), ...raced.map(codeOf)]);
      const alive = await stage.db.adminSql<{ id: string }>`select id from sessions where account_id = ${actor.accountId ?? ''} and revoked_at is null`;
      expect(alive.map(({ id }) => id)).toEqual([sessionOf(reset).actor.sessionId]);
    }
  });
});

describe('a link to sign in', () => {
  it('signs in once, in the browser that asked', async () => {
    await stage.signedUp('ada@link.example', 'acme');
    const { token, half } = await link('ada@link.example');
    expect(sessionOf(await stage.links.use(token, half, here)).actor).toMatchObject({ accountEmail: 'ada@link.example', factors: ['email'] });
    expect(await codeOf(stage.links.use(token, half, here))).toBe('token.invalid');
  });

  it('forwarded, opens nothing, and stays good for whoever asked', async () => {
    await stage.signedUp('forward@link.example', 'acme');
    const { token, half } = await link('forward@link.example');
    for (const other of [undefined, '', 'B'.repeat(43), await stage.links.ask('nobody@link.example')]) {
      expect(await codeOf(stage.links.use(token, other, here))).toBe('link.other_browser');
    }
    expect(await codeOf(stage.links.use(token, half, here))).toBe('done');
  });

  it('class 6: followed fifty times at once opens one session', async () => {
    const { actor } = await stage.signedUp('fifty@link.example', 'acme');
    const { token, half } = await link('fifty@link.example');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(stage.links.use(token, half, here))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(codes.filter((code) => code === 'token.invalid')).toHaveLength(49);
    expect(await stage.db.adminSql`select from sessions where account_id = ${actor.accountId ?? ''}`).toHaveLength(2);
  });

  it('of an earlier letter is dead, and after a quarter of an hour, and for a disabled account', async () => {
    const { actor } = await stage.signedUp('late@link.example', 'acme');
    const first = await link('late@link.example');
    const second = await link('late@link.example');
    expect(await codeOf(stage.links.use(first.token, second.half, here))).toBe('token.invalid');
    stage.clock.advance(10 * MINUTE);
    expect(await codeOf(stage.links.use(second.token, second.half, here))).toBe('token.invalid');
    const third = await link('late@link.example');
    await stage.db.adminSql`update accounts set disabled_at = now() where id = ${actor.accountId ?? ''}`;
    expect(await codeOf(stage.links.use(third.token, third.half, here))).toBe('auth.invalid_credentials');
  });

  it('class 16: gives no session before the second factor', async () => {
    const { actor } = await stage.signedUp('second@link.example', 'acme');
    await totpOf(actor.accountId ?? '');
    const { token, half } = await link('second@link.example');
    expect(await stage.links.use(token, half, here)).toMatchObject({ secondFactor: { methods: ['totp'] } });
    expect(await stage.db.adminSql`select from sessions where account_id = ${actor.accountId ?? ''}`).toHaveLength(1);
  });
});

describe('class 12: whoever was disabled or removed', () => {
  it('has no session, and no letter, link nor reset opens one', async () => {
    const email = 'gone@twelve.example';
    const { actor, cookieValue } = await stage.signedUp(email, 'acme');
    const token = await resetToken(email);
    const asked = await link(email);
    await stage.db.adminSql`update accounts set disabled_at = now() where id = ${actor.accountId ?? ''}`;
    const before = (await stage.lettersTo(email)).length;
    expect(await codeOf(stage.sessions.authenticate(cookieValue))).toBe('auth.unauthenticated');
    expect(await codeOf(stage.reset.use(token, otherPassword, here))).toBe('token.invalid');
    expect(await codeOf(stage.links.use(asked.token, asked.half, here))).toBe('auth.invalid_credentials');
    await stage.reset.ask(email);
    await stage.links.ask(email);
    expect(await stage.lettersTo(email)).toHaveLength(before);
    expect(await stage.db.adminSql`select from sessions s where account_id = ${actor.accountId ?? ''} and id <> ${actor.sessionId ?? ''}`).toEqual([]);
  });
});

describe('every link of a letter', () => {
  it('class 16: leads to the configured address, with the token behind the #, whatever was asked', async () => {
    const email = 'host@sixteen.example';
    const { actor } = await stage.signedUp(email, 'acme');
    await stage.reset.ask(email);
    await stage.links.ask(email);
    await stage.ownEmail.ask(actor, 'host.new@sixteen.example');
    sessionOf(await stage.accounts.logIn({ email, password: goodPassword }, { address: 'evil.example', userAgent: 'https://evil.example/' }));
    const texts = [...(await stage.lettersTo(email)), ...(await stage.lettersTo('host.new@sixteen.example'))].filter(({ token }) => token);
    const found = texts.flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []);
    expect(found.length).toBeGreaterThanOrEqual(6);
    for (const url of found) expect(url).toMatch(/^https:\/\/vedette\.example\/[a-z-]+(#token=[\w-]{43})?$/);
  });
});
