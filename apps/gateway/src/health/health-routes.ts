import type { FastifyInstance } from 'fastify';
import type { RelayDoor } from '@vedette/database';
import { newTenantId } from '@vedette/kernel';
import type { PubSub } from '@vedette/pubsub';

const PATIENCE_MS = 2_000;

export interface HealthDeps {
  readonly relay: Pick<RelayDoor, 'sql'>;
  readonly pubsub: Pick<PubSub, 'publish'>;
}

/** `/livez`: the process answers. `/readyz`: it can work, that is, Postgres and Redis answer it; 503 with their names else. */
export async function healthRoutes(server: FastifyInstance, deps: HealthDeps): Promise<void> {
  server.get('/livez', { config: { access: 'public' } }, async () => ({ ok: true }));
  server.get('/readyz', { config: { access: 'public' } }, async (_request, reply) => {
    const [postgres, redis] = await Promise.all([
      answers(() => deps.relay.sql`select 1`),
      // A message that nobody hears is the ping.
      answers(() => deps.pubsub.publish(newTenantId(), { seq: '0', topic: 'gateway.readiness-asked', ids: {} })),
    ]);
    return reply.code(postgres && redis ? 200 : 503).send({ ok: postgres && redis, postgres, redis });
  });
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)));
  const asked = ask().then(() => true, () => false);
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
