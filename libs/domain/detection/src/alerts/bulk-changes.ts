import { alertChanged } from '@vedette/contracts';
import { json, type Database, type TenantTx } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, isUuid, newId, systemClock, type Clock, type Uuid } from '@vedette/kernel';
import { refuse } from '../refusals';
import { alertOf, type Alert, type AlertResolution } from './alert';
import { selectAlerts, type AlertFilter } from './list-alerts';
import { memberOf } from './member-of';
import { lockAlerts, moveAlerts, weighRisk, writeWork, type SkippedAlert } from './move-alerts';
import { closing, sameWork, workOf, type Feedback, type WorkMove, type WorkState } from './work';

/** 1 to 1,000 alerts by id, or the newest 1,000 that a filter lets through. */
export interface BulkTarget {
  readonly ids?: readonly string[] | null;
  readonly filter?: AlertFilter | null;
}

export type BulkMove =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'close'; readonly resolution: AlertResolution; readonly feedback?: Feedback | null }
  /** A member's principal; null for nobody. */
  | { readonly kind: 'assign'; readonly assignee: string | null };

export interface BulkChange {
  readonly changed: readonly Alert[];
  readonly skipped: readonly SkippedAlert[];
  /** The filter let more through than were looked at. */
  readonly more: boolean;
  /** Null where nothing was changed. */
  readonly undo: { readonly token: Uuid; readonly expiresAt: Date } | null;
}

interface UndoMove {
  readonly id: Uuid;
  readonly before: WorkState;
  readonly after: WorkState;
}

const MOST = 1_000;
const UNDO_MS = 10 * 60_000;
const KEPT_MS = 24 * 3_600_000;

/** Many alerts in one go, and back again within ten minutes. */
export class BulkChanges {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /**
   * Each alert is changed or skipped with the code of its refusal; one that cannot be changed keeps none of the others.
   * @throws Refusal `auth.forbidden`, `alert.bulk_size_invalid`, `filter.too_long`, `assignee.not_member`, `feedback.reason_missing`, `feedback.fields_invalid`
   */
  async apply(actor: Actor, target: BulkTarget, wanted: BulkMove): Promise<BulkChange> {
    actor.require('alert:write');
    const asked = idsOf(target);
    return this.database.tenant(actor, async (tx) => {
      const now = this.clock.now();
      const move = await moveOf(tx, wanted);
      const found = asked ? [] : await selectAlerts(tx, target.filter ?? {}, null, MOST + 1);
      const ids = asked ?? found.slice(0, MOST).map(({ id }) => id);
      const unknown = ids.filter((id) => !isUuid(id)).map((id) => ({ id, code: 'alert.not_found' }));
      const { moved, skipped } = await moveAlerts(tx, ids.filter(isUuid), move, now, { together: ids.length });
      const undo = moved.length > 0 ? await this.keepUndo(tx, moved.map(({ row, before }) => ({ id: row.id, before, after: workOf(row) })), now) : null;
      return { changed: moved.map(({ row }) => alertOf(row)), skipped: [...unknown, ...skipped], more: found.length > MOST, undo };
    });
  }

  /**
   * Puts every alert back to what it was, but for those whose status, resolution or assignment was changed since. Events
   * that came meanwhile stay counted. Once, within ten minutes, by who made the change.
   * @throws Refusal `auth.forbidden`, `undo.not_found`
   */
  async undo(actor: Actor, token: string): Promise<Pick<BulkChange, 'changed' | 'skipped'>> {
    actor.require('alert:write');
    return this.database.tenant(actor, async (tx) => {
      const at = this.clock.date();
      const [undo] = isUuid(token) ? await tx.sql<{ moves: UndoMove[] }>`
        update alert_undos set used_at = ${at}
        where id = ${token} and principal = ${actor.principal} and used_at is null and expires_at > ${at} returning moves` : [];
      if (!undo) throw refuse('undo.not_found');
      const locked = await lockAlerts(tx, undo.moves.map(({ id }) => id));
      const standing = undo.moves.filter(({ id, after }) => {
        const row = locked.get(id);
        return row !== undefined && sameWork(workOf(row), after);
      });
      const rows = await writeWork(tx, new Map(standing.map(({ id, before }) => [id, before])), at.getTime());
      const falsified = new Set(standing.filter(({ after, before }) => after.resolution === 'false-positive' && before.status !== 'closed').map(({ id }) => id));
      if (falsified.size > 0) await tx.sql`delete from alert_feedback where alert_id = any(${[...falsified]}::uuid[])`;
      await weighRisk(tx, rows.filter(({ id }) => falsified.has(id)), 1);
      for (const { id } of rows) {
        tx.audit('alert.restored', { kind: 'alert', id }, { together: undo.moves.length });
        tx.announce(alertChanged, { alertId: id });
      }
      const restored = new Set(standing.map(({ id }) => id));
      const skipped = undo.moves.filter(({ id }) => !restored.has(id)).map(({ id }) => ({ id, code: locked.has(id) ? 'alert.changed_since' : 'alert.not_found' }));
      return { changed: rows.map(alertOf), skipped };
    });
  }

  private async keepUndo(tx: TenantTx, moves: readonly UndoMove[], now: number): Promise<BulkChange['undo']> {
    const token = newId(now);
    const expiresAt = dateFrom(now + UNDO_MS);
    await tx.sql`delete from alert_undos where expires_at < ${dateFrom(now - KEPT_MS)}`;
    await tx.sql`
      insert into alert_undos (tenant_id, id, principal, moves, expires_at)
      values ((select app.tenant_id()), ${token}, ${tx.principal}, ${json(moves)}, ${expiresAt})`;
    return { token, expiresAt };
  }
}

/** Null where a filter says which. @throws Refusal `alert.bulk_size_invalid` */
function idsOf({ ids, filter }: BulkTarget): readonly string[] | null {
  if (Boolean(ids) === Boolean(filter)) throw refuse('alert.bulk_size_invalid');
  if (!ids) return null;
  const unique = [...new Set(ids)];
  if (unique.length < 1 || unique.length > MOST) throw refuse('alert.bulk_size_invalid');
  return unique;
}

async function moveOf(tx: TenantTx, wanted: BulkMove): Promise<WorkMove> {
  if (wanted.kind === 'acknowledge') return wanted;
  if (wanted.kind === 'close') return closing(wanted.resolution, wanted.feedback);
  return { kind: 'assign', assignee: await memberOf(tx, wanted.assignee) };
}
