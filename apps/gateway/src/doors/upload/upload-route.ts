import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '@vedette/identity';
import type { Authenticator } from '../../auth/authenticator';
import { checkAccess } from '../../auth/check-access';
import { isForeign } from '../../auth/same-site';
import { drain } from '../../http/drain';
import { sendFailure } from '../../http/send-failure';
import type { Intake } from '../../ingest/intake';
import { headerOf, takeRawBodies } from '../../ingest/raw-bodies';
import { refuse } from '../../refusals';
import { judgeFailure } from '../../http/judge-failure';
import { sourceName } from '../source-name';
import { storeUpload } from './store-upload';
import { unpackedFile } from './unpacked-file';

export interface UploadDeps {
  readonly intake: Intake;
  readonly authenticator: Authenticator;
  readonly origin: string;
}

/**
 * `POST /v1/uploads?source=…`: a whole log file of any known format, plain or gzip. The answer begins at once and is a
 * line of progress as NDJSON after each stored batch; the last line says `done`, or what ended it. With an
 * Idempotency-Key a file that broke off is sent again from its beginning, and nothing is stored twice.
 */
export async function uploadRoute(server: FastifyInstance, deps: UploadDeps): Promise<void> {
  takeRawBodies(server, sendFailure);
  server.post('/v1/uploads', { config: { access: 'event:write' }, bodyLimit: Number.MAX_SAFE_INTEGER }, (request, reply) => receive(request, reply, deps));
}

async function receive(request: FastifyRequest, reply: FastifyReply, { intake, authenticator, origin }: UploadDeps): Promise<FastifyReply> {
  const actor = await admit(request, authenticator, intake, origin);
  // Its headers alone: a file waits for the next minute's quota.
  await intake.take(actor, 0, reply).catch(() => undefined);
  const query = request.query as { readonly source?: unknown };
  const source = sourceName(query.source ?? headerOf(request, 'vedette-source')) ?? 'upload';
  const progress = new PassThrough();
  const body = unpackedFile((request.body as Readable | null) ?? request.raw, request.headers['content-encoding']);
  const say = (line: object) => void progress.write(`${JSON.stringify(line)}\n`);
  storeUpload({ intake, actor, source, body, idempotencyKey: headerOf(request, 'idempotency-key'), say })
    .catch((error: unknown) => {
      // Who is still sending reads the answer only when all was taken.
      drain(request.raw);
      const { code, text, retryAfter } = judgeFailure(error, request);
      say({ error: { code, message: text, ...(retryAfter === undefined ? {} : { retryAfter }) } });
    })
    .finally(() => progress.end());
  return reply.code(200).type('application/x-ndjson').header('Cache-Control', 'no-store').header('X-Accel-Buffering', 'no').send(progress);
}

/** A program by its key; a person in the console by the session, if the console's own page sends it. */
async function admit(request: FastifyRequest, authenticator: Authenticator, intake: Intake, origin: string): Promise<Actor> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return intake.admit(authorization, request.ip);
  if (isForeign(request.headers, origin) || (request.headers.origin === undefined && request.headers['sec-fetch-site'] !== 'same-origin')) throw refuse('request.foreign_origin');
  if (!request.headers['vedette-client']) throw refuse('request.client_missing');
  const actor = await authenticator.authenticate({ cookie, address: request.ip });
  if (!actor) throw refuse('auth.unauthenticated');
  checkAccess('event:write', actor);
  return actor;
}
