import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from '../../ingest/intake';
import { headerOf, takeRawBodies } from '../../ingest/raw-bodies';
import { refuse } from '../refusals';
import { allStored, SourcePosts } from '../source-posts';
import { TooDeep } from './any-value';
import { jsonEntries } from './json-entries';
import type { LogEntry } from './log-entry';
import { encodingOf, sendExported, sendOtlpFailure } from './otlp-answer';
import { protoEntries } from './proto-entries';
import { recordFrame, surroundingsOf, tooDeep } from './record-frame';
import type { Surroundings } from './record-frame';

const OWN_SOURCE = 'otlp';
/** Records read in one go; in between, other requests get their turn. */
const A_TURN = 500;

interface Read {
  readonly posts: SourcePosts;
  readonly rejected: number;
  readonly reason: string | undefined;
}

/** OTLP over HTTP, logs (opentelemetry-proto v1), in protobuf and JSON. The source is `service.name`. */
export async function otlpRoute(server: FastifyInstance, { intake }: { readonly intake: Intake }): Promise<void> {
  takeRawBodies(server, sendOtlpFailure);
  for (const url of ['/v1/logs', '/otlp/v1/logs']) {
    server.post(url, { config: { access: 'event:write' } }, (request, reply) => receive(request, reply, intake));
  }
}

async function receive(request: FastifyRequest, reply: FastifyReply, intake: Intake): Promise<FastifyReply> {
  const encoding = encodingOf(request);
  if (!encoding) throw refuse('body.unsupported_type');
  const { rejected, reason } = await intake.receive(request, reply, bearerOf(request), async ({ actor, body }) => {
    const read = await readLogs(encoding === 'json' ? jsonEntries(body) : protoEntries(body));
    await intake.take(actor, read.posts.events, reply);
    allStored(await read.posts.store(intake, actor));
    return read;
  });
  return sendExported(reply, encoding, rejected, reason);
}

async function readLogs(entries: Iterable<LogEntry>): Promise<Read> {
  const posts = new SourcePosts(OWN_SOURCE);
  const around = new Around();
  let rejected = 0;
  let reason: string | undefined;
  for (const entry of entries) {
    const line = posts.events + 1;
    const surroundings = around.of(entry);
    const frame = surroundings ? recordFrame(entry, surroundings, line) : tooDeep(line);
    posts.add(surroundings?.source, frame);
    if ('code' in frame) {
      rejected++;
      reason ??= `log record ${line}: ${frame.message}`;
    }
    if (line % A_TURN === 0) await nextTurn();
  }
  return { posts, rejected, reason };
}

/** Neighbours share their resource and scope; each is worked out once. */
class Around {
  private last: { readonly entry: LogEntry; readonly surroundings: Surroundings | undefined } | undefined;

  of(entry: LogEntry): Surroundings | undefined {
    if (!this.last || this.last.entry.resource !== entry.resource || this.last.entry.scope !== entry.scope) {
      this.last = { entry, surroundings: shallow(entry) };
    }
    return this.last.surroundings;
  }
}

function shallow(entry: LogEntry): Surroundings | undefined {
  try {
    return surroundingsOf(entry);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
}

function bearerOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const key = headerOf(request, 'x-api-key');
  return authorization || (key === undefined ? undefined : `Bearer ${key}`);
}
