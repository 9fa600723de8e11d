import { dateFrom } from '@vedette/kernel';
import { SoftwareAuthenticator } from '@vedette/testing';
import { codeOfRefusal, openFactorStage } from '../testing/factor-stage';
import type { FactorStage, Protected } from '../testing/factor-stage';
import { goodPassword, sessionOf, visit } from '../testing/identity-stage';

let stage: FactorStage;
beforeAll(async () => {
  stage = await openFactorStage();
});
afterAll(() => stage?.close());

const day = 24 * 3_600_000;
const asked = async ({ email }: Pick<Protected, 'email'>) => {
  await stage.recovery.ask(await stage.firstStep(email), visit);
  const [letter] = await stage.factorLetters(email);
  const token = (path: string) => new RegExp(`https://vedette\\.example/${path}#token=(\\S+)`).exec(letter?.text ?? '')?.[1] ?? '';
  return { complete: token('recover-factor'), cancel: token('cancel-recovery') };
};

describe('whoever has lost every factor', () => {
  it('waits a day, then has none and no session, and signs in with the password (CVE class 3)', async () => {
    const mine = await stage.protectedAccount('lost@acme.example');
    await stage.passkeys.add(mine.session.actor, { name: 'Lost', response: new SoftwareAuthenticator().create(await stage.passkeys.begin(mine.session.actor)) });
    stage.told();
    const { complete } = await asked(mine);
    expect(stage.told()).toMatchObject([{ kind: 'recovery.asked', accountId: mine.session.actor.accountId, address: visit.address }]);
    stage.clock.advance(day - 1);
    await expect(stage.recovery.complete(complete, visit)).rejects.toMatchObject({ code: 'recovery.too_early' });
    stage.clock.advance(1);
    // Somebody who is signed in all the while, without a factor anew.
    const { actor } = mine.session;
    await stage.db.adminSql`update sessions set idle_expires_at = ${dateFrom(stage.clock.now() + day)}, expires_at = ${dateFrom(stage.clock.now() + day)}
      where id = ${actor.sessionId ?? ''}`;
    expect(await codeOfRefusal(stage.sessions.authenticate(mine.session.cookieValue))).toBe('accepted');
    await stage.recovery.complete(complete, visit);
    expect(await codeOfRefusal(stage.sessions.authenticate(mine.session.cookieValue))).toBe('auth.unauthenticated');
    const back = sessionOf(await stage.accounts.logIn({ email: mine.email, password: goodPassword }, visit));
    expect(await stage.factors.mine(back.actor)).toEqual({ totpConfirmedAt: null, recoveryCodesLeft: 0 });
    expect(await stage.passkeys.list(back.actor)).toEqual([]);
    expect(stage.told()).toMatchObject([{ kind: 'recovery.done', email: mine.email }]);
    expect((await stage.factorLetters(mine.email))[0]?.subject).toBe('Your second factors were removed');
    expect(await stage.audits(back.actor)).toContain('session.closed');
  });

  it('is seen by the owners of their organisations at once, and by nobody else', async () => {
    const owner = await stage.signedUp('boss@initech.example', 'initech');
    const member = await stage.joined(owner.actor, 'worker@initech.example', 'analyst');
    const bystander = await stage.joined(owner.actor, 'peer@initech.example', 'admin');
    const { secret } = await stage.factors.beginTotp(member.actor);
    await stage.factors.confirmTotp(member.actor, stage.codeOf(secret));
    await asked({ email: 'worker@initech.example' });
    const [notice] = await stage.factorLetters('boss@initech.example');
    expect(notice?.subject).toBe('A member has lost their second factor');
    expect(notice?.text).toContain('worker@initech.example');
    expect(notice?.text).not.toMatch(/token=|initech has/);
    expect(await stage.factorLetters(bystander.actor.accountEmail ?? '')).toEqual([]);
  });

  it('or somebody in their name, is stopped by the link of the letter at once, for good', async () => {
    const mine = await stage.protectedAccount('stop@acme.example');
    const first = await asked(mine);
    const second = await asked(mine);
    await stage.recovery.cancel(first.cancel);
    stage.clock.advance(day);
    for (const { complete, cancel } of [first, second]) {
      expect(await codeOfRefusal(stage.recovery.complete(complete, visit))).toBe('token.invalid');
      expect(await codeOfRefusal(stage.recovery.cancel(cancel))).toBe('token.invalid');
    }
  });

  it.each(['a code', 'a passkey', 'a step-up'])('is believed no more after signing in with %s', async (what) => {
    const authenticator = new SoftwareAuthenticator();
    const mine = await stage.protectedAccount(`${what.replace(' ', '-')}@acme.example`);
    await stage.passkeys.add(mine.session.actor, { name: 'Key', response: authenticator.create(await stage.passkeys.begin(mine.session.actor)) });
    const { complete } = await asked(mine);
    if (what === 'a code') await stage.secondStep.pass(await stage.firstStep(mine.email), { totp: stage.codeOf(mine.secret) }, visit);
    if (what === 'a passkey') await stage.passkeySignIn.signInWith(authenticator.get(await stage.passkeySignIn.begin()), visit);
    if (what === 'a step-up') await stage.stepUp.prove(mine.session.actor, { totp: stage.codeOf(mine.secret) });
    stage.clock.advance(day);
    expect(await codeOfRefusal(stage.recovery.complete(complete, visit))).toBe('token.invalid');
  });

  it('cannot flood a mailbox, and asking again does not put the day off', async () => {
    const mine = await stage.protectedAccount('flood@acme.example');
    const { complete } = await asked(mine);
    stage.clock.advance(day / 2);
    await asked(mine);
    await asked(mine);
    expect(await codeOfRefusal(asked(mine))).toBe('recovery.too_often');
    stage.clock.advance(day / 2);
    expect(await codeOfRefusal(stage.recovery.complete(complete, visit))).toBe('accepted');
  });

  it('uses the link once, of fifty who follow it at once, and within a week', async () => {
    const mine = await stage.protectedAccount('once@acme.example');
    const { complete } = await asked(mine);
    stage.clock.advance(day);
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOfRefusal(stage.recovery.complete(complete, visit))));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    const late = await stage.protectedAccount('late@acme.example');
    const letter = await asked(late);
    stage.clock.advance(8 * day);
    expect(await codeOfRefusal(stage.recovery.complete(letter.complete, visit))).toBe('token.invalid');
  });

  it('leaves the factors of everybody else alone', async () => {
    const mine = await stage.protectedAccount('alone@acme.example');
    const globex = await stage.protectedAccount('alone@globex.example');
    const { complete } = await asked(mine);
    stage.clock.advance(day);
    await stage.recovery.complete(complete, visit);
    expect((await stage.factors.mine(globex.session.actor)).totpConfirmedAt).not.toBeNull();
    expect(await stage.db.adminSql`select from sessions where account_id = ${globex.session.actor.accountId ?? ''} and revoked_at is null`).toHaveLength(1);
  });

  it('has shown the password first: nobody asks for a stranger', async () => {
    expect(await codeOfRefusal(stage.recovery.ask('a'.repeat(43), visit))).toBe('token.invalid');
  });
});
