import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { AlertView } from './alerts/alert-view';
import { HuntView } from './hunts/hunt-view';
import { AppModule } from './app.module';
import { Authenticator } from './auth/authenticator';
import { DeclaredResolvers } from './auth/declared-resolvers';
import type { DeclaredResolver } from './auth/declared-resolvers';
import { declareRoutes } from './auth/declared-routes';
import type { DeclaredRoute } from './auth/declared-routes';
import { startSyslog } from './doors/syslog/syslog-listener';
import type { GatewayConfig } from './gateway-config';
import { limitQueries } from './graphql/graphql-route';
import { Intake } from './ingest/intake';
import { Quota } from './ingest/quota';
import { TrustedProxies } from './http/trusted-proxies';
import { nestLog } from './nest-log';
import { openParts } from './parts';
import type { PartOptions } from './parts';
import { registerRoutes } from './routes';
import { startSubscriptions } from './subscriptions/start-subscriptions';

export interface Gateway {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly routes: readonly DeclaredRoute[];
  readonly resolvers: readonly DeclaredResolver[];
  /** Sockets are told to come back elsewhere, requests under way are answered, then the doors close. */
  close(): Promise<void>;
}

const DRAIN_MS = 5_000;

/** @throws Error for a route, resolver or subscription that declares no access */
export async function startGateway(config: GatewayConfig, options: PartOptions = {}): Promise<Gateway> {
  const parts = await openParts(config, options);
  const authenticator = new Authenticator(parts);
  const proxies = new TrustedProxies(config.TRUSTED_PROXIES);
  const server = fastify({
    trustProxy: (address) => proxies.trusts(address),
    bodyLimit: 1024 * 1024,
    // A slow sender is not waited for longer than this.
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
  });
  let app: NestFastifyApplication | undefined;
  try {
    const routes = declareRoutes(server as FastifyInstance);
    app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, parts), new FastifyAdapter(server as FastifyInstance), {
      bodyParser: false,
      logger: nestLog,
      abortOnError: false,
    });
    // One intake, so that all doors together hold no more memory than one may.
    const intake = new Intake({ authenticator, quota: app.get<Quota>(Quota), segments: parts.segments, clock: parts.clock });
    await registerRoutes(server as FastifyInstance, { config, parts, authenticator, intake, consoleFolder: consoleFolderOf(config) });
    await app.init();
    limitQueries(server as FastifyInstance);
    const declared = app.get(DeclaredResolvers);
    const subscriptions = startSubscriptions(server.server, {
      config,
      parts,
      authenticator,
      peerOf: (request) => proxies.peerOf(request),
      schema: app.get(GraphQLSchemaHost).schema,
      view: app.get(AlertView),
      huntView: app.get(HuntView),
      accessOf: (field) => declared.accessOf(field),
    });
    const running = app;
    await running.listen({ port: config.PORT, host: config.HOST });
    const syslog = await startSyslog(config, { intake, clock: parts.clock });
    const address = server.server.address();
    const port = typeof address === 'object' && address ? address.port : config.PORT;
    return {
      url: `http://${config.HOST}:${port}`,
      routes,
      resolvers: declared.list(),
      close: async () => {
        await Promise.all([subscriptions.close(), syslog.close()]);
        await bounded(running.close());
        server.server.closeAllConnections();
        await parts.close();
      },
    };
  } catch (error) {
    await app?.close().catch(() => undefined);
    await parts.close();
    throw error;
  }
}

function consoleFolderOf(config: GatewayConfig): string {
  return config.CONSOLE_FOLDER ?? path.resolve(__dirname, '../../console/dist');
}

async function bounded(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_MS)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
