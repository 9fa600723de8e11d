import type { FastifyInstance } from 'fastify';
import type { Authenticator } from './auth/authenticator';
import { consoleRoutes } from './console/console-routes';
import type { GatewayConfig } from './gateway-config';
import { graphqlRoute } from './graphql/graphql-route';
import { healthRoutes } from './health/health-routes';
import { securityHeaders } from './http/security-headers';
import { sendFailure } from './http/send-failure';
import { ingestRoute } from './ingest/ingest-route';
import type { Quota } from './ingest/quota';
import { mailboxRoute } from './mailbox/mailbox-route';
import type { Parts } from './parts';

export interface RouteDeps {
  readonly config: GatewayConfig;
  readonly parts: Parts;
  readonly authenticator: Authenticator;
  readonly quota: Quota;
  readonly consoleFolder: string;
}

/** Every route of the gateway, each in a scope of its own with its own parsers and the one renderer of failures. */
export async function registerRoutes(server: FastifyInstance, { config, parts, authenticator, quota, consoleFolder }: RouteDeps): Promise<void> {
  const { origin, protocol, host } = new URL(config.PUBLIC_URL);
  securityHeaders(server, { https: protocol === 'https:' });
  const suggestions = config.VEDETTE_MODE !== 'production';
  await server.register(graphqlRoute, { authenticator, origin, suggestions });
  await server.register(ingestRoute, { authenticator, quota, segments: parts.segments, clock: parts.clock });
  await server.register(async (pages) => {
    pages.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
    await healthRoutes(pages, { relay: parts.relayDoor, pubsub: parts.pubsub });
    const { mailbox } = parts.mail;
    if (mailbox && config.VEDETTE_MODE === 'development') await mailboxRoute(pages, { mailbox, host });
    await consoleRoutes(pages, { folder: consoleFolder });
  });
}
