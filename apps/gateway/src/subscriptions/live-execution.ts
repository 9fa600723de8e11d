import { execute } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Alerts } from '@vedette/detection';
import { Actor } from '@vedette/identity';
import { Outage, Refusal } from '@vedette/kernel';
import type { AlertView } from '../alerts/alert-view';
import { flatten, renderError } from '../graphql/render-error';
import type { RenderOptions } from '../graphql/render-error';
import type { AskedSubscription } from './asked-subscription';
import type { LiveCursors } from './live-cursor';
import type { Execute } from './shared-execution';

export interface AlertExecutionDeps extends RenderOptions {
  readonly schema: GraphQLSchema;
  readonly alerts: Alerts;
  readonly view: AlertView;
  readonly cursors: LiveCursors;
}

/** Runs one `alertChanged` query for whoever holds these permissions in this tenant, on what a message names. */
export function alertExecution(deps: AlertExecutionDeps, asker: Actor, asked: AskedSubscription): Execute {
  const actor = sharedActor(asker);
  return async ({ alertId }, seq) => {
    const alert = await deps.alerts.get(actor, alertId).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'alert.not_found') return null;
      throw error;
    });
    if (!alert) return null;
    const change = { cursor: deps.cursors.write(actor.tenantId, seq), alert: deps.view.of(actor.tenantId, alert) };
    const result = await execute({
      schema: deps.schema,
      document: asked.document,
      operationName: asked.operationName,
      variableValues: asked.variables,
      rootValue: { [asked.field]: change },
      contextValue: { actor },
    });
    const late = result.errors?.find((error) => error.originalError instanceof Outage)?.originalError;
    if (late) throw late;
    const errors = result.errors?.flatMap(flatten).map((error) => renderError(error, deps));
    return JSON.stringify({ data: result.data, ...(errors ? { errors } : {}) });
  };
}

/** What many share belongs to none of them: no session nor key, so that it does not end with one of them. */
function sharedActor({ tenantId, tenantName, permissions }: Actor): Actor {
  return Actor.of({ tenantId, tenantName, permissions, principal: 'system:subscriptions', expiresAt: Number.MAX_SAFE_INTEGER });
}
