import { SoftwareAuthenticator } from '@vedette/testing';
import { codeOfRefusal, openFactorStage } from '../testing/factor-stage';
import type { FactorStage, Protected } from '../testing/factor-stage';
import { visit } from '../testing/identity-stage';

let stage: FactorStage;
let mine: Protected;
const authenticator = new SoftwareAuthenticator({ counter: null });
beforeAll(async () => {
  stage = await openFactorStage();
  mine = await stage.protectedAccount('ada@acme.example');
  const { actor } = mine.session;
  await stage.passkeys.add(actor, { name: 'Key', response: authenticator.create(await stage.passkeys.begin(actor)) });
});
afterAll(() => stage?.close());

const answer = (challenge: string) => authenticator.get(JSON.stringify({ challenge }));
const registered = (challenge: string) => new SoftwareAuthenticator().create(JSON.stringify({ challenge, user: { id: 'AAAA' } }));

// That no other purpose opens a door is shown for all of them at once: one-time/token-doors.db.spec.ts.
describe('a token (CVE class 4)', () => {
  it.each(['sign-in', 'register', 'second', 'step-up'] as const)('to answer by a passkey, made for %s, is answered nowhere else', async (made) => {
    const { actor } = mine.session;
    const accountId = actor.accountId ?? '';
    const subject = { 'sign-in': 'sign-in', register: `register:${accountId}`, second: `second:${accountId}`, 'step-up': `step-up:${actor.sessionId}` }[made];
    const challenge = () => stage.oneTime.put('passkey-challenge', { subject, lastsMs: 60_000 });
    const uses = {
      'sign-in': async () => stage.passkeySignIn.signInWith(answer(await challenge()), visit),
      register: async () => stage.passkeys.add(actor, { name: 'x', response: registered(await challenge()) }),
      second: async () => stage.secondStep.pass(await stage.firstStep(mine.email), { passkey: answer(await challenge()) }, visit),
      'step-up': async () => stage.stepUp.prove(actor, { passkey: answer(await challenge()) }),
    };
    for (const [use, work] of Object.entries(uses)) if (use !== made) expect([use, await codeOfRefusal(work())]).toEqual([use, 'passkey.refused']);
    expect(await codeOfRefusal(uses[made]())).toBe('accepted');
  });
});
