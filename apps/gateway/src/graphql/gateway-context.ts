import type { FastifyReply } from 'fastify';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Actor } from '@vedette/identity';
import { refuse } from '../refusals';

/** What every resolver is given, over HTTP and (without a reply) for a subscription. */
export interface GatewayContext {
  readonly actor: Actor | null;
  /** To set or clear the cookie; absent on a socket. */
  readonly reply?: FastifyReply;
}

/** The caller; only where access was required, since it refuses without one. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = GqlExecutionContext.create(context).getContext<GatewayContext>();
  if (!actor) throw refuse('auth.unauthenticated');
  return actor;
});
