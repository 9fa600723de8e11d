import { alertChanged } from '@vedette/contracts';
import type { Alerts } from '@vedette/detection';
import { Refusal } from '@vedette/kernel';
import type { LiveField } from '../subscriptions/live-execution';
import type { AlertView } from './alert-view';

/** Feeds `alertChanged`. */
export function alertChanges(alerts: Alerts, view: AlertView): LiveField {
  return {
    topic: alertChanged.name,
    async read(actor, ids) {
      const { alertId } = alertChanged.schema.parse(ids);
      const alert = await alerts.get(actor, alertId).catch((error: unknown) => {
        if (error instanceof Refusal && error.code === 'alert.not_found') return null;
        throw error;
      });
      return alert && { alert: view.of(actor.tenantId, alert) };
    },
  };
}
