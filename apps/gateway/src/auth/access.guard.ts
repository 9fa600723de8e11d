import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GatewayContext } from '../graphql/gateway-context';
import { checkAccess } from './check-access';
import { declaredAccess } from './access';

/** Stands before every query and mutation. Subscriptions are checked by the same function when they are asked for. */
@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { actor } = GqlExecutionContext.create(context).getContext<GatewayContext>();
    checkAccess(declaredAccess(context.getHandler()), actor);
    return true;
  }
}
