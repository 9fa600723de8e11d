import { dateFrom, newId } from '@vedette/kernel';
import type { Letter } from '@vedette/mail';
import { readEmailAddress } from '../accounts/email-address';
import type { PostBox } from '../accounts/post-box';
import { hashArtefact } from '../one-time/one-time-artefacts';
import { newOpaqueToken } from '../sessions/opaque-token';
import type { OwnAccountDeps } from './own-account-deps';

export interface LinkAsked {
  readonly purpose: 'reset-password' | 'sign-in';
  readonly email: string;
  readonly details?: Record<string, string>;
  readonly lastsMs: number;
  letter(to: string, token: string): Letter;
}

/**
 * A link to whoever has an account under the address, which alone learns that it has; the earlier ones are dead. An
 * unknown address, and what is no address, costs the same statement and gets the same answer.
 */
export async function sendLink({ directory, clock }: Pick<OwnAccountDeps, 'directory' | 'clock'>, posted: PostBox, asked: LinkAsked): Promise<void> {
  const { purpose, details = {}, lastsMs } = asked;
  // What is no address is nobody's: '@' has no account either.
  const key = readEmailAddress(asked.email)?.key ?? '@';
  const token = newOpaqueToken();
  const at = clock.date();
  const [answer] = await directory.call<{ known: boolean }>(
    'ask_by_mail', newId(at.getTime()), purpose, key, hashArtefact(purpose, token), details, at, dateFrom(at.getTime() + lastsMs),
  );
  if (answer?.known) posted.post(asked.letter(key, token));
}
