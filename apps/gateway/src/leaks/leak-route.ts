import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LeakedKeys } from '@vedette/identity';
import { z } from 'zod';
import type { CallLimits } from '../http/call-limits';
import { sendFailure } from '../http/send-failure';
import { headerOf } from '../ingest/raw-bodies';
import { refuse } from '../refusals';
import type { ReporterKeys } from './reporter-keys';

export interface LeakRouteDeps {
  readonly leaks: LeakedKeys;
  readonly limits: CallLimits;
  readonly reporterKeys: ReporterKeys | undefined;
}

const MOST_BYTES = 256 * 1024;
const MOST_TOKENS = 100;
/** Tokens, not posts: who signs reports what a whole day's pushes hold. */
const ofStrangers = { name: 'leak.tokens', calls: 300, minutes: 10 } as const;
const ofScanners = { name: 'leak.signed-tokens', calls: 10_000, minutes: 10 } as const;

const reportSchema = z
  .array(
    z.object({
      token: z.string().min(1).max(1_000),
      type: z.string().max(200).default(''),
      url: z.string().max(4_000).nullish(),
      source: z.string().max(100).nullish(),
    }),
  )
  .min(1)
  .max(MOST_TOKENS);

/**
 * `POST /v1/leaks` in the format of GitHub's secret scanning partner program: an array of `{token, type, url, source}`. Whoever
 * holds a secret may have it ended, so no signature is asked for; one that is given must be right, and lets more be reported.
 */
export async function leakRoute(server: FastifyInstance, deps: LeakRouteDeps): Promise<void> {
  server.removeAllContentTypeParsers();
  // As it came: what is signed is the bytes.
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
  server.post('/v1/leaks', { config: { access: 'public' } }, (request, reply) => take(request, reply, deps));
}

async function take(request: FastifyRequest, reply: FastifyReply, { leaks, limits, reporterKeys }: LeakRouteDeps): Promise<FastifyReply> {
  const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
  const signed = isSigned(request, body, reporterKeys);
  const reports = read(body);
  await limits.ofAddress(request.ip, signed ? ofScanners : ofStrangers, reports.length);
  const answers: object[] = [];
  // One after the other: a post holds one connection to the directory, however many tokens it brings.
  for (const { token, type, url, source } of reports) {
    const real = await leaks.report(token, { reporter: signed ? 'a secret scanner, signed' : 'somebody who holds it', url: url ?? undefined, source: source ?? undefined });
    answers.push({ token_hash: createHash('sha256').update(token).digest('hex'), token_type: type, label: real ? 'true_positive' : 'false_positive' });
  }
  return reply.header('cache-control', 'no-store').send(answers);
}

/** @throws Refusal `leak.signature_wrong`: who says that they are a scanner and is not is not heard as a stranger either */
function isSigned(request: FastifyRequest, body: Buffer, keys: ReporterKeys | undefined): boolean {
  const identifier = headerOf(request, 'github-public-key-identifier');
  const signature = headerOf(request, 'github-public-key-signature');
  // Without keys there is nothing to check against, and holding the token is proof enough.
  if (!keys || (identifier === undefined && signature === undefined)) return false;
  if (identifier === undefined || signature === undefined || !keys.isSigned(body, { identifier, signature })) throw refuse('leak.signature_wrong');
  return true;
}

/** @throws Refusal `leak.malformed` */
function read(body: Buffer): z.output<typeof reportSchema> {
  try {
    return reportSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    throw refuse('leak.malformed');
  }
}
