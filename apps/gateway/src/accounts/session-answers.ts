import { Inject, Injectable } from '@nestjs/common';
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
  ) {}

  step(context: GatewayContext, step: SignInStep): Answer {
    if ('session' in step) return this.opened(context, step.session);
    const { token, methods, blockedUntil } = step.secondFactor;
    return { secondFactor: { token, methods: [...methods], blockedUntil: blockedUntil === null ? null : dateFrom(blockedUntil) } };
  }

  opened({ reply }: GatewayContext, session: NewSession): Answer {
    if (reply) this.cookies.set(reply, session);
    return { viewer: viewerOf(this.ids, session.actor) };
  }
}
