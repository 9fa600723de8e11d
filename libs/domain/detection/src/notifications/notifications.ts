import { notifyAlert } from '@vedette/contracts';
import type { Database, TenantScope } from '@vedette/database';
import { dateFrom, Outage, Refusal, systemClock, type Clock, type TenantId, type Uuid } from '@vedette/kernel';
import type { Mail } from '@vedette/mail';
import { alertLetter, digestLetter, type LetterText, type ToldAlert } from './letters';
import { planMailings, type NotifyWork } from './plan-mailings';

/** The job `detection.notify-alert`, as its queue hands it over. */
export interface NotifyJob extends TenantScope {
  readonly outboxId: Uuid;
  readonly payload: NotifyWork;
}

export interface NotificationsDeps {
  readonly database: Database;
  readonly mail: Pick<Mail, 'send'>;
  /** Addresses of those of the accounts that are members of the tenant now. @throws Outage */
  readonly addressesOf: (tenantId: TenantId, accountIds: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, string>>;
  /** Where a reader opens an alert, or (null) the list. */
  readonly linkOf: (tenantId: TenantId, alertId: Uuid | null) => string;
  readonly clock?: Clock;
}

interface Claim {
  readonly mailing_id: Uuid;
  readonly account_id: Uuid;
  readonly notification_id: Uuid;
}

/** Longer than a mail server is waited for; afterwards the letter of a process that died is another's. */
const CLAIM_MS = 90_000;

/** Mail about alerts. What is to be sent is decided and kept in one transaction; sending then takes letter after letter. */
export class Notifications {
  private readonly clock: Clock;

  constructor(private readonly deps: NotificationsDeps) {
    this.clock = deps.clock ?? systemClock;
  }

  /**
   * A second delivery plans nothing again and finds the letters sent. Between a mail server's answer and the note of it a
   * process may die: that letter goes twice, since the other way it might not go at all.
   * @returns how many letters went. @throws Outage, which brings the job back
   */
  async notify(job: NotifyJob): Promise<number> {
    await this.deps.database.tenant(job, (tx) => planMailings(tx, job.payload, this.clock.now()));
    let sent = 0;
    for (let claim = await this.claim(job); claim; claim = await this.claim(job)) {
      const state = await this.send(job, claim);
      if (state === 'sent') sent++;
    }
    await this.deps.database.tenant(job, async (tx) => {
      // Claimed by another process: looked at again when its claim ends, should it have died.
      const [held] = await tx.sql<{ until: Date | null }>`select max(claimed_until) as until from notification_letters where state = 'waiting'`;
      if (held?.until) tx.enqueue(notifyAlert, {}, { delayMs: Math.max(1_000, held.until.getTime() - this.clock.now() + 1_000) });
      tx.finish(job);
    });
    return sent;
  }

  private async claim(scope: TenantScope): Promise<Claim | null> {
    const now = this.clock.now();
    const [claim] = await this.deps.database.tenant(scope, (tx) => tx.sql<Claim>`
      with next as (
        select mailing_id, account_id from notification_letters
        where state = 'waiting' and (claimed_until is null or claimed_until <= ${dateFrom(now)})
        order by mailing_id, account_id limit 1 for update skip locked
      )
      update notification_letters l set claimed_until = ${dateFrom(now + CLAIM_MS)}
      from next, notification_mailings m
      where l.mailing_id = next.mailing_id and l.account_id = next.account_id and m.id = l.mailing_id
      returning l.mailing_id, l.account_id, m.notification_id`);
    return claim ?? null;
  }

  private async send(scope: TenantScope, claim: Claim): Promise<'sent' | 'refused' | 'gone'> {
    try {
      const to = (await this.deps.addressesOf(scope.tenantId, [claim.account_id])).get(claim.account_id);
      const letter = to ? await this.compose(scope, claim) : null;
      if (to && letter) await this.deps.mail.send({ to, ...letter });
      return await this.settle(scope, claim, to && letter ? 'sent' : 'gone');
    } catch (error) {
      if (error instanceof Refusal) return this.settle(scope, claim, 'refused');
      if (error instanceof Outage) await this.letGo(scope, claim);
      throw error;
    }
  }

  /** Null where the rule has ended, or nothing is left to tell. */
  private async compose(scope: TenantScope, { mailing_id, notification_id }: Claim): Promise<LetterText | null> {
    const { linkOf } = this.deps;
    return this.deps.database.tenant(scope, async (tx) => {
      const [rule] = await tx.sql<{ name: string }>`select name from notification_rules where id = ${notification_id} and ended_at is null`;
      const alerts = await tx.sql<ToldAlert & { total: string }>`
        select a.id, a.severity, a.rule_title, a.entity_kind, a.entity, a.reason, a.event_count, a.first_event_at, count(*) over () as total
        from alert_notifications n join alerts a on a.id = n.alert_id where n.mailing_id = ${mailing_id}
        order by array_position(array['critical', 'high', 'medium', 'low', 'informational'], a.severity), a.opened_at, a.id limit 50`;
      const [first] = alerts;
      if (!rule || !first) return null;
      const link = (alertId: Uuid | null): string => linkOf(scope.tenantId, alertId);
      return alerts.length === 1 ? alertLetter(first, rule.name, link(first.id)) : digestLetter(alerts, Number(first.total), rule.name, link, link(null));
    });
  }

  private async settle<State extends 'sent' | 'refused' | 'gone'>(scope: TenantScope, { mailing_id, account_id }: Claim, state: State): Promise<State> {
    await this.deps.database.tenant(scope, (tx) => tx.sql`
      update notification_letters set state = ${state}, claimed_until = null, settled_at = ${this.clock.date()}
      where mailing_id = ${mailing_id} and account_id = ${account_id}`);
    return state;
  }

  private async letGo(scope: TenantScope, { mailing_id, account_id }: Claim): Promise<void> {
    await this.deps.database.tenant(scope, (tx) => tx.sql`
      update notification_letters set claimed_until = null where mailing_id = ${mailing_id} and account_id = ${account_id} and state = 'waiting'`);
  }
}
