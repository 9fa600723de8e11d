import type { FastifyReply, FastifyRequest } from 'fastify';
import { judgeFailure } from './judge-failure';

/** Over HTTP: `{ code, message, facts? }`, or `{ code: 'INTERNAL', errorId }` for a bug. */
export async function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { status, code, text, facts, retryAfter, errorId } = judgeFailure(error, request);
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(status).send({ code, message: text, ...(Object.keys(facts).length > 0 ? { facts } : {}), ...(errorId ? { errorId } : {}) });
}
