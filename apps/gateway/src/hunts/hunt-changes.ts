import { huntChanged } from '@vedette/contracts';
import type { Hunts } from '@vedette/detection';
import { Refusal } from '@vedette/kernel';
import type { LiveField } from '../subscriptions/live-execution';
import type { HuntView } from './hunt-view';

/** Feeds `huntChanged`: of the one hunt that was asked for. */
export function huntChanges(hunts: Hunts, view: HuntView): LiveField {
  return {
    topic: huntChanged.name,
    async read(actor, ids, asked) {
      const { huntId } = huntChanged.schema.parse(ids);
      if (view.idOf(actor.tenantId, asked.argument('id')) !== huntId) return null;
      const hunt = await hunts.get(actor, huntId).catch((error: unknown) => {
        if (error instanceof Refusal && error.code === 'hunt.not_found') return null;
        throw error;
      });
      return hunt && { hunt: view.of(actor.tenantId, hunt) };
    },
  };
}
