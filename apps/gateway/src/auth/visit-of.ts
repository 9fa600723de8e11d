import type { Visit } from '@vedette/identity';
import type { GatewayContext } from '../graphql/gateway-context';

/** Where the request comes from, for sign-in and for limits. */
export function visitOf({ reply }: Pick<GatewayContext, 'reply'>): Visit {
  return { address: reply?.request.ip ?? 'unknown', userAgent: reply?.request.headers['user-agent'] ?? '' };
}
