import { SoftwareAuthenticator } from '@vedette/testing';
import { codeOfRefusal, openFactorStage } from '../testing/factor-stage';
import type { FactorStage } from '../testing/factor-stage';
import { visit } from '../testing/identity-stage';

let stage: FactorStage;
beforeAll(async () => {
  stage = await openFactorStage();
});
afterAll(() => stage?.close());

const sessionsOf = (email: string) => stage.db.adminSql`select from sessions s join accounts a on a.id = s.account_id
  where a.email_key = ${email} and s.revoked_at is null`;
const wrong = '000000';

describe('the second step of signing in', () => {
  it('ends in a session that has proven both factors', async () => {
    const { email, secret } = await stage.protectedAccount('both@acme.example');
    const { actor } = await stage.secondStep.pass(await stage.firstStep(email), { totp: stage.codeOf(secret) }, visit);
    expect(actor).toMatchObject({ accountEmail: email, factors: ['password', 'totp'] });
    expect(await stage.audits(actor)).toContain('session.opened');
  });

  it('may be a passkey of the account, and of no other', async () => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey('key@acme.example', authenticator);
    const token = await stage.firstStep('key@acme.example');
    const { actor } = await stage.secondStep.pass(token, { passkey: authenticator.get(await stage.secondStep.beginPasskey(token)) }, visit);
    expect(actor.factors).toEqual(['password', 'passkey']);
    const mallory = new SoftwareAuthenticator();
    await stage.withPasskey('mallory@globex.example', mallory);
    const next = await stage.firstStep('key@acme.example');
    const { challenge } = JSON.parse(await stage.secondStep.beginPasskey(next)) as { challenge: string };
    expect(await codeOfRefusal(stage.secondStep.pass(next, { passkey: mallory.get(JSON.stringify({ challenge })) }, visit))).toBe('passkey.refused');
  });

  it('gives nothing before it is passed: no session exists, and the token is none (CVE class 16)', async () => {
    const { email } = await stage.protectedAccount('nothing@acme.example');
    const before = (await sessionsOf(email)).length;
    const token = await stage.firstStep(email);
    expect((await sessionsOf(email)).length).toBe(before);
    expect(await codeOfRefusal(stage.sessions.authenticate(token))).toBe('auth.unauthenticated');
    expect(await codeOfRefusal(stage.secondStep.pass(token, { totp: wrong }, visit))).toBe('factor.wrong');
    expect((await sessionsOf(email)).length).toBe(before);
  });

  it('passed fifty times at once opens one session (CVE class 6)', async () => {
    const { email, secret } = await stage.protectedAccount('fifty@acme.example');
    const before = (await sessionsOf(email)).length;
    const token = await stage.firstStep(email);
    const answer = { totp: stage.codeOf(secret) };
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOfRefusal(stage.secondStep.pass(token, answer, visit))));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect((await sessionsOf(email)).length).toBe(before + 1);
  });

  it('passed by several right factors at once opens one session', async () => {
    const { email, secret, recoveryCodes } = await stage.protectedAccount('several@acme.example');
    const token = await stage.firstStep(email);
    const [one = '', two = ''] = recoveryCodes;
    const answers = [{ totp: stage.codeOf(secret) }, { recoveryCode: one }, { recoveryCode: two }];
    const codes = await Promise.all(answers.map((answer) => codeOfRefusal(stage.secondStep.pass(token, answer, visit))));
    expect(codes.sort()).toEqual(['accepted', 'token.invalid', 'token.invalid']);
  });

  it('takes five answers and ten minutes, then the password is asked for anew', async () => {
    const { email, secret } = await stage.protectedAccount('five@acme.example');
    const token = await stage.firstStep(email);
    for (let attempt = 0; attempt < 5; attempt++) expect(await codeOfRefusal(stage.secondStep.pass(token, { totp: wrong }, visit))).toBe('factor.wrong');
    expect(await codeOfRefusal(stage.secondStep.pass(token, { totp: stage.codeOf(secret) }, visit))).toBe('token.invalid');
    expect(await codeOfRefusal(stage.secondStep.beginPasskey(token))).toBe('token.invalid');
    const late = await stage.firstStep(email);
    stage.clock.advance(10 * 60_000);
    expect(await codeOfRefusal(stage.secondStep.pass(late, { totp: stage.codeOf(secret) }, visit))).toBe('token.invalid');
  });

  it('of one account is passed by no factor of another', async () => {
    const acme = await stage.protectedAccount('own@acme.example');
    const globex = await stage.protectedAccount('own@globex.example');
    const token = await stage.firstStep(acme.email);
    expect(await codeOfRefusal(stage.secondStep.pass(token, { totp: stage.codeOf(globex.secret) }, visit))).toBe('factor.wrong');
  });

  it('is closed to an account that was disabled after its password', async () => {
    const { email, secret } = await stage.protectedAccount('gone@acme.example');
    const token = await stage.firstStep(email);
    await stage.db.adminSql`update accounts set disabled_at = now() where email_key = ${email}`;
    expect(await codeOfRefusal(stage.secondStep.pass(token, { totp: stage.codeOf(secret) }, visit))).toBe('auth.invalid_credentials');
  });
});

describe('guessing a second factor (CVE class 13)', () => {
  const guess = async (email: string, from = visit) => codeOfRefusal(stage.secondStep.pass(await stage.firstStep(email), { totp: wrong }, from));

  it('ends after ten wrong ones in a row, whatever sign-in or address they come from', async () => {
    const { email, secret, recoveryCodes } = await stage.protectedAccount('guessed@acme.example');
    stage.told();
    for (let attempt = 0; attempt < 10; attempt++) expect(await guess(email, { address: `198.51.100.${attempt}`, userAgent: 'x' })).toBe('factor.wrong');
    expect(stage.told().map(({ kind }) => kind)).toEqual([...Array<string>(10).fill('second-factor.failed'), 'second-factor.blocked']);
    for (const answer of [{ totp: stage.codeOf(secret) }, { recoveryCode: recoveryCodes[0] ?? '' }]) {
      await expect(stage.secondStep.pass(await stage.firstStep(email), answer, visit)).rejects.toMatchObject({ code: 'factor.blocked', facts: { retryAfter: 900 } });
    }
    stage.clock.advance(15 * 60_000);
    // One look, and the door is shut again.
    expect(await guess(email)).toBe('factor.wrong');
    expect(await guess(email)).toBe('factor.blocked');
    stage.clock.advance(15 * 60_000);
    expect(await codeOfRefusal(stage.secondStep.pass(await stage.firstStep(email), { totp: stage.codeOf(secret) }, visit))).toBe('accepted');
    for (let attempt = 0; attempt < 9; attempt++) expect(await guess(email)).toBe('factor.wrong');
    expect(await codeOfRefusal(stage.secondStep.pass(await stage.firstStep(email), { recoveryCode: recoveryCodes[0] ?? '' }, visit))).toBe('accepted');
  });

  it('a hundred times at once looks at ten', async () => {
    const { email } = await stage.protectedAccount('burst@acme.example');
    const tokens = await Promise.all(Array.from({ length: 20 }, () => stage.firstStep(email)));
    const codes = await Promise.all(tokens.flatMap((token) => Array.from({ length: 5 }, () => codeOfRefusal(stage.secondStep.pass(token, { totp: wrong }, visit)))));
    expect(codes.filter((code) => code === 'factor.wrong')).toHaveLength(10);
    expect(codes.filter((code) => code === 'factor.blocked')).toHaveLength(90);
  });

  it('keeps nobody out who has a passkey, and what blocked them ends with it', async () => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey('admin@acme.example', authenticator);
    for (let attempt = 0; attempt < 11; attempt++) await guess('admin@acme.example');
    expect(await guess('admin@acme.example')).toBe('factor.blocked');
    const token = await stage.firstStep('admin@acme.example');
    const passkey = authenticator.get(await stage.secondStep.beginPasskey(token));
    expect(await codeOfRefusal(stage.secondStep.pass(token, { passkey }, visit))).toBe('accepted');
    expect(await guess('admin@acme.example')).toBe('factor.wrong');
  });

  it('at one account blocks no other', async () => {
    const acme = await stage.protectedAccount('one@acme.example');
    const globex = await stage.protectedAccount('two@globex.example');
    for (let attempt = 0; attempt < 12; attempt++) await guess(acme.email);
    expect(await codeOfRefusal(stage.secondStep.pass(await stage.firstStep(globex.email), { totp: stage.codeOf(globex.secret) }, visit))).toBe('accepted');
  });

  it('tells who signs in until when they are blocked', async () => {
    const { email } = await stage.protectedAccount('told@acme.example');
    for (let attempt = 0; attempt < 10; attempt++) await guess(email);
    const step = await stage.accounts.logIn({ email, password: 'velvet anchor drifts at noon' }, visit);
    expect(step).toMatchObject({ secondFactor: { methods: ['totp', 'recovery'], blockedUntil: stage.clock.now() + 15 * 60_000 } });
  });
});
