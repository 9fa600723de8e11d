import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { Actor } from '@vedette/identity';
import { histogram, inSpan } from '@vedette/telemetry';
import { httpStatusOf, Outage, Refusal } from '@vedette/kernel';
import type { Authenticator } from '../auth/authenticator';
import { checkSameSite } from '../auth/same-site';
import { sendFailure } from '../http/send-failure';
import { refuse } from '../refusals';
import type { GatewayContext } from './gateway-context';
import { checkOperation } from './limits/check-operation';
import { checkDocument } from './limits/document-limits';
import { flatten, renderError } from './render-error';
import type { RenderOptions } from './render-error';

export interface GraphqlRouteDeps extends RenderOptions {
  readonly authenticator: Authenticator;
  /** Of PUBLIC_URL. */
  readonly origin: string;
}

interface Asked {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
}

const took = histogram('vedette_graphql_request_ms', 'A GraphQL request, by its outcome');

/** `POST /graphql`, one operation a request. GET opens sockets and nothing else: no mutation by GET. */
export async function graphqlRoute(server: FastifyInstance, deps: GraphqlRouteDeps): Promise<void> {
  const actors = new WeakMap<FastifyRequest, Actor | null>();
  server.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
  server.get('/graphql', { config: { access: 'public' } }, async (_request, reply) => {
    void reply.header('allow', 'POST').code(405);
    const { code, message } = refuse('request.method');
    return { code, message };
  });
  server.post(
    '/graphql',
    {
      // Who may ask what, each resolver says: `viewer` and `logIn` are for anyone.
      config: { access: 'public' },
      // Before the body is read: a forged request is not even parsed.
      onRequest: async (request) => {
        const { authorization, cookie } = request.headers;
        const actor = await deps.authenticator.authenticate({ authorization, cookie });
        checkSameSite(request.headers, { origin: deps.origin, byCookie: actor?.sessionId !== undefined });
        actors.set(request, actor);
      },
    },
    async (request, reply) => {
      const began = performance.now();
      const asked = askedOf(request.body);
      const context: GatewayContext = { actor: actors.get(request) ?? null, reply };
      try {
        const result = await inSpan('graphql', {}, () => run(server, asked, context), { kind: 'server', traceparent: traceOf(request) });
        took.record(performance.now() - began, { outcome: result.errors ? 'errors' : 'ok' });
        return await reply.code(200).send(result);
      } catch (error) {
        took.record(performance.now() - began, { outcome: 'refused' });
        const errors = flatten(error).map((each) => renderError(each, deps));
        return reply.code(statusOf(error)).send({ data: null, errors });
      }
    },
  );
}

function run(server: FastifyInstance, { query, variables, operationName }: Asked, context: GatewayContext): Promise<ExecutionResult> {
  return server.graphql(query, { ...context, operationName }, variables, operationName);
}

/** Stands between parsing and running, whichever way a query comes: mercurius calls these for cached documents as well. */
export function limitQueries(server: FastifyInstance): void {
  server.graphql.addHook('preValidation', async (_schema, document) => checkDocument(document));
  server.graphql.addHook('preExecution', async (schema, document, context, variables) => {
    // What mercurius hands over here was named by our own route.
    const { actor, operationName } = context as unknown as GatewayContext & { operationName?: string };
    checkOperation({ schema, document, operationName, variables: variables ?? {} }, actor);
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION) throw refuse('query.not_here');
  });
}

/** @throws Refusal `query.batched`, `query.malformed` */
function askedOf(body: unknown): Asked {
  if (Array.isArray(body)) throw refuse('query.batched');
  if (typeof body !== 'object' || body === null) throw refuse('query.malformed');
  const { query, variables, operationName } = body as Record<string, unknown>;
  const named = operationName === undefined || operationName === null || typeof operationName === 'string';
  const plain = variables === undefined || variables === null || (typeof variables === 'object' && !Array.isArray(variables));
  if (typeof query !== 'string' || !named || !plain) throw refuse('query.malformed');
  return { query, variables: (variables ?? {}) as Record<string, unknown>, operationName: operationName ?? undefined };
}

/** graphql-over-http: what was not run at all is no 200. */
function statusOf(error: unknown): number {
  if (error instanceof Refusal) return httpStatusOf[error.refusalClass];
  if (error instanceof Outage) return 503;
  const inner = flatten(error);
  return inner.some((each) => each instanceof Error && each.name === 'GraphQLError') ? 400 : 500;
}

function traceOf(request: FastifyRequest): string {
  const value = request.headers['traceparent'];
  return typeof value === 'string' ? value : '';
}
