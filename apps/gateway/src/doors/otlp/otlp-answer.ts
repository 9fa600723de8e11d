import type { FastifyReply, FastifyRequest } from 'fastify';
import { judgeFailure } from '../../http/judge-failure';
import { messages } from './otlp-messages';

export type Encoding = 'protobuf' | 'json';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** In which of its two encodings a request speaks, and is answered. */
export function encodingOf(request: FastifyRequest): Encoding | undefined {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return type === PROTOBUF ? 'protobuf' : type === JSON_TYPE ? 'json' : undefined;
}

/** ExportLogsServiceResponse; `partial_success` only when something was rejected, as the specification asks. */
export function sendExported(reply: FastifyReply, encoding: Encoding, rejected: number, reason: string | undefined): FastifyReply {
  // 64-bit numbers are text in protobuf's JSON.
  const partial = { rejectedLogRecords: encoding === 'json' ? String(rejected) : rejected, errorMessage: reason ?? '' };
  const answer = rejected > 0 ? { partialSuccess: partial } : {};
  if (encoding === 'json') return reply.code(200).type(JSON_TYPE).send(JSON.stringify(answer));
  return reply.code(200).type(PROTOBUF).send(Buffer.from(messages.response.encode(messages.response.fromObject(answer)).finish()));
}

/** google.rpc.Code of an HTTP status. */
const codes = new Map([[400, 3], [401, 16], [403, 7], [404, 5], [413, 8], [415, 3], [429, 8], [500, 13], [503, 14]]);

/** google.rpc.Status in the request's encoding; senders try 429 and 503 again and nothing else. */
export function sendOtlpFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, text, code, retryAfter } = judgeFailure(error, request);
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  const answer = { code: codes.get(status) ?? 2, message: `${text} (${code})` };
  if (encodingOf(request) !== 'protobuf') return reply.code(status).type(JSON_TYPE).send(JSON.stringify(answer));
  return reply.code(status).type(PROTOBUF).send(Buffer.from(messages.status.encode(messages.status.fromObject(answer)).finish()));
}
