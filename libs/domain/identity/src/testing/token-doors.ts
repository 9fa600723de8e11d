import { solveChallenge } from 'altcha-lib';
import type { Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { SoftwareAuthenticator } from '@vedette/testing';
import type { Actor } from '../actor/actor';
import { hashUserCode, readUserCode } from '../device-flow/user-code';
import { hashArtefact } from '../one-time/one-time-artefacts';
import type { ArtefactPurpose } from '../one-time/one-time-artefacts';
import { SignUpProofs } from '../sign-up/sign-up-proofs';
import { openFactorStage } from './factor-stage';
import type { FactorStage } from './factor-stage';
import { newBrowser, pepper, visit } from './identity-stage';

/** Somebody with everything that a door may ask for beside its token. */
export interface Person {
  readonly email: string;
  readonly accountId: string;
  readonly actor: Actor;
  readonly authenticator: SoftwareAuthenticator;
  /** Of the browser that asked for a link to sign in. */
  half: string;
}

/** One place that takes a token. */
export interface TokenDoor {
  readonly name: string;
  readonly takes: ArtefactPurpose;
  /** One place may take either of two. */
  readonly alsoTakes?: ArtefactPurpose;
  /** Below `src`: where the token is hashed. */
  readonly file: string;
  /** Reads the token and leaves it as it is. */
  readonly looks?: true;
  /** A token for this person, by the way that everybody's come about. */
  make(person: Person): Promise<string>;
  /** Time passes until the token is of use. */
  ripen?(): void;
  /** Rejects with a refusal. */
  enter(token: string, person: Person): Promise<unknown>;
}

export interface TokenStage {
  readonly stage: FactorStage;
  readonly doors: readonly TokenDoor[];
  person(): Promise<Person>;
  hashOf(purpose: ArtefactPurpose, token: string): Buffer;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const nextPassword = 'copper meadow sleeps at dawn';

export async function openTokenStage(): Promise<TokenStage> {
  const stage = await openFactorStage();
  const proofs = new SignUpProofs({ ...stage, pepper });
  const inviter = await stage.signedUp('inviter@inviting.example', 'inviting');
  let people = 0;
  const fresh = () => `person${(people += 1)}@tokens${people}.example`;

  const answer = ({ authenticator }: Person, challenge: string) => authenticator.get(JSON.stringify({ challenge }));
  const challenge = (subject: string) => stage.oneTime.put('passkey-challenge', { subject, lastsMs: 60_000 });
  const tokenIn = async (address: string, subject: string, path: string) => {
    await stage.secondStep.settled();
    const letter = (await stage.factorLetters(address)).find((each) => each.subject === subject);
    return new RegExp(`/${path}#token=(\\S+)`).exec(letter?.text ?? '')?.[1] ?? '';
  };
  const passStep = async (token: string, person: Person) =>
    stage.secondStep.pass(token, { passkey: answer(person, await challenge(`second:${person.accountId}`)) }, visit);
  const invited = async (email: string) => {
    await stage.invitations.invite(inviter.actor, { email, role: { role: 'viewer' } });
    return (await stage.letterTo(email)).token;
  };
  const recovery = async ({ email }: Person, path: string) => {
    await stage.recovery.ask(await stage.firstStep(email), visit);
    return tokenIn(email, 'Your second factor: somebody says it is lost', path);
  };
  const changing = async ({ actor, email }: Person, side: 'old' | 'new') => {
    const to = fresh();
    await stage.ownEmail.ask(actor, to);
    return (await stage.letterTo(side === 'old' ? email : to)).token;
  };
  const begun = async (decide: (userCode: string) => Promise<unknown>) => {
    const codes = await stage.devices.begin({ scopes: ['alert:read'], address: visit.address });
    await decide(codes.userCode);
    return codes;
  };
  const userCode = async () => (await begun(() => Promise.resolve())).userCode;
  const registering = (token: string, person: Person) =>
    JSON.stringify({ challenge: token, user: { id: Buffer.from(person.accountId.replaceAll('-', ''), 'hex').toString('base64url') } });

  const firstStep = ({ email }: Person) => stage.firstStep(email);
  const device = { takes: 'device-user', file: 'device-flow/device-flow.ts' } as const;
  const second = { takes: 'second-factor', file: 'sign-in/second-step.ts', make: firstStep } as const;
  const passkey = { takes: 'passkey-challenge', file: 'factors/passkey-proofs.ts' } as const;
  const address = { file: 'own-account/own-email.ts', enter: (token: string, { actor }: Person) => stage.ownEmail.confirm(actor, token, visit) };
  const invitation = { takes: 'invite', file: 'members/invitation-door.ts' } as const;
  const doors: TokenDoor[] = [
    {
      name: 'verifying an address', takes: 'verify-email', file: 'accounts/accounts.ts',
      make: async () => {
        const email = fresh();
        await stage.accounts.signUp({ email, password: nextPassword, organisation: 'new' });
        return (await stage.letterTo(email)).token;
      },
      enter: (token) => stage.accounts.verifyEmail(token, visit, { password: nextPassword }),
    },
    {
      name: 'setting a new password', takes: 'reset-password', file: 'own-account/password-reset.ts',
      make: async ({ email }) => {
        await stage.reset.ask(email);
        return (await stage.letterTo(email)).token;
      },
      enter: (token) => stage.reset.use(token, nextPassword, visit),
    },
    {
      name: 'signing in by a letter', takes: 'sign-in', file: 'own-account/sign-in-links.ts',
      make: async (person) => {
        person.half = await stage.links.ask(person.email);
        return (await stage.letterTo(person.email)).token;
      },
      enter: (token, { half }) => stage.links.use(token, half, visit),
    },
    { ...invitation, name: 'accepting an invitation', make: ({ email }) => invited(email), enter: (token, { actor }) => stage.door.accept(token, { actor }, visit) },
    {
      ...invitation, name: 'accepting an invitation by a new account',
      make: () => invited(fresh()), enter: (token) => stage.door.accept(token, { actor: null, password: nextPassword }, visit),
    },
    { ...invitation, name: 'looking at an invitation', looks: true, make: ({ email }) => invited(email), enter: (token) => stage.door.look(token) },
    {
      name: 'asking with a device code', takes: 'device', file: 'device-flow/device-flow.ts',
      make: async ({ actor }) => (await begun((code) => stage.devices.approve(actor, code))).deviceCode,
      enter: async (token) => accepted(await stage.devices.redeem(token), (told) => typeof told === 'object'),
    },
    { ...device, name: 'letting a command line in', make: userCode, enter: (token, { actor }) => stage.devices.approve(actor, token) },
    { ...device, name: 'turning a command line away', make: userCode, enter: (token, { actor }) => stage.devices.deny(actor, token) },
    { ...device, name: 'looking a device up', looks: true, make: userCode, enter: (token, { actor }) => stage.devices.look(actor, token) },
    { ...second, name: 'the second step', enter: passStep },
    { ...second, name: 'the passkey of the second step', looks: true, enter: (token) => stage.secondStep.beginPasskey(token) },
    { ...second, name: 'asking for recovery', looks: true, enter: (token) => stage.recovery.ask(token, visit) },
    { ...passkey, name: 'signing in with a passkey', make: () => challenge('sign-in'), enter: (token, person) => stage.passkeySignIn.signInWith(answer(person, token), visit) },
    {
      ...passkey, name: 'registering a passkey', make: ({ accountId }) => challenge(`register:${accountId}`),
      enter: (token, person) => stage.passkeys.add(person.actor, { name: 'x', response: new SoftwareAuthenticator().create(registering(token, person)) }),
    },
    {
      ...passkey, name: 'answering the second step', make: ({ accountId }) => challenge(`second:${accountId}`),
      enter: async (token, person) => stage.secondStep.pass(await stage.firstStep(person.email), { passkey: answer(person, token) }, visit),
    },
    {
      ...passkey, name: 'a fresh proof with a passkey', make: ({ actor }) => challenge(`step-up:${actor.sessionId}`),
      enter: (token, person) => stage.stepUp.prove(person.actor, { passkey: answer(person, token) }),
    },
    {
      name: 'completing recovery', takes: 'recover-factor', file: 'factors/factor-recovery.ts', ripen: () => stage.clock.advance(DAY_MS),
      make: (person) => recovery(person, 'recover-factor'), enter: (token) => stage.recovery.complete(token, visit),
    },
    {
      name: 'cancelling recovery', takes: 'cancel-recovery', file: 'factors/factor-recovery.ts',
      make: (person) => recovery(person, 'cancel-recovery'), enter: (token) => stage.recovery.cancel(token),
    },
    { ...address, name: 'the old address agreeing', takes: 'change-email-old', alsoTakes: 'change-email-new', make: (person) => changing(person, 'old') },
    { ...address, name: 'the new address agreeing', takes: 'change-email-new', alsoTakes: 'change-email-old', make: (person) => changing(person, 'new') },
    {
      name: '"this was not me"', takes: 'not-me', file: 'own-account/password-reset.ts',
      make: async (person) => {
        await passStep(await stage.firstStep(person.email), person);
        return tokenIn(person.email, newBrowser, 'not-me');
      },
      enter: (token) => stage.reset.disown(token),
    },
    {
      name: 'showing a proof of work', takes: 'sign-up-proof', file: 'sign-up/sign-up-proofs.ts',
      make: async ({ email }) => {
        const asked = JSON.parse(await proofs.challenge(email)) as Challenge;
        return JSON.stringify({ challenge: asked, solution: await solveChallenge({ challenge: asked, deriveKey }) });
      },
      enter: async (token, { email }) => accepted(await proofs.spend(email, token), Boolean),
    },
  ];
  return {
    stage,
    doors,
    person: async () => {
      const { email, session } = await stage.protectedAccount(fresh());
      const { actor } = session;
      // One that keeps no counter: many answers at once are all as good.
      const authenticator = new SoftwareAuthenticator({ counter: null });
      await stage.passkeys.add(actor, { name: 'Key', response: authenticator.create(await stage.passkeys.begin(actor)) });
      return { email, accountId: actor.accountId ?? '', actor, authenticator, half: '' };
    },
    hashOf: (purpose, token) => (purpose === 'device-user' ? hashUserCode(pepper, readUserCode(token) ?? '') : hashArtefact(purpose, token)),
  };
}

/** Where a door answers instead of refusing. */
function accepted<T>(told: T, isAccepted: (told: T) => boolean): T {
  if (!isAccepted(told)) throw Object.assign(new Error('refused'), { code: typeof told === 'string' ? told : 'proof.refused' });
  return told;
}
