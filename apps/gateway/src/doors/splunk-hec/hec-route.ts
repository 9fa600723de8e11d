import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from '../../ingest/intake';
import { takeRawBodies } from '../../ingest/raw-bodies';
import { refuse as refuseAtEdge } from '../../refusals';
import { basicPassword, schemeOf } from '../credentials';
import { lineFrame } from '../frames';
import { refuse } from '../refusals';
import { sourceName } from '../source-name';
import { allStored, SourcePosts } from '../source-posts';
import { sendHec, sendHecFailure } from './hec-answer';
import type { HecCode } from './hec-answer';
import { hecEnvelopes, textLines } from './hec-body';
import { hecTime, readHecEvent, withDefaults } from './hec-event';
import type { HecDefaults } from './hec-event';

const OWN_SOURCE = 'splunk-hec';
const root = '/services/collector';
const config = { access: 'event:write' } as const;

interface Read {
  readonly posts: SourcePosts;
  /** The first event that was refused, counted from 0 as Splunk does. */
  readonly refused?: { readonly code: HecCode; readonly number: number };
}

/** Splunk's HTTP Event Collector, for everything that can send to one. Acknowledgement is the answer itself. */
export async function splunkHecRoute(server: FastifyInstance, { intake }: { readonly intake: Intake }): Promise<void> {
  takeRawBodies(server, sendHecFailure);
  for (const url of [root, `${root}/event`, `${root}/event/1.0`]) {
    server.post(url, { config }, (request, reply) => receive(request, reply, intake, readEvents));
  }
  for (const url of [`${root}/raw`, `${root}/raw/1.0`]) {
    server.post(url, { config }, (request, reply) => receive(request, reply, intake, readLines));
  }
  server.post(`${root}/ack`, { config }, async (request, reply) => {
    await intake.admit(bearerOf(request), request.ip);
    return sendHec(reply, 14);
  });
  for (const url of [`${root}/health`, `${root}/health/1.0`]) {
    server.get(url, { config: { access: 'public' } }, async (_request, reply) => sendHec(reply, 17));
  }
}

type Reader = (body: Buffer, defaults: HecDefaults, request: FastifyRequest) => Read;

async function receive(request: FastifyRequest, reply: FastifyReply, intake: Intake, read: Reader): Promise<FastifyReply> {
  const { accepted, refused } = await intake.receive(request, reply, bearerOf(request), async ({ actor, body }) => {
    const { posts, refused } = read(body, defaultsOf(request), request);
    if (posts.events === 0) throw refuse('body.empty');
    await intake.take(actor, posts.events, reply);
    return { accepted: allStored(await posts.store(intake, actor)), refused };
  });
  // Nobody sends a body again that was refused with 400, so the good events of it are kept.
  return refused ? sendHec(reply, refused.code, { 'invalid-event-number': refused.number, accepted }) : sendHec(reply, 0);
}

function readEvents(body: Buffer, defaults: HecDefaults): Read {
  const posts = new SourcePosts(OWN_SOURCE);
  let refused: Read['refused'];
  for (const envelope of hecEnvelopes(body)) {
    const number = posts.events;
    const { source, frame, fault } = readHecEvent(envelope, number + 1, defaults);
    posts.add(source, frame);
    if (fault !== undefined) refused ??= { code: fault, number };
  }
  return { posts, refused };
}

function readLines(body: Buffer, defaults: HecDefaults, request: FastifyRequest): Read {
  const posts = new SourcePosts(OWN_SOURCE);
  const source = sourceName(defaults.source) ?? sourceName(defaults.sourcetype);
  const instant = hecTime(queryOf(request, 'time')) ?? undefined;
  let refused: Read['refused'];
  for (const line of textLines(body)) {
    const number = posts.events;
    const frame = lineFrame(line, number + 1);
    posts.add(source, frame instanceof Buffer ? withDefaults(frame, defaults, instant) : frame);
    if (!(frame instanceof Buffer)) refused ??= { code: 6, number };
  }
  return { posts, refused };
}

/** @throws Refusal `auth.query_token`, `auth.malformed` */
function bearerOf(request: FastifyRequest): string | undefined {
  if (queryOf(request, 'token') !== undefined) throw refuse('auth.query_token');
  const { authorization } = request.headers;
  if (authorization === undefined || authorization === '') return undefined;
  const { scheme, value } = schemeOf(authorization);
  const key = scheme === 'splunk' ? value : scheme === 'basic' ? basicPassword(value) : undefined;
  if (!key) throw refuseAtEdge('auth.malformed');
  return `Bearer ${key}`;
}

function defaultsOf(request: FastifyRequest): HecDefaults {
  const of = (name: string) => queryOf(request, name);
  return { host: of('host'), source: of('source'), sourcetype: of('sourcetype'), index: of('index') };
}

function queryOf(request: FastifyRequest, name: string): string | undefined {
  const query = request.query as Record<string, unknown>;
  const value: unknown = Object.hasOwn(query, name) ? query[name] : undefined;
  return typeof value === 'string' ? value.slice(0, 1_000) : undefined;
}
