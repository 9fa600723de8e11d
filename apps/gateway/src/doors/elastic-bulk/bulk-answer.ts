import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusals } from '@vedette/kernel';
import { judgeFailure } from '../../http/judge-failure';
import type { BulkItem } from './bulk-body';

export const bulkFault = refusals({
  'bulk.action_malformed': { class: 'invalid', text: 'Malformed action/metadata line: expected {"create":{…}} or {"index":{…}}.' },
  'bulk.document_missing': { class: 'invalid', text: 'The last action has no document.' },
  'bulk.index_missing': { class: 'invalid', text: 'Validation Failed: an index is missing: name one in the action or in the address.' },
});

/** Every client of Elastic's looks for this header and talks to nobody without it. */
export const productHeader = ['x-elastic-product', 'Elasticsearch'] as const;

const typeOfStatus = new Map([
  [400, 'illegal_argument_exception'],
  [401, 'security_exception'],
  [403, 'security_exception'],
  [404, 'resource_not_found_exception'],
  [413, 'content_too_long_exception'],
  [415, 'media_type_header_exception'],
  [429, 'es_rejected_execution_exception'],
  [503, 'unavailable_shards_exception'],
]);

/** In the media type that was asked for, since a client of version 9 asks for `application/vnd.elasticsearch+json`. */
export function sendElastic(request: FastifyRequest, reply: FastifyReply, status: number, body: object): FastifyReply {
  const asked = /application\/vnd\.elasticsearch\+json;\s{0,4}compatible-with=\d{1,3}/.exec(request.headers.accept ?? '');
  return reply.code(status).type(asked?.[0] ?? 'application/json; charset=utf-8').send(JSON.stringify(body));
}

export function sendElasticFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, text, code, retryAfter } = judgeFailure(error, request);
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'ApiKey');
  const cause = { type: typeOfStatus.get(status) ?? 'exception', reason: `${text} (${code})` };
  return sendElastic(request, reply, status, { error: { root_cause: [cause], ...cause }, status });
}

/** @param failure of the item's source: what was not stored now may be sent again, and 429 is what every client does that for */
export function answerOf(item: BulkItem, failure: string | undefined): object {
  const { action, index, id, fault } = item;
  const to = { _index: index, _id: id };
  if (fault) return { [action]: { ...to, status: 400, error: fault } };
  if (failure !== undefined) return { [action]: { ...to, status: 429, error: { type: 'es_rejected_execution_exception', reason: failure } } };
  return { [action]: { ...to, _version: 1, result: 'created', _shards: { total: 1, successful: 1, failed: 0 }, status: 201 } };
}
