import type { Visit } from '@vedette/identity';
import type { GatewayContext } from '../graphql/gateway-context';
import { cookieValue } from './cookie-value';

/** Where the request comes from, for sign-in and for limits. */
export function visitOf(context: Pick<GatewayContext, 'reply'>): Visit {
  const request = context.reply?.request;
  return { address: request?.ip ?? 'unknown', userAgent: request?.headers['user-agent'] ?? '', deviceToken: ownCookie(context, 'device') };
}

/** The browser's half of a link to sign in. */
export function linkHalfOf(context: Pick<GatewayContext, 'reply'>): string | undefined {
  return ownCookie(context, 'link');
}

/** The browser's half of the link that ends a sign-up. */
export function signUpHalfOf(context: Pick<GatewayContext, 'reply'>): string | undefined {
  return ownCookie(context, 'sign-up');
}

/** Over https there is only the one that no other host can have set: see `sessionCookie`. On loopback, the plain one. */
function ownCookie({ reply }: Pick<GatewayContext, 'reply'>, what: 'device' | 'link' | 'sign-up'): string | undefined {
  const header = reply?.request.headers.cookie;
  return cookieValue(header, `__Host-vedette-${what}`) ?? cookieValue(header, `vedette-${what}`);
}
