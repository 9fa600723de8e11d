import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpStatusOf, newId, Outage, Refusal } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import { refuse } from '../refusals';

const log = logger('http');

/**
 * The three kinds of error (HOUSE §8) over HTTP: `{ code, message, facts? }`, or `{ code: 'INTERNAL', errorId }` for a bug.
 * Never a stack.
 */
export async function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const failure = ofFramework(error);
  if (failure instanceof Refusal) {
    const { code, message, facts } = failure;
    if (typeof facts['retryAfter'] === 'number') void reply.header('retry-after', String(facts['retryAfter']));
    log.info({ code, url: request.routeOptions.url }, 'refused');
    if (failure.refusalClass === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
    return reply.code(httpStatusOf[failure.refusalClass]).send({ code, message, ...(Object.keys(facts).length > 0 ? { facts } : {}) });
  }
  if (failure instanceof Outage) {
    log.warn({ err: failure.cause, dependency: failure.dependency }, 'a dependency did not answer');
    void reply.header('retry-after', '2');
    return reply.code(503).send({ code: 'UNAVAILABLE', message: 'Something we depend on did not answer; try again.' });
  }
  const errorId = newId();
  log.error({ err: failure, errorId, url: request.routeOptions.url }, 'a bug answered a request');
  return reply.code(500).send({ code: 'INTERNAL', message: 'Something went wrong on our side.', errorId });
}

/** Fastify's own errors carry a status: what the caller did wrong is a Refusal. */
function ofFramework(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error) || error instanceof Refusal) return error;
  if (error.statusCode === 413) return refuse('request.too_large');
  if (error.statusCode === 415) return refuse('request.unsupported_type');
  return typeof error.statusCode === 'number' && error.statusCode < 500 ? refuse('request.malformed') : error;
}
