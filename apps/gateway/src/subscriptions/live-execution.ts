import { execute } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Actor } from '@vedette/identity';
import { Outage } from '@vedette/kernel';
import type { TopicMessage } from '@vedette/pubsub';
import { flatten, renderError } from '../graphql/render-error';
import type { RenderOptions } from '../graphql/render-error';
import type { AskedSubscription } from './asked-subscription';
import type { LiveCursors } from './live-cursor';
import type { Execute } from './shared-execution';

/** What a field of Subscription is fed with. */
export interface LiveField {
  /** The topic whose messages it shows. */
  readonly topic: string;
  /** What the message speaks of, read again for this asker; null where it is gone or none of theirs. @throws Outage */
  read(actor: Actor, ids: unknown, asked: AskedSubscription): Promise<object | null>;
}

export interface LiveExecutionDeps extends RenderOptions {
  readonly schema: GraphQLSchema;
  readonly cursors: LiveCursors;
  readonly fields: Readonly<Record<string, LiveField>>;
}

/** Runs one subscription for whoever holds these permissions in this tenant, on what each message names. */
export function liveExecution(deps: LiveExecutionDeps, asker: Actor, asked: AskedSubscription): Execute {
  const actor = sharedActor(asker);
  const field = deps.fields[asked.field];
  if (!field) throw new Error(`nothing feeds the subscription ${asked.field}`);
  return async (message: TopicMessage) => {
    if (message.topic !== field.topic) return null;
    const found = await field.read(actor, message.ids, asked);
    if (!found) return null;
    const result = await execute({
      schema: deps.schema,
      document: asked.document,
      operationName: asked.operationName,
      variableValues: asked.variables,
      rootValue: { [asked.field]: { cursor: deps.cursors.write(actor.tenantId, message.seq), ...found } },
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
