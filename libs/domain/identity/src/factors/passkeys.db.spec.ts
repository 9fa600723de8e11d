import { SoftwareAuthenticator } from '@vedette/testing';
import type { Habits } from '@vedette/testing';
import { codeOfRefusal, openFactorStage } from '../testing/factor-stage';
import type { FactorStage } from '../testing/factor-stage';
import { visit } from '../testing/identity-stage';

let stage: FactorStage;
beforeAll(async () => {
  stage = await openFactorStage();
});
afterAll(() => stage?.close());

const rowOf = async (accountId: string | undefined) => {
  const [row] = await stage.db.adminSql<Record<string, unknown>>`select * from account_passkeys where account_id = ${accountId ?? ''}`;
  return row;
};
const spoilt: [string, Partial<Habits>][] = [
  ['on another site', { origin: 'https://vedette.example.evil.example' }],
  ['on another port of ours', { origin: 'https://vedette.example:8443' }],
  ['over http', { origin: 'http://vedette.example' }],
  ['for another relying party', { rpId: 'evil.example' }],
  ['without a finger or a PIN', { verifiesUser: false }],
];

describe('a passkey', () => {
  it('is asked for with what authenticators need to know, and nothing about the person but their address', async () => {
    const { actor } = await stage.signedUp('asked@acme.example', 'acme');
    const options = JSON.parse(await stage.passkeys.begin(actor)) as Record<string, unknown>;
    expect(options).toMatchObject({
      rp: { id: 'vedette.example', name: 'Vedette' },
      user: { name: 'asked@acme.example', id: Buffer.from(actor.accountId?.replaceAll('-', '') ?? '', 'hex').toString('base64url') },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      excludeCredentials: [],
    });
    expect(options['challenge']).toMatch(/^[\w-]{43}$/);
  });

  it('that is the first brings ten recovery codes and a new session; what it says of itself is kept', async () => {
    const authenticator = new SoftwareAuthenticator({ backedUp: true });
    const { actor } = await stage.signedUp('first@acme.example', 'acme');
    const added = await stage.passkeys.add(actor, { name: '  My  laptop ', response: authenticator.create(await stage.passkeys.begin(actor)) });
    expect(added.recoveryCodes).toHaveLength(10);
    expect(added.session?.actor.factors).toContain('passkey');
    expect(added.passkey).toMatchObject({ name: 'My laptop', backedUp: true, lastUsedAt: null });
    expect(await rowOf(actor.accountId)).toMatchObject({
      sign_count: '1', transports: ['internal'], backup_eligible: true, backed_up: true, aaguid: 'd5b7b1e0-2b5b-4a2a-9f5c-8f7a3e1d0c9b',
    });
    expect(await stage.passkeys.list(actor)).toEqual([added.passkey]);
    expect(stage.told()).toMatchObject([{ kind: 'second-factor.added', reason: 'passkey' }]);
  });

  it('signs in without an address, as more than one factor', async () => {
    const authenticator = new SoftwareAuthenticator();
    const { actor } = await stage.withPasskey('signs@acme.example', authenticator);
    const options = await stage.passkeySignIn.begin();
    expect(JSON.parse(options)).toMatchObject({ rpId: 'vedette.example', userVerification: 'required', allowCredentials: [] });
    const session = await stage.passkeySignIn.signInWith(authenticator.get(options), visit);
    expect(session.actor).toMatchObject({ accountId: actor.accountId, factors: ['passkey'], factorRequired: false });
    expect(await rowOf(actor.accountId)).toMatchObject({ sign_count: '2', last_used_at: stage.clock.date() });
    await stage.demandFactor(actor);
    expect((await stage.sessions.authenticate(session.cookieValue)).factorRequired).toBe(false);
  });

  it.each(spoilt)('%s is not registered', async (what, habits) => {
    const { actor } = await stage.signedUp(`new-${spoilt.findIndex(([name]) => name === what)}@acme.example`, 'acme');
    const response = new SoftwareAuthenticator(habits).create(await stage.passkeys.begin(actor));
    expect(await codeOfRefusal(stage.passkeys.add(actor, { name: 'x', response }))).toBe('passkey.refused');
    expect(await stage.passkeys.list(actor)).toEqual([]);
  });

  it.each(spoilt)('%s signs nobody in', async (what, habits) => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey(`use-${spoilt.findIndex(([name]) => name === what)}@acme.example`, authenticator);
    Object.assign(authenticator.habits, habits);
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(authenticator.get(await stage.passkeySignIn.begin()), visit))).toBe('passkey.refused');
  });

  it('with certificates is refused unread: nobody makes us fetch what they name', async () => {
    const { actor } = await stage.signedUp('attested@acme.example', 'acme');
    for (const fmt of ['packed', 'apple', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f']) {
      const attStmt = new Map<string, unknown>([['alg', -7], ['sig', new Uint8Array(70)], ['x5c', [new Uint8Array(300)]]]);
      const response = new SoftwareAuthenticator({ attestation: { fmt, attStmt } }).create(await stage.passkeys.begin(actor));
      await expect(stage.passkeys.add(actor, { name: 'x', response })).rejects.toMatchObject({
        code: 'passkey.refused', facts: { reason: 'attestation with certificates was sent and none was asked for' },
      });
    }
  });

  it('that attests itself is taken: some browsers send that although none was asked for', async () => {
    const { actor } = await stage.signedUp('self@acme.example', 'acme');
    const response = new SoftwareAuthenticator({ attestation: 'self' }).create(await stage.passkeys.begin(actor));
    expect(await codeOfRefusal(stage.passkeys.add(actor, { name: 'x', response }))).toBe('accepted');
  });

  it('whose signature is of other bytes signs nobody in', async () => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey('forged@acme.example', authenticator);
    const options = await stage.passkeySignIn.begin();
    const response = JSON.parse(authenticator.get(options)) as { response: { signature: string } };
    const other = JSON.parse(authenticator.get(options)) as typeof response;
    response.response.signature = other.response.signature;
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(JSON.stringify(response), visit))).toBe('passkey.refused');
  });

  it('that names another account than its own signs nobody in', async () => {
    const authenticator = new SoftwareAuthenticator();
    const victim = await stage.signedUp('victim@acme.example', 'acme');
    await stage.withPasskey('mallory@globex.example', authenticator);
    for (const userHandle of [Buffer.from(victim.actor.accountId?.replaceAll('-', '') ?? '', 'hex').toString('base64url'), undefined]) {
      const response = JSON.parse(authenticator.get(await stage.passkeySignIn.begin())) as { response: { userHandle?: string } };
      response.response.userHandle = userHandle;
      expect(await codeOfRefusal(stage.passkeySignIn.signInWith(JSON.stringify(response), visit))).toBe('passkey.refused');
    }
  });

  it('that counts backwards is refused and told of; one that never counts is not', async () => {
    const authenticator = new SoftwareAuthenticator({ counter: 40 });
    const { actor } = await stage.withPasskey('cloned@acme.example', authenticator);
    const signIn = async () => codeOfRefusal(stage.passkeySignIn.signInWith(authenticator.get(await stage.passkeySignIn.begin()), visit));
    expect(await signIn()).toBe('accepted');
    stage.told();
    authenticator.habits.counter = 41;
    expect(await signIn()).toBe('passkey.cloned');
    authenticator.habits.counter = null;
    expect(await signIn()).toBe('passkey.cloned');
    expect(stage.told()).toMatchObject([
      { kind: 'second-factor.failed', accountId: actor.accountId, reason: 'passkey.cloned' },
      { kind: 'second-factor.failed', reason: 'passkey.cloned' },
    ]);
    const uncounted = new SoftwareAuthenticator({ counter: null });
    await stage.withPasskey('uncounted@acme.example', uncounted);
    for (let use = 0; use < 3; use++) {
      expect(await codeOfRefusal(stage.passkeySignIn.signInWith(uncounted.get(await stage.passkeySignIn.begin()), visit))).toBe('accepted');
    }
  });

  it('is closed to a disabled account', async () => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey('disabled@acme.example', authenticator);
    await stage.db.adminSql`update accounts set disabled_at = now() where email_key = 'disabled@acme.example'`;
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(authenticator.get(await stage.passkeySignIn.begin()), visit))).toBe('passkey.refused');
  });

  it('is registered once, at most twenty an account, even when many are added at once', async () => {
    const { actor } = await stage.withPasskey('twenty@acme.example', new SoftwareAuthenticator());
    const beginnings = await Promise.all(Array.from({ length: 25 }, () => stage.passkeys.begin(actor)));
    expect((JSON.parse(beginnings[0] ?? '') as { excludeCredentials: unknown[] }).excludeCredentials).toHaveLength(1);
    const codes = await Promise.all(
      beginnings.map((options) => codeOfRefusal(stage.passkeys.add(actor, { name: 'x', response: new SoftwareAuthenticator().create(options) }))),
    );
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(19);
    expect(codes.filter((code) => code === 'passkey.too_many')).toHaveLength(6);
    expect(await codeOfRefusal(stage.passkeys.begin(actor))).toBe('passkey.too_many');
  });

  it('of another account cannot be registered again, nor seen, renamed or removed', async () => {
    const authenticator = new SoftwareAuthenticator();
    const acme = await stage.withPasskey('mine@acme.example', authenticator);
    const globex = await stage.protectedAccount('theirs@globex.example');
    const [mine] = await stage.passkeys.list(acme.actor);
    expect(await stage.passkeys.list(globex.session.actor)).toEqual([]);
    expect(await codeOfRefusal(stage.passkeys.rename(globex.session.actor, mine?.id ?? '', 'stolen'))).toBe('passkey.not_found');
    expect(await codeOfRefusal(stage.passkeys.remove(globex.session.actor, mine?.id ?? ''))).toBe('passkey.not_found');
    expect(await stage.passkeys.list(acme.actor)).toEqual([mine]);
    const row = await rowOf(acme.actor.accountId);
    const [again] = await stage.directory.call<{ outcome: string }>(
      'add_passkey', globex.session.actor.accountId ?? null, row?.['credential_id'] as Buffer, row?.['public_key'] as Buffer,
      { id: '01900000-0000-7000-8000-000000000001', signCount: 0, transports: [], aaguid: null, backupEligible: false, backedUp: false, name: 'x' },
      20, stage.clock.date(), [],
    );
    expect(again?.outcome).toBe('exists');
  });

  it('has a name that can be changed, and is gone when removed', async () => {
    const authenticator = new SoftwareAuthenticator();
    const { actor } = await stage.withPasskey('named@acme.example', authenticator);
    const [{ id } = { id: '' }] = await stage.passkeys.list(actor);
    expect(await codeOfRefusal(stage.passkeys.rename(actor, id, ' \u202e '))).toBe('passkey.name_malformed');
    expect(await stage.passkeys.rename(actor, id, 'Key ring')).toMatchObject({ name: 'Key ring' });
    await stage.passkeys.remove(actor, id);
    expect(await stage.passkeys.list(actor)).toEqual([]);
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(authenticator.get(await stage.passkeySignIn.begin()), visit))).toBe('passkey.refused');
    expect(await stage.audits(actor)).toEqual(expect.arrayContaining(['factor.added', 'factor.removed']));
  });
});

describe('a challenge', () => {
  it('answered fifty times at once opens one session', async () => {
    const authenticator = new SoftwareAuthenticator({ counter: null });
    const { actor } = await stage.withPasskey('once@acme.example', authenticator);
    const response = authenticator.get(await stage.passkeySignIn.begin());
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOfRefusal(stage.passkeySignIn.signInWith(response, visit))));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(codes.filter((code) => code === 'passkey.refused')).toHaveLength(49);
    const sessions = await stage.db.adminSql`select from sessions where account_id = ${actor.accountId ?? ''} and factors = '{passkey}'`;
    expect(sessions).toHaveLength(1);
  });

  it('ends after five minutes', async () => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey('slow@acme.example', authenticator);
    const options = await stage.passkeySignIn.begin();
    stage.clock.advance(5 * 60_000);
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(authenticator.get(options), visit))).toBe('passkey.refused');
  });

  it('that we did not make is answered by nobody', async () => {
    const authenticator = new SoftwareAuthenticator();
    await stage.withPasskey('made-up@acme.example', authenticator);
    const options = JSON.stringify({ challenge: Buffer.alloc(32, 7).toString('base64url') });
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(authenticator.get(options), visit))).toBe('passkey.refused');
  });

  it('of another account, to register a passkey, is of no use to this one', async () => {
    const acme = await stage.signedUp('registers@acme.example', 'acme');
    const globex = await stage.signedUp('registers@globex.example', 'globex');
    const response = new SoftwareAuthenticator().create(await stage.passkeys.begin(acme.actor));
    expect(await codeOfRefusal(stage.passkeys.add(globex.actor, { name: 'x', response }))).toBe('passkey.refused');
  });

  it.each(['', '{}', '[]', 'null', '{"id":1}', '{"id":"x","response":{"clientDataJSON":"e30"}}', '['.repeat(16_000), 'x'.repeat(1_000_000)])('is not answered by %.40j', async (text) => {
    expect(await codeOfRefusal(stage.passkeySignIn.signInWith(text, visit))).toBe('passkey.refused');
  });
});
