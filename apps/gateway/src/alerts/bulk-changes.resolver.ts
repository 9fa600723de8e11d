import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { BulkChanges } from '@vedette/detection';
import type { BulkChange, BulkMove } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import type { TenantId } from '@vedette/kernel';
import { Requires } from '../auth/access';
import { CurrentActor } from '../graphql/gateway-context';
import { GlobalIds } from '../graphql/global-id';
import { answering } from '../graphql/user-error';
import { refuse } from '../refusals';
import { ChangeAlertsInput, ChangeAlertsPayloadType, UndoAlertChangeInput } from './alert-work.types';

@Resolver()
export class BulkChangesResolver {
  constructor(
    @Inject(BulkChanges) private readonly bulk: BulkChanges,
    @Inject(GlobalIds) private readonly ids: GlobalIds,
  ) {}

  @Mutation(() => ChangeAlertsPayloadType, { description: 'Moves up to 1,000 alerts in one transaction and says which were skipped and why.' })
  @Requires('alert:write')
  changeAlerts(@CurrentActor() actor: Actor, @Args('input', { type: () => ChangeAlertsInput }) input: ChangeAlertsInput): Promise<ChangeAlertsPayloadType> {
    return answering(async () => {
      // An id that is none of ours becomes one that nothing has; the answer then speaks of it as it was sent.
      const sent = new Map(input.ids?.slice(0, 1_001).map((id) => [this.ids.read(actor.tenantId, 'Alert', id) as string, id]));
      const done = await this.bulk.apply(actor, { ids: input.ids ? [...sent.keys()] : null, filter: input.filter }, moveOf(input));
      return { ...this.answerOf(actor.tenantId, done, sent), more: done.more, undoToken: done.undo?.token ?? null, undoUntil: done.undo?.expiresAt ?? null };
    });
  }

  @Mutation(() => ChangeAlertsPayloadType, { description: 'Takes a bulk change back, but for alerts that were changed since.' })
  @Requires('alert:write')
  undoAlertChange(@CurrentActor() actor: Actor, @Args('input', { type: () => UndoAlertChangeInput }) input: UndoAlertChangeInput): Promise<ChangeAlertsPayloadType> {
    return answering(async () => this.answerOf(actor.tenantId, await this.bulk.undo(actor, input.token), new Map()));
  }

  private answerOf(tenantId: TenantId, { changed, skipped }: Pick<BulkChange, 'changed' | 'skipped'>, sent: ReadonlyMap<string, string>) {
    return {
      changed: changed.length,
      changedIds: changed.map(({ id }) => this.ids.write(tenantId, 'Alert', id)),
      skipped: skipped.map(({ id, code }) => ({ id: sent.get(id) ?? this.ids.write(tenantId, 'Alert', id), code })),
    };
  }
}

function moveOf({ move, resolution, reason, excludeFields, assignee }: ChangeAlertsInput): BulkMove {
  if (move === 'acknowledge') return { kind: 'acknowledge' };
  if (move === 'assign') return { kind: 'assign', assignee: assignee ?? null };
  if (!resolution) throw refuse('alert.resolution_missing');
  return { kind: 'close', resolution, feedback: { reason: reason ?? '', excludeFields } };
}
