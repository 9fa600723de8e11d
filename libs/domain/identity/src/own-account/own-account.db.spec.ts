import type { Actor } from '../actor/actor';
import type { NewSession } from '../sessions/new-session';
import type { Visit } from '../sessions/visit';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const otherPassword = 'copper meadow sleeps at dawn';
const HOUR = 3_600_000;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const logIn = async (email: string, password = goodPassword, from: Visit = visit) => sessionOf(await stage.accounts.logIn({ email, password }, from));
const isAlive = async ({ cookieValue }: NewSession) => (await codeOf(stage.sessions.authenticate(cookieValue))) === 'done';
let people = 0;
async function person(): Promise<NewSession & { email: string }> {
  const email = `person${(people += 1)}@own.example`;
  return { ...(await stage.signedUp(email, `own${people}`)), email };
}

describe('changing the password', () => {
  it('asks for the present one, ends every other session and carries this one on under a new token', async () => {
    const me = await person();
    const elsewhere = await logIn(me.email);
    expect(await codeOf(stage.ownPassword.change(me.actor, { current: 'not the right password', next: otherPassword }, visit))).toBe('password.current_wrong');
    expect(await codeOf(stage.ownPassword.change(me.actor, { current: goodPassword, next: 'short' }, visit))).toBe('password.too_short');
    expect(await isAlive(elsewhere)).toBe(true);
    const next = await stage.ownPassword.change(me.actor, { current: goodPassword, next: otherPassword }, visit);
    expect(await Promise.all([me, elsewhere, next].map(isAlive))).toEqual([false, false, true]);
    expect(await codeOf(logIn(me.email))).toBe('auth.invalid_credentials');
    expect(await isAlive(await logIn(me.email, otherPassword))).toBe(true);
    expect((await stage.letterTo(me.email)).subject).toBe('Your password was changed');
    expect(await stage.audits(me.actor)).toContain('password.changed');
  });

  it('is no fresh proof: a second factor still has to be shown for what asks for one', async () => {
    const me = await person();
    stage.clock.advance(10 * 60_000);
    const next = await stage.ownPassword.change(me.actor, { current: goodPassword, next: otherPassword }, visit);
    expect(await codeOf(Promise.resolve().then(() => next.actor.requireRecent(stage.clock.now())))).toBe('auth.step_up');
  });

  it('kills links, half-done sign-ins and a change of the address that were under way', async () => {
    const me = await person();
    await stage.reset.ask(me.email);
    const reset = (await stage.letterTo(me.email)).token;
    await stage.ownEmail.ask(me.actor, 'else@own.example');
    await stage.ownPassword.change(me.actor, { current: goodPassword, next: otherPassword }, visit);
    expect(await codeOf(stage.reset.use(reset, goodPassword, visit))).toBe('token.invalid');
    expect(await stage.ownEmail.pending(await stage.sessions.authenticate((await logIn(me.email, otherPassword)).cookieValue))).toBeNull();
  });
});

/** Asks for the change and reads both letters. */
async function asked(me: NewSession & { email: string }, to: string): Promise<{ old: string; new: string }> {
  await stage.ownEmail.ask(me.actor, to);
  return { old: (await stage.letterTo(me.email)).token, new: (await stage.letterTo(to)).token };
}

describe('changing the address', () => {
  it.each(['old', 'new'] as const)('needs both links, the %s one first', async (first) => {
    const me = await person();
    const elsewhere = await logIn(me.email);
    const to = `moved-${first}@own.example`;
    const tokens = await asked(me, to);
    expect(await stage.ownEmail.confirm(me.actor, tokens[first], visit)).toBeNull();
    expect(await stage.ownEmail.pending(me.actor)).toMatchObject({ oldConfirmed: first === 'old', newConfirmed: first === 'new' });
    expect(await isAlive(await logIn(me.email))).toBe(true);
    const done = await stage.ownEmail.confirm(me.actor, tokens[first === 'old' ? 'new' : 'old'], visit);
    expect(await codeOf(logIn(me.email))).toBe('auth.invalid_credentials');
    expect(done?.actor.accountEmail).toBe(to);
    expect(await Promise.all([isAlive(me), isAlive(elsewhere)])).toEqual([false, false]);
    expect((await logIn(to)).actor.accountId).toBe(me.actor.accountId);
    for (const address of [me.email, to]) expect((await stage.letterTo(address)).subject).toBe('Your address was changed');
    expect(await stage.ownEmail.pending(done?.actor ?? me.actor)).toBeNull();
    expect(await stage.audits(me.actor)).toContain('email.changed');
  });

  it('class 5: a link that was made for one account changes no other, and stays as good as before', async () => {
    const [ada, eve] = [await person(), await person()];
    const [adas, eves] = [await asked(ada, 'ada.five@own.example'), await asked(eve, 'eve.five@own.example')];
    for (const token of [adas.old, adas.new]) expect(await codeOf(stage.ownEmail.confirm(eve.actor, token, visit))).toBe('token.invalid');
    for (const token of [eves.old, eves.new]) expect(await codeOf(stage.ownEmail.confirm(ada.actor, token, visit))).toBe('token.invalid');
    expect(await stage.ownEmail.pending(eve.actor)).toMatchObject({ email: 'eve.five@own.example', oldConfirmed: false, newConfirmed: false });
    await stage.ownEmail.confirm(ada.actor, adas.old, visit);
    expect((await stage.ownEmail.confirm(ada.actor, adas.new, visit))?.actor.accountEmail).toBe('ada.five@own.example');
  });

  it('class 5: neither link does what the other is for, nor what any other purpose is for', async () => {
    const me = await person();
    const tokens = await asked(me, 'purpose.five@own.example');
    await stage.ownEmail.confirm(me.actor, tokens.old, visit);
    expect(await codeOf(stage.ownEmail.confirm(me.actor, tokens.old, visit))).toBe('token.invalid');
    expect(await codeOf(stage.reset.use(tokens.new, otherPassword, visit))).toBe('token.invalid');
    expect(await codeOf(stage.links.use(tokens.new, 'x', visit))).toBe('token.invalid');
    expect(await codeOf(stage.accounts.verifyEmail(tokens.new, visit, { password: goodPassword }))).toBe('token.invalid');
    expect(await codeOf(stage.reset.disown(tokens.new))).toBe('token.invalid');
    expect(await stage.ownEmail.confirm(me.actor, tokens.new, visit)).not.toBeNull();
  });

  it('answers alike for an address that somebody has, tells its holder alone, and can never be completed', async () => {
    const [me, holder] = [await person(), await person()];
    const free = await stage.ownEmail.ask(me.actor, 'free@own.example');
    stage.taken();
    await stage.ownEmail.ask(me.actor, 'free2@own.example');
    const steps = stage.taken();
    const taken = await stage.ownEmail.ask(me.actor, holder.email);
    expect(stage.taken()).toEqual(steps);
    expect({ ...taken, email: '' }).toEqual({ ...free, email: '' });
    expect(await stage.letterTo(holder.email)).toMatchObject({ subject: 'This address is in use', token: '' });
    const { token } = await stage.letterTo(me.email);
    expect(await stage.ownEmail.confirm(me.actor, token, visit)).toBeNull();
    expect(await stage.ownEmail.pending(me.actor)).toMatchObject({ oldConfirmed: true, newConfirmed: false });
    expect((await logIn(holder.email)).actor.accountId).toBe(holder.actor.accountId);
  });

  it('of an address that somebody took meanwhile is refused, and says not whose it is', async () => {
    const me = await person();
    const tokens = await asked(me, 'wanted@own.example');
    const holder = await stage.signedUp('wanted@own.example', 'holder');
    await stage.ownEmail.confirm(me.actor, tokens.old, visit);
    const refused = await stage.ownEmail.confirm(me.actor, tokens.new, visit).catch((error: { code: string; message: string }) => error);
    expect(refused).toMatchObject({ code: 'email.unavailable', message: expect.not.stringContaining('wanted') });
    expect(await stage.ownEmail.pending(me.actor)).toBeNull();
    expect(await isAlive(me)).toBe(true);
    expect((await logIn('wanted@own.example')).actor.accountId).toBe(holder.actor.accountId);
  });

  it.each([
    ['full-width letters and at sign', 'Ｎｆｋｃ＠own.example', 'nfkc@own.example'],
    ['a ligature and capitals', 'OFﬁce@OWN.example', 'office@own.example'],
  ])('class 14 (GHSA-7rqj): normalises %s before every check, so that it is the holder’s address', async (_name, typed, key) => {
    const holder = await stage.signedUp(key, 'holder');
    const me = await person();
    await stage.ownEmail.ask(me.actor, typed);
    expect(await stage.letterTo(key)).toMatchObject({ subject: 'This address is in use' });
    expect(await codeOf(stage.ownEmail.ask(holder.actor, typed))).toBe('email.same');
    stage.taken();
    await stage.reset.ask(typed);
    await stage.links.ask(typed);
    expect((await stage.lettersTo(key)).slice(0, 2).map(({ subject }) => subject).sort()).toEqual(['Set a new password', 'Your link to sign in']);
  });

  it('can be taken back, asked for anew, and ends after a day; its links end with it', async () => {
    const me = await person();
    const first = await asked(me, 'first.back@own.example');
    const second = await asked(me, 'second.back@own.example');
    expect(await codeOf(stage.ownEmail.confirm(me.actor, first.new, visit))).toBe('token.invalid');
    await stage.ownEmail.cancel(me.actor);
    expect(await codeOf(stage.ownEmail.confirm(me.actor, second.old, visit))).toBe('token.invalid');
    expect(await codeOf(stage.ownEmail.cancel(me.actor))).toBe('email.no_change');
    const third = await asked(me, 'third.back@own.example');
    stage.clock.advance(24 * HOUR);
    expect(await codeOf(stage.ownEmail.confirm(me.actor, third.old, visit))).toBe('token.invalid');
    expect(await stage.ownEmail.pending(me.actor)).toBeNull();
  });

  it('is nothing that a key may do', async () => {
    const me = await person();
    const { secret } = await stage.apiKeys.create(me.actor, { name: 'x', scopes: ['alert:read'] });
    const key: Actor = await stage.apiKeys.authenticate(secret, visit.address);
    const tries = [stage.ownEmail.ask(key, 'key@own.example'), stage.ownEmail.cancel(key), stage.ownPassword.change(key, { current: goodPassword, next: otherPassword }, visit), stage.ownSessions.endAll(key)];
    expect(new Set(await Promise.all(tries.map(codeOf)))).toEqual(new Set(['auth.forbidden']));
  });
});
