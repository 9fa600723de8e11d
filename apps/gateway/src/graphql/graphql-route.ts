import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { Kind, OperationTypeNode } from 'graphql';
import type { Actor } from '@vedette/identity';
import { histogram, inSpan } from '@vedette/telemetry';
import { httpStatusOf, Outage, Refusal } from '@vedette/kernel';
import type { Authenticator } from '../auth/authenticator';
import { checkSameSite } from '../auth/same-site';
import { sendFailure } from '../http/send-failure';
import { refuse } from '../refusals';
import type { GatewayContext } from './gateway-context';
import { checkOperation } from './limits/check-operation';
import type { CheckedOperation } from './limits/check-operation';
import type { CostBudget, Reservation } from './limits/cost-budget';
import { checkDocument } from './limits/document-limits';
import { flatten, renderError } from './render-error';
import type { RenderOptions } from './render-error';

export interface GraphqlRouteDeps extends RenderOptions {
  readonly authenticator: Authenticator;
  readonly budget: CostBudget;
  /** Of PUBLIC_URL. */
  readonly origin: string;
}

interface Asked {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
}

/** What the hook below and the route share of one request. */
interface Asking extends GatewayContext {
  readonly operationName?: string;
  readonly reserve: (checked: CheckedOperation) => Promise<void>;
}

interface Bill {
  readonly checked: CheckedOperation;
  readonly reservation: Reservation;
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
        const actor = await deps.authenticator.authenticate({ authorization, cookie, address: request.ip });
        checkSameSite(request.headers, { origin: deps.origin, byCookie: actor?.sessionId !== undefined });
        actors.set(request, actor);
      },
    },
    async (request, reply) => {
      const began = performance.now();
      const asked = askedOf(request.body);
      let bill: Bill | undefined;
      const actor = actors.get(request) ?? null;
      const reserve = async (checked: CheckedOperation) => {
        const spender = { actor, address: request.ip };
        bill = { checked, reservation: await deps.budget.reserve(spender, checked.requested, (headers) => void reply.headers(headers)) };
      };
      const context: Asking = { actor, reply, operationName: asked.operationName, reserve };
      try {
        const result = await inSpan('graphql', {}, () => run(server, asked, context), { kind: 'server', traceparent: traceOf(request) });
        const extensions = bill && { cost: await settle(bill, result.data, reply) };
        took.record(performance.now() - began, { outcome: result.errors ? 'errors' : 'ok' });
        return await reply.code(200).send(extensions ? { ...result, extensions: { ...result.extensions, ...extensions } } : result);
      } catch (error) {
        took.record(performance.now() - began, { outcome: 'refused' });
        if (bill) await settle(bill, null, reply);
        const errors = flatten(error).map((each) => renderError(each, deps));
        const retryAfter = error instanceof Refusal ? error.facts['retryAfter'] : undefined;
        if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
        return reply.code(statusOf(error)).send({ data: null, errors });
      }
    },
  );
}

function run(server: FastifyInstance, { query, variables, operationName }: Asked, context: Asking): Promise<ExecutionResult> {
  return server.graphql(query, { ...context }, variables, operationName);
}

async function settle({ checked, reservation }: Bill, data: unknown, reply: FastifyReply): Promise<Record<string, number>> {
  const { actual, remaining } = await reservation.settle(data ? checked.actual(data) : 1);
  void reply.headers(reservation.headers());
  return { requested: reservation.requested, actual, remaining };
}

/** Stands between parsing and running, whichever way a query comes: mercurius calls these for cached documents as well. */
export function limitQueries(server: FastifyInstance): void {
  server.graphql.addHook('preValidation', async (_schema, document) => checkDocument(document));
  server.graphql.addHook('preExecution', async (schema, document, context, variables) => {
    // What mercurius hands over here was named by our own route.
    const { actor, operationName, reserve } = context as unknown as Asking;
    const checked = checkOperation({ schema, document, operationName, variables: variables ?? {} }, actor);
    if (checked.operation?.operation === OperationTypeNode.SUBSCRIPTION) throw refuse('query.not_here');
    await reserve(checked);
    return checked.operation ? alone(document, checked.operation) : undefined;
  });
}

/**
 * mercurius compiles a text once, for the operation that was meant then, and runs that one whichever is named later: a
 * cheap one would be paid and a costly one run. A document of several is therefore cut down to the one, and not compiled.
 */
function alone(document: DocumentNode, operation: OperationDefinitionNode): { document: DocumentNode } | undefined {
  const definitions = document.definitions.filter((each) => each === operation || each.kind !== Kind.OPERATION_DEFINITION);
  return definitions.length === document.definitions.length ? undefined : { document: { ...document, definitions } };
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
