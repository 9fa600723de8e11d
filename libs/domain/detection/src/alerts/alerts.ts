import { alertChanged } from '@vedette/contracts';
import type { Database, TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { isUuid, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { topicHead } from '@vedette/queue';
import type { MatchedField } from '@vedette/sigma';
import { refuse } from '../refusals';
import { alertOf, type Alert, type AlertResolution, type AlertRow, type Evidence } from './alert';
import { nextStatus } from './alert-status';
import { listAlerts, type AlertPage, type AlertQuery } from './list-alerts';

/** A page and where its live changes go on: subscribe with `liveCursor` and nothing between the two is missed. */
export interface LiveAlertPage extends AlertPage {
  readonly liveCursor: string;
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
    return this.database.tenant(actor, async (tx) => {
      const [row] = isUuid(id) ? await tx.sql<AlertRow>`select * from alerts where id = ${id}` : [];
      if (!row) throw refuse('alert.not_found');
      return alertOf(row);
    });
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

  /** @throws Refusal `auth.forbidden`, `alert.not_found`, `alert.already_acknowledged`, `alert.already_closed` */
  async acknowledge(actor: Actor, id: string): Promise<Alert> {
    return this.move(actor, id, async (tx, alert) => {
      const status = nextStatus(alert.status, 'acknowledge');
      tx.audit('alert.acknowledged', { kind: 'alert', id: alert.id });
      return tx.sql<AlertRow>`
        update alerts set status = ${status}, acknowledged_by = ${actor.principal}, acknowledged_at = ${this.clock.date()},
          version = version + 1, changed_at = ${this.clock.date()}
        where id = ${alert.id} returning *`;
    });
  }

  /** @throws Refusal `auth.forbidden`, `alert.not_found`, `alert.already_closed` */
  async close(actor: Actor, id: string, resolution: AlertResolution): Promise<Alert> {
    return this.move(actor, id, async (tx, alert) => {
      const status = nextStatus(alert.status, 'close');
      tx.audit('alert.closed', { kind: 'alert', id: alert.id }, { resolution });
      return tx.sql<AlertRow>`
        update alerts set status = ${status}, resolution = ${resolution}, closed_by = ${actor.principal},
          closed_at = ${this.clock.date()}, version = version + 1, changed_at = ${this.clock.date()}
        where id = ${alert.id} returning *`;
    });
  }

  /** Locked first: an event that is about to join waits, and joins or opens another by what it then sees. */
  private async move(actor: Actor, id: string, write: (tx: TenantTx, alert: AlertRow) => Promise<AlertRow[]>): Promise<Alert> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      const [alert] = isUuid(id) ? await tx.sql<AlertRow>`select * from alerts where id = ${id} for update` : [];
      if (!alert) throw refuse('alert.not_found');
      const [changed] = await write(tx, alert);
      if (!changed) throw new Error('a locked alert vanished');
      tx.announce(alertChanged, { alertId: alert.id });
      return alertOf(changed);
    });
  }
}
