import { randomBytes } from 'node:crypto';
import { SoftwareAuthenticator } from '@vedette/testing';
import { Actor } from '../actor/actor';
import { codeOfRefusal, openFactorStage } from '../testing/factor-stage';
import type { FactorStage } from '../testing/factor-stage';
import { goodPassword, pepper, sessionOf, visit } from '../testing/identity-stage';
import { StepUp } from '../sign-in/step-up';

let stage: FactorStage;
beforeAll(async () => {
  stage = await openFactorStage();
});
afterAll(() => stage?.close());

describe('an authenticator app', () => {
  it('counts from its first code on, brings ten recovery codes and a new session that has proven it', async () => {
    const { actor, cookieValue } = await stage.signedUp('ada@acme.example', 'acme');
    const { secret, uri } = await stage.factors.beginTotp(actor);
    expect(uri).toContain(`secret=${secret}`);
    expect(await stage.factors.mine(actor)).toEqual({ totpConfirmedAt: null, recoveryCodesLeft: 0 });
    stage.told();
    const { recoveryCodes, session } = await stage.factors.confirmTotp(actor, stage.codeOf(secret));
    expect(recoveryCodes).toHaveLength(10);
    expect(session?.actor.factors).toEqual(['email', 'password', 'totp']);
    expect(await codeOfRefusal(stage.sessions.authenticate(cookieValue))).toBe('auth.unauthenticated');
    expect(await stage.factors.mine(session?.actor ?? actor)).toEqual({ totpConfirmedAt: stage.clock.date(), recoveryCodesLeft: 10 });
    expect(stage.told()).toMatchObject([{ kind: 'second-factor.added', accountId: actor.accountId, reason: 'totp' }]);
    expect((await stage.factorLetters('ada@acme.example'))[0]?.subject).toBe('A second factor was added');
    expect(await stage.audits(actor)).toContain('factor.added');
  });

  it('that is the first ends every other session of the account, in whichever organisation', async () => {
    const { actor } = await stage.signedUp('many@acme.example', 'acme');
    const elsewhere = sessionOf(await stage.accounts.logIn({ email: 'many@acme.example', password: goodPassword }, visit));
    const { secret } = await stage.factors.beginTotp(actor);
    const { session } = await stage.factors.confirmTotp(actor, stage.codeOf(secret));
    expect(await codeOfRefusal(stage.sessions.authenticate(elsewhere.cookieValue))).toBe('auth.unauthenticated');
    expect(await codeOfRefusal(stage.sessions.authenticate(session?.cookieValue ?? ''))).toBe('accepted');
  });

  it('keeps its secret sealed, and not in the row of another account', async () => {
    const { actor } = await stage.signedUp('sealed@acme.example', 'acme');
    const { secret } = await stage.factors.beginTotp(actor);
    const [row] = await stage.db.adminSql<{ secret: Buffer }>`select secret from account_totps where account_id = ${actor.accountId ?? ''}`;
    expect(row?.secret.includes(secret)).toBe(false);
    const other = await stage.signedUp('thief@globex.example', 'globex');
    await stage.factors.beginTotp(other.actor);
    await stage.db.adminSql`update account_totps set secret = ${row?.secret ?? null} where account_id = ${other.actor.accountId ?? ''}`;
    await expect(stage.factors.confirmTotp(other.actor, stage.codeOf(secret))).rejects.toThrow(/authenticate/);
  });

  it('takes no wrong code, no late beginning and no second beginning', async () => {
    const { actor } = await stage.signedUp('late@acme.example', 'acme');
    expect(await codeOfRefusal(stage.factors.confirmTotp(actor, '123456'))).toBe('totp.not_begun');
    const first = await stage.factors.beginTotp(actor);
    const second = await stage.factors.beginTotp(actor);
    expect(await codeOfRefusal(stage.factors.confirmTotp(actor, stage.codeOf(first.secret)))).toBe('factor.wrong');
    stage.clock.advance(30 * 60_000);
    expect(await codeOfRefusal(stage.factors.confirmTotp(actor, stage.codeOf(second.secret)))).toBe('totp.not_begun');
    const mine = await stage.protectedAccount('twice@acme.example');
    expect(await codeOfRefusal(stage.factors.beginTotp(mine.session.actor))).toBe('totp.exists');
  });

  it('sealed under an old pepper is sealed anew by its use, so that the old one can be retired', async () => {
    const { actor } = await stage.signedUp('pepper@acme.example', 'acme');
    const { secret } = await stage.factors.beginTotp(actor);
    const { session } = await stage.factors.confirmTotp(actor, stage.codeOf(secret));
    const newer = { id: 'p2', secret: randomBytes(32) };
    stage.clock.advance(30_000);
    const both = new StepUp({ ...stage.factorDeps, peppers: [newer, pepper] });
    const stepped = await both.prove(session?.actor ?? actor, { totp: stage.codeOf(secret) });
    stage.clock.advance(30_000);
    const later = new StepUp({ ...stage.factorDeps, peppers: [newer] });
    expect(await codeOfRefusal(later.prove(stepped.actor, { totp: stage.codeOf(secret) }))).toBe('accepted');
  });
});

describe('a code of an authenticator app', () => {
  it('typed fifty times at once counts once', async () => {
    const { session, secret } = await stage.protectedAccount('fifty@acme.example');
    const [row] = await stage.db.adminSql<{ secret: Buffer; pepper_id: string }>`select secret, pepper_id from account_totps
      where account_id = ${session.actor.accountId ?? ''}`;
    const step = Math.floor(stage.clock.now() / 30_000);
    const used = await Promise.all(
      Array.from({ length: 50 }, () =>
        stage.directory.call('use_totp', session.actor.accountId ?? null, step, row?.secret ?? null, row?.secret ?? null, row?.pepper_id ?? null),
      ),
    );
    expect(used.filter((rows) => rows.length === 1)).toHaveLength(1);
    expect(await codeOfRefusal(stage.stepUp.prove(session.actor, { totp: stage.codeOf(secret) }))).toBe('factor.wrong');
  });

  it('older than one that counted is refused, although its time is not over', async () => {
    const { session, secret } = await stage.protectedAccount('older@acme.example');
    const before = stage.codeOf(secret);
    stage.clock.advance(30_000);
    const { actor } = await stage.stepUp.prove(session.actor, { totp: stage.codeOf(secret) });
    expect(await codeOfRefusal(stage.stepUp.prove(actor, { totp: before }))).toBe('factor.wrong');
  });

  it('that confirmed the app signs nobody in', async () => {
    const { actor } = await stage.signedUp('confirmed@acme.example', 'acme');
    const { secret } = await stage.factors.beginTotp(actor);
    const code = stage.codeOf(secret);
    await stage.factors.confirmTotp(actor, code);
    expect(await codeOfRefusal(stage.secondStep.pass(await stage.firstStep('confirmed@acme.example'), { totp: code }, visit))).toBe('factor.wrong');
  });
});

describe('recovery codes', () => {
  it('are ten, each good once, and counted', async () => {
    const { email, recoveryCodes, session } = await stage.protectedAccount('codes@acme.example');
    const [code = ''] = recoveryCodes;
    const signIn = async () => stage.secondStep.pass(await stage.firstStep(email), { recoveryCode: code.toUpperCase() }, visit);
    const { actor } = await signIn();
    expect(actor.factors).toEqual(['password', 'recovery']);
    expect(await codeOfRefusal(signIn())).toBe('factor.wrong');
    expect((await stage.factors.mine(session.actor)).recoveryCodesLeft).toBe(9);
  });

  it('of one account open no other', async () => {
    const { recoveryCodes } = await stage.protectedAccount('codes1@acme.example');
    const other = await stage.protectedAccount('codes2@globex.example');
    const token = await stage.firstStep(other.email);
    expect(await codeOfRefusal(stage.secondStep.pass(token, { recoveryCode: recoveryCodes[0] ?? '' }, visit))).toBe('factor.wrong');
  });

  it('are stored as hashes', async () => {
    const { recoveryCodes, session } = await stage.protectedAccount('hashed@acme.example');
    const rows = await stage.db.adminSql<{ code_hash: Buffer }>`select code_hash from account_recovery_codes where account_id = ${session.actor.accountId ?? ''}`;
    expect(rows).toHaveLength(10);
    for (const { code_hash } of rows) expect(recoveryCodes.some((code) => code_hash.includes(code.replaceAll('-', '')))).toBe(false);
  });

  it('renewed are ten again, and the old ones dead; twice at once leaves ten', async () => {
    const { email, recoveryCodes, session } = await stage.protectedAccount('renew@acme.example');
    const [one] = await Promise.all([stage.factors.renewRecoveryCodes(session.actor), stage.factors.renewRecoveryCodes(session.actor)]);
    expect(one).toHaveLength(10);
    expect((await stage.factors.mine(session.actor)).recoveryCodesLeft).toBe(10);
    const token = await stage.firstStep(email);
    expect(await codeOfRefusal(stage.secondStep.pass(token, { recoveryCode: recoveryCodes[0] ?? '' }, visit))).toBe('factor.wrong');
    expect(await stage.audits(session.actor)).toContain('recovery-codes.renewed');
    expect((await stage.factorLetters(email))[0]?.subject).toBe('Your recovery codes were renewed');
  });

  it('are not made where there is nothing to recover', async () => {
    const { actor } = await stage.signedUp('nothing@acme.example', 'acme');
    expect(await codeOfRefusal(stage.factors.renewRecoveryCodes(actor))).toBe('factor.none');
  });
});

describe('changing factors', () => {
  it('asks for a fresh proof, and of whoever has a factor for one by a factor', async () => {
    const { session, email } = await stage.protectedAccount('fresh@acme.example');
    stage.clock.advance(5 * 60_000 + 1);
    for (const work of [
      () => stage.factors.removeTotp(session.actor),
      () => stage.factors.renewRecoveryCodes(session.actor),
      () => stage.passkeys.begin(session.actor),
    ]) expect(await codeOfRefusal(work())).toBe('auth.step_up');
    // As recent as can be, but by the password alone: a session that was left over from before.
    await stage.db.adminSql`update sessions set factors = '{password}', authenticated_at = ${stage.clock.date()} where id = ${session.actor.sessionId ?? ''}`;
    const passwordOnly = await stage.sessions.authenticate(session.cookieValue);
    for (const work of [() => stage.factors.removeTotp(passwordOnly), () => stage.passkeys.begin(passwordOnly)])
      expect(await codeOfRefusal(work())).toBe('auth.step_up');
    expect((await stage.factorLetters(email)).filter(({ subject }) => subject.includes('removed'))).toEqual([]);
  });

  it('is nothing that a key can do', async () => {
    const { actor } = await stage.signedUp('keyed@acme.example', 'acme');
    const key = Actor.of({ ...actor, principal: `key:${actor.accountId}`, sessionId: undefined });
    expect(await codeOfRefusal(stage.factors.beginTotp(key))).toBe('auth.forbidden');
    expect(await codeOfRefusal(stage.factors.mine(key))).toBe('auth.forbidden');
  });

  it('to none is refused while an organisation demands one, and says which', async () => {
    const { session, email } = await stage.protectedAccount('last@acme.example');
    await stage.demandFactor(session.actor);
    await expect(stage.factors.removeTotp(session.actor)).rejects.toMatchObject({ code: 'factor.required_by', facts: { reason: 'acme.example' } });
    const authenticator = new SoftwareAuthenticator();
    const { recoveryCodes } = await stage.passkeys.add(session.actor, { name: 'Phone', response: authenticator.create(await stage.passkeys.begin(session.actor)) });
    expect(recoveryCodes).toBeUndefined();
    await stage.factors.removeTotp(session.actor);
    const [passkey] = await stage.passkeys.list(session.actor);
    expect(await codeOfRefusal(stage.passkeys.remove(session.actor, passkey?.id ?? ''))).toBe('factor.required_by');
    await stage.demandFactor(session.actor, false);
    await stage.passkeys.remove(session.actor, passkey?.id ?? '');
    expect(await stage.factors.mine(session.actor)).toEqual({ totpConfirmedAt: null, recoveryCodesLeft: 0 });
    expect((await stage.factorLetters(email)).filter(({ subject }) => subject === 'A second factor was removed')).toHaveLength(2);
    expect((await stage.audits(session.actor)).filter((action) => action === 'factor.removed')).toHaveLength(2);
    expect(stage.told().filter(({ kind }) => kind === 'second-factor.removed').length).toBeGreaterThanOrEqual(2);
  });

  it('both of two factors away at once leaves one where one is demanded', async () => {
    const { session } = await stage.protectedAccount('race@acme.example');
    const authenticator = new SoftwareAuthenticator();
    const { passkey } = await stage.passkeys.add(session.actor, { name: 'Phone', response: authenticator.create(await stage.passkeys.begin(session.actor)) });
    await stage.demandFactor(session.actor);
    const codes = await Promise.all([codeOfRefusal(stage.factors.removeTotp(session.actor)), codeOfRefusal(stage.passkeys.remove(session.actor, passkey.id))]);
    expect(codes.sort()).toEqual(['accepted', 'factor.required_by']);
  });

  it('touches no other account, of the same organisation neither', async () => {
    const owner = await stage.protectedAccount('own@acme.example');
    const member = await stage.joined(owner.session.actor, 'member@acme.example', 'admin');
    expect(await codeOfRefusal(stage.factors.removeTotp(member.actor))).toBe('totp.not_found');
    expect((await stage.factors.mine(member.actor)).totpConfirmedAt).toBeNull();
    expect((await stage.factors.mine(owner.session.actor)).totpConfirmedAt).not.toBeNull();
  });
});

describe('where the organisation demands a second factor', () => {
  it('a session without one can do nothing but add one, and then works', async () => {
    const { actor, cookieValue } = await stage.signedUp('demanded@acme.example', 'acme');
    await stage.demandFactor(actor);
    // Long after signing in: the way to the first factor asks for no more than there is.
    stage.clock.advance(20 * 60_000);
    const bare = await stage.sessions.authenticate(cookieValue);
    const makeKey = (who: typeof bare) => stage.apiKeys.create(who, { name: 'ci', scopes: ['alert:read'] });
    expect(bare.factorRequired).toBe(true);
    expect(await codeOfRefusal(makeKey(bare))).toBe('auth.factor_required');
    const { secret } = await stage.factors.beginTotp(bare);
    const { session } = await stage.factors.confirmTotp(bare, stage.codeOf(secret));
    expect(session?.actor.factorRequired).toBe(false);
    expect(session?.actor.may('key:write')).toBe(true);
    expect(await codeOfRefusal(makeKey(session?.actor ?? bare))).toBe('accepted');
  });

  it('a session without one cannot add one to an account that has one', async () => {
    const { session } = await stage.protectedAccount('bypass@acme.example');
    await stage.demandFactor(session.actor);
    await stage.db.adminSql`update sessions set factors = '{password}' where id = ${session.actor.sessionId ?? ''}`;
    const bare = await stage.sessions.authenticate(session.cookieValue);
    expect(bare.factorRequired).toBe(true);
    expect(await codeOfRefusal(stage.passkeys.begin(bare))).toBe('auth.step_up');
  });
});
