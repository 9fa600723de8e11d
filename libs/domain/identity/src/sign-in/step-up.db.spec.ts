import { SoftwareAuthenticator } from '@vedette/testing';
import { codeOfRefusal, openFactorStage } from '../testing/factor-stage';
import type { FactorStage } from '../testing/factor-stage';
import { goodPassword, visit } from '../testing/identity-stage';

let stage: FactorStage;
beforeAll(async () => {
  stage = await openFactorStage();
});
afterAll(() => stage?.close());

const halfAnHour = 30 * 60_000;
const isRecent = (actor: { requireRecent(now: number): void }) => {
  try {
    actor.requireRecent(stage.clock.now());
    return true;
  } catch {
    return false;
  }
};

describe('a fresh proof', () => {
  it('by the password gives the session a new token and makes it recent; the old token is dead', async () => {
    const { actor, cookieValue } = await stage.signedUp('plain@acme.example', 'acme');
    stage.clock.advance(halfAnHour);
    expect(isRecent(actor)).toBe(false);
    const stepped = await stage.stepUp.prove(actor, { password: goodPassword });
    expect(isRecent(stepped.actor)).toBe(true);
    expect(stepped.expiresAt - stage.clock.now()).toBe(24 * 3_600_000 - halfAnHour);
    expect(await codeOfRefusal(stage.sessions.authenticate(cookieValue))).toBe('auth.unauthenticated');
  });

  it('of whoever has a second factor is that factor, not the password', async () => {
    const { session, secret } = await stage.protectedAccount('has@acme.example');
    expect(await codeOfRefusal(stage.stepUp.prove(session.actor, { password: goodPassword }))).toBe('factor.needed');
    const stepped = await stage.stepUp.prove(session.actor, { totp: stage.codeOf(secret) });
    expect(isRecent(stepped.actor)).toBe(true);
  });

  it('by a passkey answers the challenge of this very session', async () => {
    const authenticator = new SoftwareAuthenticator();
    const { actor } = await stage.withPasskey('key@acme.example', authenticator);
    const other = await stage.passkeySignIn.signInWith(authenticator.get(await stage.passkeySignIn.begin()), visit);
    const elsewhere = authenticator.get(await stage.stepUp.beginPasskey(other.actor));
    expect(await codeOfRefusal(stage.stepUp.prove(actor, { passkey: elsewhere }))).toBe('passkey.refused');
    const { actor: stepped } = await stage.stepUp.prove(actor, { passkey: authenticator.get(await stage.stepUp.beginPasskey(actor)) });
    expect(stepped.factors).toContain('passkey');
  });

  it('that is wrong counts as a guess: after ten even the right one is not looked at', async () => {
    const { actor } = await stage.signedUp('guess@acme.example', 'acme');
    stage.told();
    for (let attempt = 0; attempt < 10; attempt++) expect(await codeOfRefusal(stage.stepUp.prove(actor, { password: 'not the right password' }))).toBe('factor.wrong');
    expect(await codeOfRefusal(stage.stepUp.prove(actor, { password: goodPassword }))).toBe('factor.blocked');
    expect(stage.told().at(-1)).toMatchObject({ kind: 'second-factor.blocked', reason: 'password' });
    stage.clock.advance(15 * 60_000);
    expect(await codeOfRefusal(stage.stepUp.prove(actor, { password: goodPassword }))).toBe('accepted');
  });

  it('by the code of another account is wrong', async () => {
    const acme = await stage.protectedAccount('mine@acme.example');
    const globex = await stage.protectedAccount('theirs@globex.example');
    expect(await codeOfRefusal(stage.stepUp.prove(acme.session.actor, { totp: stage.codeOf(globex.secret) }))).toBe('factor.wrong');
  });

  it('of a session that has ended is none', async () => {
    const { secret, session } = await stage.protectedAccount('ended@acme.example');
    await stage.accounts.logOut(session.actor);
    expect(await codeOfRefusal(stage.stepUp.prove(session.actor, { totp: stage.codeOf(secret) }))).toBe('auth.unauthenticated');
  });

  it('by one code, fifty times at once, gives one new token', async () => {
    const { session: { actor }, secret } = await stage.protectedAccount('once@acme.example');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOfRefusal(stage.stepUp.prove(actor, { totp: stage.codeOf(secret) }))));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
  });
});
