import { alertChanged, type AuditAction } from '@vedette/contracts';
import { json, type TenantTx } from '@vedette/database';
import { dateFrom, Refusal, type Facts, type Uuid } from '@vedette/kernel';
import { accountPrincipal, type AlertRow } from './alert';
import { changeRisk } from './store-risk';
import { nextWork, workOf, type Feedback, type WorkMove, type WorkState } from './work';

export interface MovedAlert {
  readonly row: AlertRow;
  readonly before: WorkState;
}

export interface SkippedAlert {
  readonly id: string;
  /** `noun.reason` of the refusal. */
  readonly code: string;
}

/** Locked in the order of ids: an event that is about to join waits, and joins or opens another by what it then sees. */
export async function lockAlerts(tx: TenantTx, ids: readonly Uuid[]): Promise<Map<Uuid, AlertRow>> {
  const rows = await tx.sql<AlertRow>`select * from alerts where id = any(${ids}::uuid[]) order by id for update`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Moves those alerts that may make the move and says of the others why not; all of it in this transaction. */
export async function moveAlerts(
  tx: TenantTx,
  ids: readonly Uuid[],
  move: WorkMove,
  now: number,
  facts: Facts = {},
): Promise<{ moved: readonly MovedAlert[]; skipped: readonly SkippedAlert[] }> {
  const at = dateFrom(now);
  const locked = await lockAlerts(tx, ids);
  const skipped: SkippedAlert[] = [];
  const next = new Map<Uuid, { readonly before: WorkState; readonly after: WorkState }>();
  for (const id of ids) {
    const row = locked.get(id);
    try {
      if (!row) skipped.push({ id, code: 'alert.not_found' });
      else next.set(id, { before: workOf(row), after: nextWork(workOf(row), move, tx.principal, at) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      skipped.push({ id, code: error.code });
    }
  }
  const rows = await writeWork(tx, new Map([...next].map(([id, { after }]) => [id, after])), now);
  if (move.kind === 'close' && move.feedback) await keepFeedback(tx, rows, move.feedback, at);
  if (move.kind === 'close' && move.resolution === 'false-positive') await weighRisk(tx, rows, -1);
  const [action, told] = auditOf(move);
  for (const { id } of rows) {
    tx.audit(action, { kind: 'alert', id }, { ...told, ...facts });
    tx.announce(alertChanged, { alertId: id });
  }
  const moved = rows.flatMap((row) => {
    const known = next.get(row.id);
    return known ? [{ row, before: known.before }] : [];
  });
  return { moved, skipped };
}

/** @returns the rows as they then are */
export async function writeWork(tx: TenantTx, states: ReadonlyMap<Uuid, WorkState>, now: number): Promise<AlertRow[]> {
  if (states.size === 0) return [];
  const rows = [...states].map(([id, state]) => ({ id, ...state }));
  return tx.sql<AlertRow>`
    update alerts a set status = r.status, resolution = r.resolution, acknowledged_by = r.acknowledged_by, acknowledged_at = r.acknowledged_at,
      closed_by = r.closed_by, closed_at = r.closed_at, assignee = r.assignee, assigned_at = r.assigned_at,
      version = a.version + 1, changed_at = ${dateFrom(now)}
    from jsonb_to_recordset(${json(rows)}) as r(id uuid, status text, resolution text, acknowledged_by text, acknowledged_at timestamptz,
      closed_by text, closed_at timestamptz, assignee uuid, assigned_at timestamptz)
    where a.id = r.id returning a.*`;
}

/** Takes back what false alerts added to the risk of their entities (-1), or gives it again (1). */
export async function weighRisk(tx: TenantTx, rows: readonly AlertRow[], sign: 1 | -1): Promise<void> {
  await changeRisk(tx, rows.filter(({ risk }) => risk > 0).map((row) => ({
    kind: row.entity_kind,
    value: row.entity,
    gain: sign * row.risk,
    at: row.opened_at.getTime(),
    firstSeenAt: row.first_event_at.getTime(),
    alerts: 0,
  })));
}

async function keepFeedback(tx: TenantTx, closed: readonly AlertRow[], { reason, excludeFields }: Required<Feedback>, at: Date): Promise<void> {
  if (closed.length === 0) return;
  await tx.sql`
    insert into alert_feedback (tenant_id, alert_id, rule_id, reason, exclude_fields, given_by, given_at)
    select (select app.tenant_id()), r.id, r.rule_id, ${reason}, ${excludeFields ?? []}::text[], ${tx.principal}, ${at}
    from jsonb_to_recordset(${json(closed.map(({ id, rule_id }) => ({ id, rule_id })))}) as r(id uuid, rule_id text)`;
}

function auditOf(move: WorkMove): [AuditAction, Facts] {
  switch (move.kind) {
    case 'acknowledge':
      return ['alert.acknowledged', {}];
    case 'close':
      return ['alert.closed', { resolution: move.resolution }];
    case 'assign':
      return move.assignee ? ['alert.assigned', { assignee: accountPrincipal(move.assignee) }] : ['alert.unassigned', {}];
  }
}
