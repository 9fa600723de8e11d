import { GraphQLError } from 'graphql';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { CloseCode, makeServer } from 'graphql-ws';
import type { Context, Server, SubscribePayload } from 'graphql-ws';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import type { Access } from '../auth/access';
import type { Authenticator } from '../auth/authenticator';
import { checkAccess } from '../auth/check-access';
import type { CostBudget } from '../graphql/limits/cost-budget';
import { flatten, renderError } from '../graphql/render-error';
import type { RenderOptions } from '../graphql/render-error';
import { refuse } from '../refusals';
import { askSubscription } from './asked-subscription';
import type { AskedSubscription } from './asked-subscription';
import type { LiveCursors } from './live-cursor';
import type { Execute } from './shared-execution';
import type { SocketOutbox } from './socket-outbox';
import type { SocketRegistry } from './socket-registry';
import { Subscriber } from './subscriber';
import type { SubscriptionHub } from './subscription-hub';

export const socketLimits = { operations: 100, initMs: 3_000, maxPayload: 64 * 1024 } as const;

/** One socket, from its upgrade to its end. */
export interface SocketState {
  /** By the cookie of the upgrade; a key in connection_init takes its place. */
  actor: Actor | null;
  /** Of the peer. */
  readonly address: string;
  readonly outbox: SocketOutbox;
  /** Run when it has closed. */
  readonly onClose: (() => void)[];
}

export interface SocketServerDeps extends RenderOptions {
  readonly schema: GraphQLSchema;
  readonly authenticator: Authenticator;
  readonly accessOf: (field: string) => Access;
  readonly cursors: LiveCursors;
  readonly hub: SubscriptionHub;
  readonly registry: SocketRegistry;
  readonly budget: Pick<CostBudget, 'reserve'>;
  readonly executionOf: (actor: Actor, asked: AskedSubscription) => Execute;
}

type Ctx = Context<Record<string, unknown>, SocketState>;
const log = logger('subscriptions');

/** graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md), subscriptions only. */
export function socketServer(deps: SocketServerDeps): Server<SocketState> {
  return makeServer<Record<string, unknown>, SocketState>({
    connectionInitWaitTimeout: socketLimits.initMs,
    onConnect: (ctx) => connect(ctx, deps),
    onSubscribe: async (ctx, id, payload) => {
      try {
        return await subscribe(ctx, id, payload, deps);
      } catch (error) {
        return flatten(error).map(asGraphQlError);
      }
    },
    subscribe: (args) => args.contextValue as Subscriber,
    // The one place where a socket's errors are rendered: a second rendering would know no code but `query.invalid`.
    onError: (_ctx, _id, _payload, errors) => errors.flatMap(flatten).map((error) => renderError(error, deps)),
    onClose: (ctx) => ctx.extra.onClose.splice(0).forEach((end) => end()),
  });
}

async function connect(ctx: Ctx, { authenticator, registry, hub }: SocketServerDeps): Promise<boolean> {
  const { extra } = ctx;
  const authorization = ctx.connectionParams?.['authorization'];
  try {
    if (typeof authorization === 'string') extra.actor = await authenticator.bearer(authorization, extra.address);
    if (!extra.actor) throw refuse('auth.unauthenticated');
    const { actor, outbox } = extra;
    const entry = { actor, close: outbox.close.bind(outbox) };
    if (!registry.add(entry)) {
      outbox.close(CloseCode.TooManyInitialisationRequests, 'too many sockets');
      return false;
    }
    extra.onClose.push(() => registry.remove(entry));
    extra.onClose.push(await hub.hold(actor.tenantId));
    return true;
  } catch (error) {
    if (error instanceof Refusal) extra.outbox.close(CloseCode.Unauthorized, error.code);
    else {
      log.warn({ err: error }, 'a socket could not be opened');
      extra.outbox.close(1013, 'try again later');
    }
    return false;
  }
}

async function subscribe(ctx: Ctx, id: string, payload: SubscribePayload, deps: SocketServerDeps): Promise<ExecutionArgs> {
  const { actor, outbox } = ctx.extra;
  if (!actor) throw refuse('auth.unauthenticated');
  if (Object.keys(ctx.subscriptions).length > socketLimits.operations) throw refuse('socket.too_many_operations');
  const asked = askSubscription(deps.schema, payload, actor);
  checkAccess(deps.accessOf(`Subscription.${asked.field}`), actor);
  await deps.budget.reserve({ actor, address: '' }, asked.cost);
  const after = asked.after === null ? null : deps.cursors.read(actor.tenantId, asked.after);
  const { shared, release } = await deps.hub.share(actor.tenantId, asked.key, deps.executionOf(actor, asked));
  const subscriber = new Subscriber(shared, { operationId: id, outbox, after, onEnd: release });
  // Completed or closed while it was being prepared.
  if (!(id in ctx.subscriptions)) await subscriber.return();
  return { schema: deps.schema, document: asked.document, operationName: asked.operationName, contextValue: subscriber };
}

/** As the protocol library wants its errors; what they are stays inside. */
function asGraphQlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('refused', { originalError: error instanceof Error ? error : new Error(String(error)) });
}
