import type { Provider } from '@nestjs/common';
import { OwnEmail, OwnPassword, OwnSessions, PasswordReset, SignInLinks } from '@vedette/identity';
import type { OwnAccountDeps } from '@vedette/identity';
import { SessionAnswers } from '../accounts/session-answers';
import { MailDoorsResolver } from './mail-doors.resolver';
import { OwnAccountResolver } from './own-account.resolver';
import { OwnSessionsResolver } from './own-sessions.resolver';

/** What one's own account is made of. */
export interface OwnAccountParts {
  readonly reset: PasswordReset;
  readonly links: SignInLinks;
  readonly password: OwnPassword;
  readonly email: OwnEmail;
  readonly ownSessions: OwnSessions;
  /** Resolves when the letters posted so far are out. */
  settled(): Promise<void>;
}

export function openOwnAccountParts(deps: OwnAccountDeps): OwnAccountParts {
  const reset = new PasswordReset(deps);
  const links = new SignInLinks(deps);
  const password = new OwnPassword(deps);
  const email = new OwnEmail(deps);
  return {
    reset,
    links,
    password,
    email,
    ownSessions: new OwnSessions(deps),
    settled: async () => {
      await Promise.all([reset, links, password, email].map((each) => each.settled()));
    },
  };
}

export const ownAccountResolvers = [MailDoorsResolver, OwnAccountResolver, OwnSessionsResolver];

export function ownAccountProviders(parts: OwnAccountParts): Provider[] {
  return [
    SessionAnswers,
    { provide: PasswordReset, useValue: parts.reset },
    { provide: SignInLinks, useValue: parts.links },
    { provide: OwnPassword, useValue: parts.password },
    { provide: OwnEmail, useValue: parts.email },
    { provide: OwnSessions, useValue: parts.ownSessions },
  ];
}
