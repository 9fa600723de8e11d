import type { BreachedPasswords } from '../passwords/breached-passwords';
import type { PasswordHasher } from '../passwords/password-hasher';
import type { SignInDeps } from '../sign-in/sign-in';

export interface OwnAccountDeps extends SignInDeps {
  /** The full list of breached passwords, where the installation has one. */
  readonly breached?: BreachedPasswords;
  readonly hasher?: PasswordHasher;
}
