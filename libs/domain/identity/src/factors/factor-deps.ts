import type { Mail } from '@vedette/mail';
import type { Pepper } from '../api-keys/peppers';
import type { PasswordHasher } from '../passwords/password-hasher';
import type { SignInDeps } from '../sign-in/sign-in';
import type { IdentityWatch } from '../watch/identity-event';

export interface FactorDeps extends SignInDeps {
  readonly mail: Mail;
  /** PUBLIC_URL: where links in letters lead, and the one place where a passkey works. */
  readonly publicUrl: string;
  /** The first seals and hashes, all of them open and verify. */
  readonly peppers: readonly Pepper[];
  readonly hasher?: PasswordHasher;
  readonly watch?: IdentityWatch;
}
