import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { splitFrames } from '@vedette/detection';
import type { Segments } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { dateFrom } from '@vedette/kernel';
import type { Clock } from '@vedette/kernel';
import { counter, histogram, inSpan } from '@vedette/telemetry';
import type { Authenticator } from '../auth/authenticator';
import { checkAccess } from '../auth/check-access';
import { drain } from '../http/drain';
import { sendFailure } from '../http/send-failure';
import { refuse } from '../refusals';
import type { Quota } from './quota';
import { readBody } from './read-body';
import { Room } from './room';

export interface IngestDeps {
  readonly authenticator: Authenticator;
  readonly quota: Quota;
  readonly segments: Segments;
  readonly clock: Clock;
}

const KEY_NOTICE_MS = 14 * 24 * 60 * 60 * 1000;
const received = counter('vedette_ingest_events_total', 'Events by outcome');
const acknowledged = histogram('vedette_ingest_acknowledgement_ms', 'From the first byte to the acknowledgement');

/**
 * `POST /v1/events`, past every parser and pipe: key → quota → body → split → stored. The answer is 202 once all events
 * of the post are committed (PIPELINE §1–2); a browser's cookie opens nothing here.
 */
export async function ingestRoute(server: FastifyInstance, deps: IngestDeps): Promise<void> {
  const room = new Room(256 * 1024 * 1024);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  server.setErrorHandler((error, request, reply) => {
    drain(request.raw);
    return sendFailure(error, request, reply);
  });
  server.post('/v1/events', { config: { access: 'event:write' } }, (request, reply) =>
    inSpan('ingest', {}, () => receive(request, reply, room, deps), { kind: 'server', traceparent: headerOf(request, 'traceparent') ?? '' }),
  );
}

async function receive(request: FastifyRequest, reply: FastifyReply, room: Room, deps: IngestDeps): Promise<FastifyReply> {
  const began = deps.clock.now();
  const { authorization } = request.headers;
  const actor = await deps.authenticator.authenticate({ authorization });
  checkAccess('event:write', actor);
  if (!actor) throw refuse('auth.unauthenticated');
  warnOfEnd(reply, actor, deps.clock);
  await deps.quota.take(actor.tenantId, 0);
  const answer = await room.within(request.headers['content-length'], async () => {
    const body = await readBody((request.body as Readable | null) ?? request.raw, request.headers['content-encoding'], request.headers['content-length']);
    const { frames, rejected } = splitFrames(body, request.headers['content-type']);
    void reply.headers(deps.quota.headers(await deps.quota.take(actor.tenantId, frames.length + rejected.length)));
    const idempotencyKey = headerOf(request, 'idempotency-key');
    const bodyHash = idempotencyKey === undefined ? undefined : createHash('sha256').update(body).digest();
    const source = headerOf(request, 'vedette-source') ?? 'default';
    return deps.segments.ingest(actor, { source, idempotencyKey, bodyHash, frames, rejected, bodyBytes: body.length });
  });
  received.add(answer.accepted, { outcome: 'accepted' });
  received.add(answer.rejected.length, { outcome: 'rejected' });
  acknowledged.record(deps.clock.now() - began);
  if (answer.accepted > 0) return reply.code(202).send(answer);
  const { code, message } = refuse('ingest.all_rejected');
  return reply.code(422).send({ code, message, ...answer });
}

/** Said to the program itself, since its owner may not be looking: the key ends within two weeks. */
function warnOfEnd(reply: FastifyReply, actor: Actor, clock: Clock): void {
  if (actor.expiresAt - clock.now() <= KEY_NOTICE_MS) void reply.header('Vedette-Key-Expires', dateFrom(actor.expiresAt).toISOString());
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
