import { generateRegistrationOptions } from '@simplewebauthn/server';
import { isUuid, newId } from '@vedette/kernel';
import type { Uuid } from '@vedette/kernel';
import type { Actor } from '../actor/actor';
import { readLabel } from '../members/label';
import { refuse } from '../refusals';
import { FactorChanges } from './factor-changes';
import type { FactorDeps } from './factor-deps';
import { FactorSecrets } from './factor-secrets';
import { challengeMs, PasskeyProofs, userHandleOf } from './passkey-proofs';
import { algorithms, verifyNewPasskey } from './passkey-response';
import { freshCodes } from './second-factors';
import type { FactorAdded } from './second-factors';

const MOST = 20;

export interface Passkey {
  readonly id: Uuid;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** Kept by a platform for several devices of its holder. */
  readonly backedUp: boolean;
}

interface PasskeyRow {
  passkey_id: Uuid;
  credential_id: Buffer;
  transports: string[];
  backed_up: boolean;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}

/** The passkeys of whoever is signed in. */
export class Passkeys {
  private readonly changes: FactorChanges;
  private readonly proofs: PasskeyProofs;
  private readonly secrets: FactorSecrets;

  constructor(private readonly deps: FactorDeps) {
    this.changes = new FactorChanges(deps);
    this.proofs = new PasskeyProofs(deps);
    this.secrets = new FactorSecrets(deps.peppers);
  }

  /** Oldest first. @throws Refusal `auth.forbidden` for a key */
  async list(actor: Actor): Promise<Passkey[]> {
    const { accountId } = await this.changes.holder(actor);
    return (await this.rows(accountId)).map(passkeyOf);
  }

  /**
   * @returns JSON for `navigator.credentials.create`
   * @throws Refusal `auth.forbidden`, `auth.step_up`, `passkey.too_many`
   */
  async begin(actor: Actor): Promise<string> {
    const { accountId, known } = await this.changes.requireProof(actor);
    const mine = await this.rows(accountId);
    if (mine.length >= MOST) throw refuse('passkey.too_many');
    const { id, name } = this.proofs.party;
    const options = await generateRegistrationOptions({
      rpID: id,
      rpName: name,
      userID: userHandleOf(accountId),
      userName: known.email,
      userDisplayName: known.email,
      challenge: await this.proofs.challenge(`register:${accountId}`),
      timeout: challengeMs,
      attestationType: 'none',
      excludeCredentials: mine.map((each) => ({ id: each.credential_id.toString('base64url'), transports: each.transports })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    });
    return JSON.stringify(options);
  }

  /**
   * Asks for no proof of its own: only a session with one has got the challenge.
   * @throws Refusal `auth.forbidden`, `passkey.name_malformed`, `passkey.refused`, `passkey.exists`, `passkey.too_many`
   */
  async add(actor: Actor, input: { name: string; response: string }): Promise<FactorAdded & { readonly passkey: Passkey }> {
    const { directory, clock } = this.deps;
    const holder = await this.changes.holder(actor);
    const { accountId } = holder;
    const name = readName(input.name);
    const made = await verifyNewPasskey(await this.proofs.answered(input.response, `register:${accountId}`), this.proofs.party);
    const codes = freshCodes(this.secrets, accountId);
    const { credentialId, publicKey, ...facts } = made;
    const at = clock.date();
    const id = newId(at.getTime());
    const { first } = await this.changes.recorded(actor, holder, 'factor.added', { factor: 'passkey' }, async () => {
      const stored = { id, name, ...facts };
      const [added] = await directory.call<{ outcome: string; first: boolean }>('add_passkey', accountId, credentialId, publicKey, stored, MOST, at, codes.hashes);
      if (added?.outcome === 'too many') throw refuse('passkey.too_many');
      if (added?.outcome === 'exists') throw refuse('passkey.exists');
      if (!added) throw refuse('auth.unauthenticated');
      return added;
    });
    const session = await this.changes.added(actor, holder, 'passkey', first);
    const passkey = { id, name, createdAt: at, lastUsedAt: null, backedUp: made.backedUp };
    return first ? { passkey, recoveryCodes: codes.shown, session } : { passkey };
  }

  /** @throws Refusal `auth.forbidden`, `passkey.not_found`, `passkey.name_malformed` */
  async rename(actor: Actor, id: string, name: string): Promise<Passkey> {
    const { accountId } = await this.changes.holder(actor);
    const [row] = isUuid(id) ? await this.deps.directory.call<PasskeyRow>('rename_passkey', accountId, id, readName(name)) : [];
    if (!row) throw refuse('passkey.not_found');
    return passkeyOf(row);
  }

  /** @throws Refusal `auth.forbidden`, `auth.step_up`, `passkey.not_found`, `factor.required_by` */
  async remove(actor: Actor, id: string): Promise<void> {
    const holder = await this.changes.requireProof(actor);
    if (!isUuid(id)) throw refuse('passkey.not_found');
    await this.changes.recorded(actor, holder, 'factor.removed', { factor: 'passkey' }, async () => {
      const { directory, clock } = this.deps;
      const [gone] = await directory.call<{ outcome: string; required_by: string }>('remove_passkey', holder.accountId, id, clock.date());
      if (!gone) throw refuse('passkey.not_found');
      if (gone.outcome === 'required') throw refuse('factor.required_by', { reason: gone.required_by });
    });
    this.changes.removed(holder, 'passkey');
  }

  settled(): Promise<void> {
    return this.changes.settled();
  }

  private rows(accountId: Uuid): Promise<PasskeyRow[]> {
    return this.deps.directory.call<PasskeyRow>('passkeys_of', accountId);
  }
}

function readName(text: string): string {
  const name = readLabel(text, 80);
  if (!name) throw refuse('passkey.name_malformed');
  return name;
}

function passkeyOf(row: PasskeyRow): Passkey {
  return { id: row.passkey_id, name: row.name, createdAt: row.created_at, lastUsedAt: row.last_used_at, backedUp: row.backed_up };
}
