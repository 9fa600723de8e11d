import type { Correlations, Place } from '@vedette/detection';
import { parseTenantId } from '@vedette/kernel';
import type { PubSub } from '@vedette/pubsub';
import { logger } from '@vedette/telemetry';
import { z } from 'zod';

const POKE = 'correlate';
const pokeSchema = z.object({ tenantId: z.uuid(), partition: z.int() });
const log = logger('correlations');

/** A job that reached the wrong process: whoever holds the partition hears of it at once, instead of at its next job. */
export function tellOwner(pubsub: PubSub): (place: Place) => void {
  return ({ tenantId, partition }) => pubsub.poke(POKE, { tenantId, partition });
}

export async function hearPokes(pubsub: PubSub, correlations: Correlations): Promise<() => Promise<void>> {
  return pubsub.onPoke(POKE, (about) => {
    const poke = pokeSchema.safeParse(about);
    if (!poke.success) return log.warn('a poke is malformed');
    const { tenantId, partition } = poke.data;
    correlations.poked({ tenantId: parseTenantId(tenantId), partition }).catch((err: unknown) => log.warn({ err }, 'a poked partition waits for its job'));
  });
}
