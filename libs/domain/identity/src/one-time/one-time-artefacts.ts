import type { DirectoryDoor } from '@vedette/database';
import { dateFrom, newId } from '@vedette/kernel';
import type { Clock, TenantId } from '@vedette/kernel';
import { refuse } from '../refusals';
import { hashOpaqueToken, isOpaqueToken, newOpaqueToken } from '../sessions/opaque-token';

/** What a token may be for. Each lives in the one table, bound to its purpose twice: by column and within the hash. */
export const artefactPurposes = [
  'verify-email', 'reset-password', 'sign-in', 'invite', 'sso-state', 'device', 'device-user', 'csrf', 'second-factor',
  'passkey-challenge', 'recover-factor', 'cancel-recovery', 'change-email-old', 'change-email-new', 'not-me', 'sign-up-proof',
] as const;

export type ArtefactPurpose = (typeof artefactPurposes)[number];

export interface Artefact {
  readonly subject: string;
  readonly tenantId: TenantId | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface ArtefactRow {
  subject: string;
  tenant_id: TenantId | null;
  details: Record<string, unknown>;
}

/** The hash under which a token is stored and sought; under another purpose the same token has another one. */
export function hashArtefact(purpose: ArtefactPurpose, token: string): Buffer {
  return hashOpaqueToken(`one-time ${purpose}`, token);
}

/** Tokens that work once, for one purpose, until they end. */
export class OneTimeArtefacts {
  constructor(private readonly deps: { readonly directory: DirectoryDoor; readonly clock: Clock }) {}

  /** The token: shown to its addressee alone, not stored. */
  async put(
    purpose: ArtefactPurpose,
    artefact: { subject: string; tenantId?: TenantId; details?: Record<string, unknown>; lastsMs: number },
  ): Promise<string> {
    const { directory, clock } = this.deps;
    const token = newOpaqueToken();
    await directory.call(
      'put_artefact',
      newId(clock.now()),
      purpose,
      artefact.subject,
      artefact.tenantId ?? null,
      hashArtefact(purpose, token),
      artefact.details ?? {},
      clock.date(),
      dateFrom(clock.now() + artefact.lastsMs),
    );
    return token;
  }

  /**
   * Of any number of callers at once, one gets the artefact.
   * @throws Refusal `token.invalid`: unknown, of another purpose, used or ended; which of them is not said
   */
  async consume(purpose: ArtefactPurpose, token: string): Promise<Artefact> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [row] = await directory.call<ArtefactRow>('consume_artefact', purpose, hashArtefact(purpose, token), clock.date());
    if (!row) throw refuse('token.invalid');
    return { subject: row.subject, tenantId: row.tenant_id, details: row.details };
  }

  /**
   * Reads one that is tried with a guess beside it, without using it up; every look counts.
   * @throws Refusal `token.invalid`: also after `most` looks
   */
  async attempt(purpose: ArtefactPurpose, token: string, most: number): Promise<Artefact> {
    if (!isOpaqueToken(token)) throw refuse('token.invalid');
    const { directory, clock } = this.deps;
    const [row] = await directory.call<ArtefactRow>('try_artefact', purpose, hashArtefact(purpose, token), clock.date(), most);
    if (!row) throw refuse('token.invalid');
    return { subject: row.subject, tenantId: row.tenant_id, details: row.details };
  }

  /** All open ones about a subject: what they were for has happened, or a newer one takes their place. */
  async drop(purpose: ArtefactPurpose, subject: string): Promise<void> {
    const { directory, clock } = this.deps;
    await directory.call('drop_artefacts', purpose, subject, clock.date());
  }
}
