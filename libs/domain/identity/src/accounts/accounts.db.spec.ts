import { hash } from '@node-rs/argon2';
import { goodPassword, openStage, sessionOf, visit } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );
const signUp = (email: string, password = goodPassword) => stage.accounts.signUp({ email, password, organisation: 'acme' });

describe('signing up', () => {
  it('opens an organisation, its owner and a session once the address is proven', async () => {
    await signUp('Ada@Acme.Example');
    const letter = await stage.letterTo('ada@acme.example');
    expect(letter.text).toContain(`https://vedette.example/verify-email#token=${letter.token}`);
    const { actor, cookieValue, expiresAt } = await stage.accounts.verifyEmail(letter.token, visit, { password: goodPassword });
    expect(actor).toMatchObject({ tenantName: 'acme', accountEmail: 'Ada@Acme.Example' });
    expect(actor.may('key:write')).toBe(true);
    expect(expiresAt - stage.clock.now()).toBe(24 * 3_600_000);
    expect((await stage.sessions.authenticate(cookieValue)).principal).toBe(actor.principal);
    expect(await stage.audits(actor)).toEqual(expect.arrayContaining(['tenant.created', 'member.joined', 'session.opened']));
  });

  it('leaves nothing but the artefact until the address is proven', async () => {
    await signUp('pending@acme.example');
    expect(await stage.db.adminSql`select from accounts where email_key = 'pending@acme.example'`).toEqual([]);
    expect(await codeOf(stage.accounts.logIn({ email: 'pending@acme.example', password: goodPassword }, visit))).toBe(
      'auth.invalid_credentials',
    );
  });

  it('takes the same steps and one hash for a known and an unknown address', async () => {
    await stage.signedUp('known@acme.example', 'acme');
    stage.taken();
    await signUp('known@acme.example');
    const known = stage.taken();
    await signUp('unknown@acme.example');
    expect(stage.taken()).toEqual(known);
    expect(known).toEqual(['one hash', 'begin_sign_up']);
    const rows = await stage.db.adminSql<{ subject: string; used: boolean; details: object }>`
      select subject, consumed_at is not null as used, details from one_time_artefacts
      where subject in ('known@acme.example', 'unknown@acme.example') order by subject`;
    expect(rows).toMatchObject([
      // The first is the link that made the account.
      { subject: 'known@acme.example', used: true, details: {} },
      { subject: 'known@acme.example', used: true, details: {} },
      { subject: 'unknown@acme.example', used: false },
    ]);
  });

  it('tells a known address that somebody tried, and changes nothing about its account', async () => {
    await stage.signedUp('owner@acme.example', 'acme');
    await signUp('OWNER@acme.example', 'another perfectly fine phrase');
    const letter = await stage.letterTo('owner@acme.example');
    expect(letter.subject).toBe('You already have an account');
    expect(letter.token).toBe('');
    expect(await codeOf(stage.accounts.logIn({ email: 'owner@acme.example', password: 'another perfectly fine phrase' }, visit))).toBe(
      'auth.invalid_credentials',
    );
    expect(await codeOf(stage.accounts.logIn({ email: 'owner@acme.example', password: goodPassword }, visit))).toBe('accepted');
  });

  it('gives nobody a password by a press on a letter that a stranger caused: the browser that signed up, or its password, is asked for', async () => {
    const half = await stage.accounts.signUp({ email: 'pressed@acme.example', password: 'a stranger chose these words', organisation: 'trap' });
    const { token } = await stage.letterTo('pressed@acme.example');
    const another = await stage.accounts.signUp({ email: 'another@acme.example', password: goodPassword, organisation: 'own' });
    for (const [by, code] of [
      [{}, 'sign-up.other_browser'],
      [{ half: another }, 'sign-up.other_browser'],
      [{ half: '' }, 'sign-up.other_browser'],
      [{ password: goodPassword }, 'sign-up.password_wrong'],
      [{ half: another, password: 'x'.repeat(2_000) }, 'sign-up.password_wrong'],
    ] as const) expect(await codeOf(stage.accounts.verifyEmail(token, visit, by))).toBe(code);
    expect(await codeOf(stage.accounts.logIn({ email: 'pressed@acme.example', password: 'a stranger chose these words' }, visit))).toBe('auth.invalid_credentials');
    expect((await stage.accounts.verifyEmail(token, visit, { half })).actor.tenantName).toBe('trap');
  });

  it('is over after twenty looks at one link', async () => {
    await signUp('guessed@acme.example');
    const { token } = await stage.letterTo('guessed@acme.example');
    for (let look = 0; look < 20; look++) expect(await codeOf(stage.accounts.verifyEmail(token, visit, {}))).toBe('sign-up.other_browser');
    expect(await codeOf(stage.accounts.verifyEmail(token, visit, { password: goodPassword }))).toBe('token.invalid');
  });

  it('keeps the password of the very request whose link was followed, not one that an attacker set before', async () => {
    await signUp('victim@acme.example', 'attackers set this before you');
    const attacked = await stage.letterTo('victim@acme.example');
    await signUp('victim@acme.example');
    await stage.accounts.verifyEmail((await stage.letterTo('victim@acme.example')).token, visit, { password: goodPassword });
    expect(await codeOf(stage.accounts.logIn({ email: 'victim@acme.example', password: 'attackers set this before you' }, visit))).toBe(
      'auth.invalid_credentials',
    );
    expect(await codeOf(stage.accounts.verifyEmail(attacked.token, visit, { password: 'attackers set this before you' }))).toBe('token.invalid');
    expect(await codeOf(stage.accounts.logIn({ email: 'victim@acme.example', password: goodPassword }, visit))).toBe('accepted');
  });

  it('refuses bad input before anything is stored', async () => {
    stage.taken();
    expect(await codeOf(signUp('no address'))).toBe('email.malformed');
    expect(await codeOf(signUp('x@acme.example', 'short'))).toBe('password.too_short');
    expect(await codeOf(stage.accounts.signUp({ email: 'x@acme.example', password: goodPassword, organisation: ' ' }))).toBe(
      'organisation.malformed',
    );
    expect(stage.taken()).toEqual([]);
  });

  it('puts nothing that the requester typed into a letter', async () => {
    await stage.accounts.signUp({ email: 'reader@acme.example', password: goodPassword, organisation: 'Win at evil.example' });
    expect((await stage.letterTo('reader@acme.example')).text).not.toContain('evil');
  });
});

describe('a verification link', () => {
  it('works for one of fifty who follow it at once', async () => {
    await signUp('fifty@acme.example');
    const { token } = await stage.letterTo('fifty@acme.example');
    const all = await Promise.all(Array.from({ length: 50 }, () => codeOf(stage.accounts.verifyEmail(token, visit, { password: goodPassword }))));
    expect(all.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(all.filter((code) => code === 'token.invalid')).toHaveLength(49);
    expect(await stage.db.adminSql`select from sessions s join accounts a on a.id = s.account_id
      where a.email_key = 'fifty@acme.example'`).toHaveLength(1);
  });

  it('of two for one address makes one account, whoever follows both at once', async () => {
    await signUp('twice@acme.example');
    const one = await stage.letterTo('twice@acme.example');
    await signUp('twice@acme.example');
    const two = await stage.letterTo('twice@acme.example');
    const codes = await Promise.all([one, two].map(({ token }) => codeOf(stage.accounts.verifyEmail(token, visit, { password: goodPassword }))));
    expect(codes.sort()).toEqual(['accepted', 'token.invalid']);
  });

  it('ends after a day, and leaves no half-made organisation', async () => {
    await signUp('late@acme.example');
    const { token } = await stage.letterTo('late@acme.example');
    const [before] = await stage.db.adminSql<{ count: string }>`select count(*) from tenants`;
    stage.clock.advance(24 * 3_600_000);
    expect(await codeOf(stage.accounts.verifyEmail(token, visit, { password: goodPassword }))).toBe('token.invalid');
    expect(await stage.db.adminSql`select count(*) from tenants`).toEqual([before]);
  });

  it('keeps no password once it was used', async () => {
    await stage.signedUp('emptied@acme.example', 'acme');
    expect(await stage.db.adminSql`select details from one_time_artefacts where subject = 'emptied@acme.example'`).toEqual([
      { details: {} },
    ]);
  });
});

describe('signing in', () => {
  it('takes the same steps and one hash for a wrong password and an unknown address', async () => {
    await stage.signedUp('steps@acme.example', 'acme');
    stage.taken();
    const wrong = codeOf(stage.accounts.logIn({ email: 'steps@acme.example', password: 'not the right password' }, visit));
    expect(await wrong).toBe('auth.invalid_credentials');
    const known = stage.taken();
    const unknown = codeOf(stage.accounts.logIn({ email: 'nobody@acme.example', password: 'not the right password' }, visit));
    expect(await unknown).toBe('auth.invalid_credentials');
    expect(stage.taken()).toEqual(known);
    expect(known).toEqual(['credentials_of', 'one hash']);
  });

  it('gives a new token each time, and leaves an audit row', async () => {
    const first = await stage.signedUp('login@acme.example', 'acme');
    const second = sessionOf(await stage.accounts.logIn({ email: ' Login@ACME.example', password: goodPassword }, visit));
    expect(second.cookieValue).not.toBe(first.cookieValue);
    expect(second.actor.tenantId).toBe(first.actor.tenantId);
    expect((await stage.audits(second.actor)).filter((action) => action === 'session.opened')).toHaveLength(2);
  });

  it('hashes again when the parameters have changed', async () => {
    await stage.signedUp('old@acme.example', 'acme');
    const weak = await hash(goodPassword, { memoryCost: 4096, timeCost: 1 });
    await stage.db.adminSql`update accounts set password_hash = ${weak} where email_key = 'old@acme.example'`;
    await stage.accounts.logIn({ email: 'old@acme.example', password: goodPassword }, visit);
    const [row] = await stage.db.adminSql<{ password_hash: string }>`select password_hash from accounts where email_key = 'old@acme.example'`;
    expect(row?.password_hash).toContain('m=8192,t=1,p=1');
    expect(await codeOf(stage.accounts.logIn({ email: 'old@acme.example', password: goodPassword }, visit))).toBe('accepted');
  });

  it('is closed to a disabled account, a former member and a suspended organisation, in the same words', async () => {
    const { actor } = await stage.signedUp('closed@acme.example', 'acme');
    const logIn = () => codeOf(stage.accounts.logIn({ email: 'closed@acme.example', password: goodPassword }, visit));
    await stage.db.adminSql`update accounts set disabled_at = now() where email_key = 'closed@acme.example'`;
    expect(await logIn()).toBe('auth.invalid_credentials');
    await stage.db.adminSql`update accounts set disabled_at = null where email_key = 'closed@acme.example'`;
    await stage.db.adminSql`update tenants set state = 'suspended' where id = ${actor.tenantId}`;
    expect(await logIn()).toBe('auth.invalid_credentials');
    await stage.db.adminSql`update tenants set state = 'active' where id = ${actor.tenantId}`;
    await stage.db.adminSql`delete from members where tenant_id = ${actor.tenantId}`;
    expect(await logIn()).toBe('auth.invalid_credentials');
  });
});
