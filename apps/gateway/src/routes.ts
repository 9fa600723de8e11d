import type { FastifyInstance } from 'fastify';
import type { Authenticator } from './auth/authenticator';
import { consoleRoutes } from './console/console-routes';
import { elasticRoute } from './doors/elastic-bulk/elastic-route';
import { otlpRoute } from './doors/otlp/otlp-route';
import { uploadRoute } from './doors/upload/upload-route';
import { splunkHecRoute } from './doors/splunk-hec/hec-route';
import { oauthRoutes } from './device-flow/oauth-routes';
import type { GatewayConfig } from './gateway-config';
import { CostBudget } from './graphql/limits/cost-budget';
import { graphqlRoute } from './graphql/graphql-route';
import { healthRoutes } from './health/health-routes';
import { securityHeaders } from './http/security-headers';
import { limitWrongKeys } from './http/wrong-keys';
import { sendFailure } from './http/send-failure';
import { ingestRoute } from './ingest/ingest-route';
import type { Intake } from './ingest/intake';
import { leakRoute } from './leaks/leak-route';
import { mailboxRoute } from './mailbox/mailbox-route';
import type { Parts } from './parts';
import { rulePacksRoute } from './rules/rule-packs-route';

export interface RouteDeps {
  readonly config: GatewayConfig;
  readonly parts: Parts;
  readonly authenticator: Authenticator;
  readonly intake: Intake;
  readonly consoleFolder: string;
}

/** Every route of the gateway, each in a scope of its own with its own parsers and the one renderer of failures. */
export async function registerRoutes(server: FastifyInstance, { config, parts, authenticator, intake, consoleFolder }: RouteDeps): Promise<void> {
  const { origin, protocol, host } = new URL(config.PUBLIC_URL);
  securityHeaders(server, { https: protocol === 'https:' });
  const [{ secret }] = config.VEDETTE_PEPPERS;
  limitWrongKeys(server, { cache: parts.cache, secret, perMinute: config.WRONG_KEYS_PER_MINUTE });
  const suggestions = config.VEDETTE_MODE !== 'production';
  const budget = CostBudget.of(config, parts.cache);
  await server.register(graphqlRoute, { authenticator, budget, origin, suggestions });
  await server.register(ingestRoute, { intake });
  await server.register(splunkHecRoute, { intake });
  await server.register(elasticRoute, { intake });
  await server.register(otlpRoute, { intake });
  await server.register(rulePacksRoute, { authenticator, budget, folders: parts.ruleLife.folders });
  await server.register(oauthRoutes, { ...parts.programs, origin });
  await server.register(leakRoute, parts.programs);
  await server.register(uploadRoute, { intake, authenticator, origin });
  await server.register(async (pages) => {
    pages.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
    await healthRoutes(pages, { relay: parts.relayDoor, pubsub: parts.pubsub });
    const { mailbox } = parts.mail;
    if (mailbox && config.VEDETTE_MODE === 'development') await mailboxRoute(pages, { mailbox, host, settled: () => parts.accounts.settled() });
    await consoleRoutes(pages, { folder: consoleFolder, origin });
  });
}
