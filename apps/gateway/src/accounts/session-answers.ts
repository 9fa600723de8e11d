import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '@vedette/identity';
import type { NewSession, SignInStep } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import { SessionCookies } from '../auth/session-cookies';
import type { GatewayContext } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import type { SessionPayloadType } from './account.types';
import { viewerOf } from './viewer-of';

type Answer = Omit<SessionPayloadType, 'userErrors'>;

/** What a sign-in answers, whatever it was by: the cookie and who one is, or what is asked for next. */
@Injectable()
export class SessionAnswers {
  constructor(
    @Inject(SessionCookies) private readonly cookies: SessionCookies,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
    @Inject(Accounts) private readonly accounts: Accounts,
  ) {}

  async step(context: GatewayContext, step: SignInStep): Promise<Answer> {
    if ('session' in step) return this.opened(context, step.session);
    const { token, methods, blockedUntil } = step.secondFactor;
    return { secondFactor: { token, methods: [...methods], blockedUntil: blockedUntil === null ? null : dateFrom(blockedUntil) } };
  }

  /** Whatever session this browser held before is over: nobody would see it again to end it. */
  async opened({ actor, reply }: GatewayContext, session: NewSession): Promise<Answer> {
    if (actor?.sessionId && actor.sessionId !== session.actor.sessionId) await this.accounts.logOut(actor);
    if (reply) this.cookies.set(reply, session);
    return { viewer: viewerOf(this.ids, session.actor) };
  }
}
