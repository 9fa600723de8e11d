import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { systemClock } from '@vedette/kernel';
import type { GatewayContext } from '../graphql/gateway-context';
import { checkAccess } from './check-access';
import { declaredAccess, declaresStepUp } from './access';

/** Stands before every query and mutation. Subscriptions are checked by the same function when they are asked for. */
@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { actor } = GqlExecutionContext.create(context).getContext<GatewayContext>();
    const handler = context.getHandler();
    checkAccess(declaredAccess(handler), actor);
    if (declaresStepUp(handler)) actor?.requireRecent(systemClock.now());
    return true;
  }
}
