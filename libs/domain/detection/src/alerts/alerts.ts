import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { topicHead } from '@vedette/queue';
import type { MatchedField } from '@vedette/sigma';
import { refuse } from '../refusals';
import { alertOf, type Alert, type AlertResolution, type AlertRow, type Evidence } from './alert';
import { alertHistory, type AlertEvent } from './alert-history';
import { listAlerts, type AlertPage, type AlertQuery } from './list-alerts';
import { memberOf } from './member-of';
import { moveAlerts } from './move-alerts';
import { relatedAlerts, type RelatedAlert } from './related-alerts';
import { closing, type Feedback, type WorkMove } from './work';

/** A page and where its live changes go on: subscribe with `liveCursor` and nothing between the two is missed. */
export interface LiveAlertPage extends AlertPage {
  readonly liveCursor: string;
}

export interface GivenFeedback {
  readonly reason: string;
  readonly excludeFields: readonly string[];
  /** A principal. */
  readonly givenBy: string;
  readonly givenAt: Date;
}

/** What analysts read and move along. Another tenant's alert is `alert.not_found`, like one that never was. */
export class Alerts {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /** @throws Refusal `auth.forbidden`, `page.size_invalid`, `cursor.malformed`, `filter.too_long` */
  async list(actor: Actor, query: AlertQuery): Promise<LiveAlertPage> {
    actor.require('alert:read');
    return this.database.tenant(actor, async (tx) => {
      // Before the rows: a change that commits in between is then in the page and announced, never neither.
      const liveCursor = await topicHead(tx);
      return { ...(await listAlerts(tx, query)), liveCursor };
    });
  }

  /** @throws Refusal `auth.forbidden`, `alert.not_found` */
  async get(actor: Actor, id: string): Promise<Alert> {
    actor.require('alert:read');
    return this.database.tenant(actor, async (tx) => alertOf(await foundAlert(tx, id)));
  }

  /** The first ten events, oldest first; none for an alert that is not there. @throws Refusal `auth.forbidden` */
  async evidence(actor: Actor, id: string): Promise<Evidence[]> {
    actor.require('alert:read');
    if (!isUuid(id)) return [];
    const rows = await this.database.tenant(actor, (tx) => tx.sql<{ segment_id: Uuid; event_index: number; event_at: Date; event: unknown; matched: MatchedField[] }>`
      select segment_id, event_index, event_at, event, matched from alert_evidence
      where alert_id = ${id} order by event_at, position`);
    return rows.map((row) => ({
      segmentId: row.segment_id,
      index: row.event_index,
      at: row.event_at,
      event: row.event,
      matched: row.matched,
    }));
  }

  /** Alerts that may tell of the same attack, the closest first. @throws Refusal `auth.forbidden`, `alert.not_found` */
  async related(actor: Actor, id: string): Promise<RelatedAlert[]> {
    actor.require('alert:read');
    return this.database.tenant(actor, async (tx) => relatedAlerts(tx, await foundAlert(tx, id)));
  }

  /** What happened to it, oldest first. @throws Refusal `auth.forbidden`, `alert.not_found` */
  async history(actor: Actor, id: string): Promise<AlertEvent[]> {
    actor.require('alert:read');
    return this.database.tenant(actor, async (tx) => alertHistory(tx, await foundAlert(tx, id)));
  }

  /** What was said when it was closed as false; null otherwise. @throws Refusal `auth.forbidden` */
  async feedback(actor: Actor, id: string): Promise<GivenFeedback | null> {
    actor.require('alert:read');
    if (!isUuid(id)) return null;
    const [row] = await this.database.tenant(actor, (tx) => tx.sql<{ reason: string; exclude_fields: string[]; given_by: string; given_at: Date }>`
      select reason, exclude_fields, given_by, given_at from alert_feedback where alert_id = ${id}`);
    return row ? { reason: row.reason, excludeFields: row.exclude_fields, givenBy: row.given_by, givenAt: row.given_at } : null;
  }

  /** @throws Refusal `auth.forbidden`, `alert.not_found`, `alert.already_acknowledged`, `alert.already_closed` */
  acknowledge(actor: Actor, id: string): Promise<Alert> {
    return this.move(actor, id, () => ({ kind: 'acknowledge' }));
  }

  /**
   * A false positive takes a reason, and what the alert added to its entity's risk is taken back.
   * @throws Refusal `auth.forbidden`, `alert.not_found`, `alert.already_closed`, `feedback.reason_missing`, `feedback.fields_invalid`
   */
  close(actor: Actor, id: string, resolution: AlertResolution, feedback?: Feedback | null): Promise<Alert> {
    return this.move(actor, id, () => closing(resolution, feedback));
  }

  /** @param assignee a member's principal; null for nobody. @throws Refusal `auth.forbidden`, `alert.not_found`, `alert.already_closed`, `assignee.not_member` */
  assign(actor: Actor, id: string, assignee: string | null): Promise<Alert> {
    return this.move(actor, id, async (tx) => ({ kind: 'assign', assignee: await memberOf(tx, assignee) }));
  }

  private async move(actor: Actor, id: string, moveOf: (tx: TenantTx) => WorkMove | Promise<WorkMove>): Promise<Alert> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      // Looked for first: an alert of somebody else is not there, whatever was to be done with it.
      const { id: found } = await foundAlert(tx, id);
      const { moved, skipped } = await moveAlerts(tx, [found], await moveOf(tx), this.clock.now());
      const [done] = moved;
      if (!done) throw refuse(refusalCode(skipped[0]?.code));
      return alertOf(done.row);
    });
  }
}

async function foundAlert(tx: TenantTx, id: string): Promise<AlertRow> {
  const [row] = isUuid(id) ? await tx.sql<AlertRow>`select * from alerts where id = ${id}` : [];
  if (!row) throw refuse('alert.not_found');
  return row;
}

function refusalCode(code: string | undefined): 'alert.already_acknowledged' | 'alert.already_closed' | 'alert.not_found' {
  return code === 'alert.already_acknowledged' || code === 'alert.already_closed' ? code : 'alert.not_found';
}
