import { generateAuthenticationOptions } from '@simplewebauthn/server';
import type { Uuid } from '@vedette/kernel';
import { OneTimeArtefacts } from '../one-time/one-time-artefacts';
import { refuse } from '../refusals';
import type { FactorDeps } from './factor-deps';
import type { Guesser } from './factor-guesses';
import { readPasskeyResponse, verifyPasskeyUse } from './passkey-response';
import type { PasskeyResponse } from './passkey-response';
import { relyingParty } from './relying-party';
import type { RelyingParty } from './relying-party';

/** What a challenge was made for: an answer to one is none to another. */
export type ChallengeSubject = 'sign-in' | `register:${Uuid}` | `second:${Uuid}` | `step-up:${Uuid}`;

export const challengeMs = 5 * 60 * 1000;

interface StoredPasskey {
  passkey_id: Uuid;
  account_id: Uuid;
  public_key: Buffer;
}

/** Challenges and the answers to them. A challenge is a one-time artefact, so that no answer counts twice. */
export class PasskeyProofs {
  readonly party: RelyingParty;
  private readonly oneTime: OneTimeArtefacts;

  constructor(private readonly deps: FactorDeps) {
    this.party = relyingParty(deps.publicUrl);
    this.oneTime = new OneTimeArtefacts(deps);
  }

  /** The bytes to sign; the browser sends them back as the artefact's token. */
  async challenge(subject: ChallengeSubject): Promise<Uint8Array<ArrayBuffer>> {
    const token = await this.oneTime.put('passkey-challenge', { subject, lastsMs: challengeMs });
    return new Uint8Array(Buffer.from(token, 'base64url'));
  }

  /**
   * @param accountId whose passkeys to name; without, the authenticator offers the ones it holds for us
   * @returns JSON for `navigator.credentials.get`
   */
  async ask(subject: ChallengeSubject, accountId?: Uuid): Promise<string> {
    const mine = accountId ? await this.deps.directory.call<{ credential_id: Buffer; transports: string[] }>('passkeys_of', accountId) : [];
    const options = await generateAuthenticationOptions({
      rpID: this.party.id,
      challenge: await this.challenge(subject),
      timeout: challengeMs,
      userVerification: 'required',
      allowCredentials: mine.map((each) => ({ id: each.credential_id.toString('base64url'), transports: each.transports })),
    });
    return JSON.stringify(options);
  }

  /**
   * Uses the challenge up, whatever comes of it.
   * @throws Refusal `passkey.refused`: malformed, or no open challenge of this subject
   */
  async answered(text: string, subject: ChallengeSubject): Promise<PasskeyResponse> {
    const response = readPasskeyResponse(text);
    const asked = await this.oneTime.consume('passkey-challenge', response.challenge).catch((error: { code?: string }) => {
      throw error.code === 'token.invalid' ? refuse('passkey.refused') : error;
    });
    if (asked.subject !== subject) throw refuse('passkey.refused');
    return response;
  }

  /**
   * Whose passkey has answered.
   * @param accountId whose it must be; without, it names the account itself, as one that signs in without an address does
   * @throws Refusal `passkey.refused`, `passkey.cloned`
   */
  async prove(text: string, subject: ChallengeSubject, accountId?: Uuid, from: Guesser = {}): Promise<Uuid> {
    const { directory, clock, watch } = this.deps;
    const response = await this.answered(text, subject);
    const [known] = await directory.call<StoredPasskey>('passkey_by_credential', Buffer.from(response.credentialId, 'base64url'));
    if (!known || !isOwner(known.account_id, response, accountId)) throw refuse('passkey.refused');
    const { signCount, backedUp } = await verifyPasskeyUse(response, known.public_key, this.party);
    const [used] = await directory.call('use_passkey', known.passkey_id, signCount, backedUp, clock.date());
    if (!used) {
      watch?.({ kind: 'second-factor.failed', accountId: known.account_id, reason: 'passkey.cloned', address: from.address, userAgent: from.userAgent });
      throw refuse('passkey.cloned');
    }
    return known.account_id;
  }
}

/** The bytes that an authenticator keeps for an account: its id, which says nothing about the person. */
export function userHandleOf(accountId: Uuid): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex'));
}

function isOwner(owner: Uuid, { userHandle }: PasskeyResponse, expected: Uuid | undefined): boolean {
  if (expected !== undefined && owner !== expected) return false;
  // WebAuthn section 7.2, step 6: without an expected account the handle must name it, else it may.
  if (userHandle === null) return expected !== undefined;
  return Buffer.from(userHandle, 'base64url').equals(userHandleOf(owner));
}
