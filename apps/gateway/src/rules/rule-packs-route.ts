import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RuleFolders } from '@vedette/detection';
import type { Authenticator } from '../auth/authenticator';
import { checkAccess } from '../auth/check-access';
import type { CostBudget } from '../graphql/limits/cost-budget';
import { sendFailure } from '../http/send-failure';
import { readBody } from '../ingest/read-body';
import { takeRawBodies } from '../ingest/raw-bodies';
import { Room } from '../ingest/room';
import { refuse } from '../refusals';

export interface RulePacksRouteDeps {
  readonly authenticator: Authenticator;
  readonly folders: RuleFolders;
  readonly budget: CostBudget;
}

/** A pack unfolds to several times its size and is held as text, lines and rules. */
const ROOM_BYTES = 64 * 1024 * 1024;
/** Of the GraphQL budget: a pack is compiled and tested as a whole. */
const COST = 100;

/**
 * `PUT /v1/rule-packs/:pack?dryRun=true&enable=true` with a zip: detection as code. 200 says what was (or would be) done,
 * 422 what is in the way, and then nothing was done. With a key only: a browser's cookie opens nothing here.
 */
export async function rulePacksRoute(server: FastifyInstance, { authenticator, folders, budget }: RulePacksRouteDeps): Promise<void> {
  takeRawBodies(server, sendFailure);
  const room = new Room(ROOM_BYTES);
  server.put<{ Params: { pack: string }; Querystring: Record<string, unknown> }>('/v1/rule-packs/:pack', { config: { access: 'rule:write' } }, async (request, reply) => {
    const { authorization, 'content-length': announced, 'content-encoding': encoding } = request.headers;
    if (authorization === undefined) throw refuse('auth.unauthenticated');
    const actor = await authenticator.bearer(authorization, request.ip);
    checkAccess('rule:write', actor);
    await budget.reserve({ actor, address: request.ip }, COST, (headers) => void reply.headers(headers));
    const plan = await room.within(actor.tenantId, announced, async () => {
      const archive = await readBody(bodyOf(request), encoding, announced);
      return folders.applyArchive(actor, { pack: request.params.pack, archive, dryRun: said(request.query['dryRun']), enable: said(request.query['enable']) });
    });
    return answer(reply, plan.refused.length + plan.failedTests.length === 0, plan);
  });
}

function answer(reply: FastifyReply, sound: boolean, plan: object): FastifyReply {
  return reply.code(sound ? 200 : 422).send(plan);
}

function bodyOf(request: FastifyRequest): Readable {
  return (request.body as Readable | null) ?? request.raw;
}

/** `?dryRun`, `?dryRun=true`. What is neither yes nor no is refused: a dry run taken for a real one would be a surprise. */
function said(value: unknown): boolean {
  if (value === '' || value === 'true') return true;
  if (value === undefined || value === 'false') return false;
  throw refuse('request.malformed');
}
