import type { FastifyReply, FastifyRequest } from 'fastify';
import { judgeFailure } from '../../http/judge-failure';
import type { Failure } from '../../http/judge-failure';

/** Splunk's answers by code (Splunk "Troubleshoot HTTP Event Collector", possible error codes). */
const answers = {
  0: [200, 'Success'],
  1: [403, 'Token disabled'],
  2: [401, 'Token is required'],
  3: [401, 'Invalid authorization'],
  4: [403, 'Invalid token'],
  5: [400, 'No data'],
  6: [400, 'Invalid data format'],
  8: [500, 'Internal server error'],
  9: [503, 'Server is busy'],
  12: [400, 'Event field is required'],
  13: [400, 'Event field cannot be blank'],
  14: [400, 'ACK is disabled'],
  15: [400, 'Error in handling indexed fields'],
  16: [400, 'Query string authorization is not enabled'],
  17: [200, 'HEC is healthy'],
  27: [413, 'Request entity too large'],
} as const satisfies Record<number, readonly [number, string]>;

export type HecCode = keyof typeof answers;

/** @param more beside Splunk's own members */
export function sendHec(reply: FastifyReply, code: HecCode, more: object = {}): FastifyReply {
  const [status, text] = answers[code];
  return reply.code(status).send({ text, code, ...more });
}

/** `detail` is ours: Splunk's texts are compared by clients, and say little. */
export function sendHecFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = judgeFailure(error, request);
  const code = codeOf(failure);
  if (code === 2 || code === 3) void reply.header('www-authenticate', 'Splunk');
  if (code === 9) void reply.header('retry-after', String(failure.retryAfter ?? 2));
  return sendHec(reply, code, { detail: failure.text });
}

const byRefusal = new Map<string, HecCode>([
  ['auth.unauthenticated', 2],
  ['auth.malformed', 3],
  ['auth.query_token', 16],
  ['key.revoked', 1],
  ['key.expired', 1],
  ['body.empty', 5],
  ['ingest.quota_exceeded', 9],
  ['ingest.busy', 9],
]);
const byStatus = new Map<number, HecCode>([[401, 4], [403, 4], [413, 27], [429, 9], [503, 9], [500, 8]]);

function codeOf({ code, status }: Failure): HecCode {
  return byRefusal.get(code) ?? byStatus.get(status) ?? 6;
}
