import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { splitFrames } from '@vedette/detection';
import { sendFailure } from '../http/send-failure';
import { refuse } from '../refusals';
import type { Intake } from './intake';
import { headerOf, takeRawBodies } from './raw-bodies';

/**
 * `POST /v1/events`, past every parser and pipe: key → quota → body → split → stored. The answer is 202 once all events
 * of the post are committed (PIPELINE §1–2); a browser's cookie opens nothing here.
 */
export async function ingestRoute(server: FastifyInstance, { intake }: { readonly intake: Intake }): Promise<void> {
  takeRawBodies(server, sendFailure);
  server.post('/v1/events', { config: { access: 'event:write' } }, (request, reply) => receive(request, reply, intake));
}

async function receive(request: FastifyRequest, reply: FastifyReply, intake: Intake): Promise<FastifyReply> {
  const answer = await intake.receive(request, reply, request.headers.authorization, async ({ actor, body }) => {
    const { frames, rejected } = splitFrames(body, request.headers['content-type']);
    await intake.take(actor, frames.length + rejected.length, reply);
    const idempotencyKey = headerOf(request, 'idempotency-key');
    const bodyHash = idempotencyKey === undefined ? undefined : createHash('sha256').update(body).digest();
    const source = headerOf(request, 'vedette-source') ?? 'default';
    return intake.store(actor, { source, idempotencyKey, bodyHash, frames, rejected, bodyBytes: body.length });
  });
  if (answer.accepted > 0) return reply.code(202).send(answer);
  const { code, message } = refuse('ingest.all_rejected');
  return reply.code(422).send({ code, message, ...answer });
}
