import type { FastifyRequest } from 'fastify';
import { httpStatusOf, newId, Outage, Refusal } from '@vedette/kernel';
import type { Facts } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import { refuse } from '../refusals';
import { noteWrongKey } from './wrong-keys';

const log = logger('http');

/** An error, judged and logged, before a route puts it into the words of its protocol. */
export interface Failure {
  readonly status: number;
  /** `noun.reason`, `UNAVAILABLE` or `INTERNAL` */
  readonly code: string;
  readonly text: string;
  readonly facts: Facts;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Of a bug. */
  readonly errorId?: string;
}

/** The three kinds of error (HOUSE §8). Never a stack, nor a word of what was sent. */
export function judgeFailure(error: unknown, request: FastifyRequest): Failure {
  const failure = ofFramework(error);
  const { url } = request.routeOptions;
  if (failure instanceof Refusal) {
    const { code, message, facts } = failure;
    log.info({ code, url }, 'refused');
    if (failure.refusalClass === 'unauthenticated' && code !== 'auth.unauthenticated') noteWrongKey(request);
    const { retryAfter } = facts;
    return { status: httpStatusOf[failure.refusalClass], code, text: message, facts, ...(typeof retryAfter === 'number' ? { retryAfter } : {}) };
  }
  if (failure instanceof Outage) {
    log.warn({ err: failure.cause, dependency: failure.dependency, url }, 'a dependency did not answer');
    return { status: 503, code: 'UNAVAILABLE', text: 'Something we depend on did not answer; try again.', facts: {}, retryAfter: 2 };
  }
  const errorId = newId();
  log.error({ err: failure, errorId, url }, 'a bug answered a request');
  return { status: 500, code: 'INTERNAL', text: 'Something went wrong on our side.', facts: {}, errorId };
}

/** Fastify's own errors carry a status: what the caller did wrong is a Refusal. */
function ofFramework(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error) || error instanceof Refusal) return error;
  if (error.statusCode === 413) return refuse('request.too_large');
  if (error.statusCode === 415) return refuse('request.unsupported_type');
  return typeof error.statusCode === 'number' && error.statusCode < 500 ? refuse('request.malformed') : error;
}
