import type { Actor, ApiKeys, SessionCookie, Sessions } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { refuse } from '../refusals';
import { cookieValue } from './cookie-value';

/** The parts of a request, or of an upgrade, that say who sends it. */
export interface Credentials {
  readonly authorization?: string;
  readonly cookie?: string;
  /** Of the peer: a key may work from some networks alone. */
  readonly address: string;
}

export interface AuthenticatorDeps {
  readonly sessions: Pick<Sessions, 'authenticate'>;
  readonly apiKeys: Pick<ApiKeys, 'authenticate'>;
  readonly cookie: Pick<SessionCookie, 'name'>;
}

/** From a credential to an Actor: the one way, for resolvers, raw routes and sockets alike. */
export class Authenticator {
  constructor(private readonly deps: AuthenticatorDeps) {}

  /**
   * A key wins over a cookie: no browser adds one on its own. A cookie of a session that has ended is nobody, so that
   * its holder can still sign in.
   * @throws Refusal `auth.malformed`, `auth.jwt_refused`, `key.unknown`, `key.revoked`, `key.expired`, `key.wrong_network`
   */
  async authenticate(credentials: Credentials): Promise<Actor | null> {
    if (credentials.authorization !== undefined) return this.bearer(credentials.authorization, credentials.address);
    const value = cookieValue(credentials.cookie, this.deps.cookie.name);
    if (value === undefined) return null;
    try {
      return await this.deps.sessions.authenticate(value);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'auth.unauthenticated') return null;
      throw error;
    }
  }

  /**
   * @param authorization the header's whole value
   * @param address of the peer
   */
  async bearer(authorization: string, address: string): Promise<Actor> {
    const [, secret] = /^Bearer ([\x21-\x7e]{1,300})$/i.exec(authorization) ?? [];
    if (!secret) throw refuse('auth.malformed');
    return this.deps.apiKeys.authenticate(secret, address);
  }
}
