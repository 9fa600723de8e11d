import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '@vedette/kernel';
import type { Intake } from '../../ingest/intake';
import { takeRawBodies } from '../../ingest/raw-bodies';
import { refuse as refuseAtEdge } from '../../refusals';
import { basicPassword, schemeOf } from '../credentials';
import { judgeFailure } from '../../http/judge-failure';
import { refuse } from '../refusals';
import type { Stored } from '../source-posts';
import { answerOf, productHeader, sendElastic, sendElasticFailure } from './bulk-answer';
import { readBulk } from './bulk-body';
import type { BulkBody } from './bulk-body';
import { aboutCluster, license } from './elastic-greetings';

const root = '/elastic';
const config = { access: 'event:write' } as const;

/** Elasticsearch's `_bulk` and what its clients ask first. There is no search behind it, and nothing else. */
export async function elasticRoute(server: FastifyInstance, { intake }: { readonly intake: Intake }): Promise<void> {
  takeRawBodies(server, sendElasticFailure);
  server.addHook('onRequest', async (_request, reply) => void reply.header(...productHeader));
  const greet = (url: string, answer: object) =>
    server.get(url, { config }, async (request, reply) => {
      await intake.admit(bearerOf(request), request.ip);
      return sendElastic(request, reply, 200, answer);
    });
  greet(root, aboutCluster);
  greet(`${root}/`, aboutCluster);
  greet(`${root}/_license`, { license });
  greet(`${root}/_xpack`, { build: {}, license, features: {}, tagline: aboutCluster.tagline });
  for (const url of [`${root}/_bulk`, `${root}/:index/_bulk`]) {
    server.route({ method: ['POST', 'PUT'], url, config, handler: (request, reply) => receive(request, reply, intake) });
  }
  // Without this the console would answer a client with its page.
  server.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: `${root}/*`,
    config,
    handler: async (request) => {
      await intake.admit(bearerOf(request), request.ip);
      throw refuseAtEdge('request.not_found');
    },
  });
}

async function receive(request: FastifyRequest, reply: FastifyReply, intake: Intake): Promise<FastifyReply> {
  const began = performance.now();
  const items = await intake.receive(request, reply, bearerOf(request), async ({ actor, body }) => {
    const { index } = request.params as { readonly index?: string };
    const bulk = readBulk(body, index);
    if (bulk.items.length === 0) throw refuse('body.empty');
    const busy = await intake.take(actor, bulk.posts.events, reply).then(() => undefined, overQuota);
    if (busy) {
      void reply.header('retry-after', String(busy.facts['retryAfter']));
      return bulk.items.map((item) => answerOf(item, busy.message));
    }
    return itemAnswers(bulk, await bulk.posts.store(intake, actor), request);
  });
  const errors = items.some((item) => Object.values(item).some((one: object) => 'error' in one));
  return sendElastic(request, reply, 200, { took: Math.round(performance.now() - began), errors, items });
}

/** The events of a source stand or fall together. @throws what all of them met, if none was stored */
function itemAnswers({ items }: BulkBody, { failures, total }: Stored, request: FastifyRequest): object[] {
  const [first] = failures.values();
  if (failures.size === total && first !== undefined) throw first;
  const texts = new Map([...failures].map(([source, error]) => [source, judgeFailure(error, request).text]));
  return items.map((item) => answerOf(item, item.source === undefined ? undefined : texts.get(item.source)));
}

function overQuota(error: unknown): Refusal {
  if (error instanceof Refusal && error.refusalClass === 'rate-limited') return error;
  throw error;
}

/** `ApiKey <key>`, `ApiKey base64(id:key)`, `Basic` with the key as password, or `Bearer`. @throws Refusal `auth.malformed` */
function bearerOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined || authorization === '') return undefined;
  const { scheme, value } = schemeOf(authorization);
  if (scheme === 'bearer') return `Bearer ${value}`;
  const key = scheme === 'apikey' ? (basicPassword(value) ?? value) : scheme === 'basic' ? basicPassword(value) : undefined;
  if (!key) throw refuseAtEdge('auth.malformed');
  return `Bearer ${key}`;
}
