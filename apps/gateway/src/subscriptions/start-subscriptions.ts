import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { alertChanges } from '../alerts/alert-changes';
import type { AlertView } from '../alerts/alert-view';
import type { Access } from '../auth/access';
import type { Authenticator } from '../auth/authenticator';
import type { GatewayConfig } from '../gateway-config';
import { CostBudget } from '../graphql/limits/cost-budget';
import { huntChanges } from '../hunts/hunt-changes';
import type { HuntView } from '../hunts/hunt-view';
import type { Parts } from '../parts';
import { LiveCursors } from './live-cursor';
import { liveExecution } from './live-execution';
import { socketServer } from './socket-server';
import { SocketRegistry } from './socket-registry';
import { SubscriptionHub } from './subscription-hub';
import { acceptUpgrades } from './upgrade';

export interface SubscriptionDeps {
  readonly config: GatewayConfig;
  readonly parts: Parts;
  readonly authenticator: Authenticator;
  /** The address that an upgrade comes from. */
  readonly peerOf: (request: IncomingMessage) => string;
  readonly schema: GraphQLSchema;
  readonly view: AlertView;
  readonly huntView: HuntView;
  readonly accessOf: (field: string) => Access;
}

/** Joins feed, shared executions, registry and sockets, and begins to take upgrades. */
export function startSubscriptions(http: HttpServer, deps: SubscriptionDeps): { close(): Promise<void> } {
  const { config, parts, authenticator, schema, view, huntView, accessOf } = deps;
  const { sessions, clock, alerts, hunts, database, pubsub } = parts;
  const fields = { alertChanged: alertChanges(alerts, view), huntChanged: huntChanges(hunts, huntView) };
  const suggestions = config.VEDETTE_MODE !== 'production';
  const cursors = new LiveCursors(config.VEDETTE_PEPPERS.map(({ secret }) => secret));
  const registry = new SocketRegistry({ sessions, clock, perPrincipal: config.SOCKETS_PER_PRINCIPAL });
  const hub = new SubscriptionHub({ database, pubsub }, (tenantId, message) => registry.hear(tenantId, message));
  const server = socketServer({
    schema, authenticator, accessOf, cursors, hub, registry, suggestions, budget: CostBudget.of(config, parts.cache),
    executionOf: (actor, asked) => liveExecution({ schema, fields, cursors, suggestions }, actor, asked),
  });
  const upgrades = acceptUpgrades(http, { origin: new URL(config.PUBLIC_URL).origin, authenticator, server, peerOf: deps.peerOf });
  return {
    close: async () => {
      registry.close();
      await upgrades.close();
      await hub.close();
    },
  };
}
