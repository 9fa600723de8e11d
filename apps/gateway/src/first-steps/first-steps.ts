import type { Database, DirectoryDoor } from '@vedette/database';
import { OWN_SOURCE, TEST_ATTACK_SOURCE } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import type { Clock } from '@vedette/kernel';

/** In the order in which they are shown. */
export const stepIds = ['key-created', 'event-received', 'alert-opened', 'teammate-invited', 'factor-added'] as const;
export type StepId = (typeof stepIds)[number];

export interface FirstStep {
  readonly id: StepId;
  /** When it was done first, where that is known. */
  readonly at: Date | null;
}

export interface Progress {
  readonly steps: readonly FirstStep[];
  readonly dismissed: boolean;
}

interface TenantRow {
  key_at: Date | null;
  event_at: Date | null;
  alert_at: Date | null;
  invited_at: Date | null;
}
interface DirectoryRow {
  dismissed_at: Date | null;
  factor_at: Date | null;
}

/** What a new organisation has done already: read from what is there, so no step can be ticked and not done. */
export class FirstSteps {
  constructor(private readonly deps: { readonly database: Database; readonly directory: DirectoryDoor; readonly clock: Clock }) {}

  /** Two statements, each row found by an index. The second factor is the caller's own; a key of a program has none. */
  async of(actor: Actor): Promise<Progress> {
    const { database, directory } = this.deps;
    const [[tenant], [account]] = await Promise.all([
      database.tenant(actor, (tx) => tx.sql<TenantRow>`
        select (select min(created_at) from api_keys) as key_at,
          (select min(first_seen_at) from sources where accepted > 0 and name not in (${OWN_SOURCE}, ${TEST_ATTACK_SOURCE})) as event_at,
          (select min(opened_at) from alerts) as alert_at,
          least((select min(created_at) from invitations), (select joined_at from members order by joined_at offset 1 limit 1)) as invited_at`),
      directory.call<DirectoryRow>('first_steps', actor.tenantId, actor.accountId ?? null),
    ]);
    const done: Record<StepId, Date | null> = {
      'key-created': tenant?.key_at ?? null,
      'event-received': tenant?.event_at ?? null,
      'alert-opened': tenant?.alert_at ?? null,
      'teammate-invited': tenant?.invited_at ?? null,
      'factor-added': account?.factor_at ?? null,
    };
    return { steps: stepIds.map((id) => ({ id, at: done[id] })), dismissed: (account?.dismissed_at ?? null) !== null };
  }

  /** For all of the organisation. @throws Refusal `auth.forbidden` */
  async dismiss(actor: Actor, dismissed: boolean): Promise<void> {
    actor.require('member:write');
    await this.deps.directory.call('dismiss_first_steps', actor.tenantId, dismissed ? this.deps.clock.date() : null);
  }
}
