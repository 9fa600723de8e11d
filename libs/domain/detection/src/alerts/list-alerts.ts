import type { TenantTx } from '@vedette/database';
import { refuse } from '../refusals';
import { accountOf, alertOf, type Alert, type AlertRow, type Severity } from './alert';
import { alertCursor, parseAlertCursor, type AlertPosition } from './alert-cursor';
import type { AlertStatus } from './alert-status';

export interface AlertFilter {
  readonly status?: readonly AlertStatus[] | null;
  readonly severity?: readonly Severity[] | null;
  /** Contained in the rule's title or the entity, without regard to case; at most 200 characters. */
  readonly text?: string | null;
  readonly ruleId?: string | null;
  /** A member's principal. */
  readonly assignee?: string | null;
}

export interface AlertQuery {
  /** 1 to 100 */
  readonly first: number;
  readonly after?: string | null;
  readonly filter?: AlertFilter | null;
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/**
 * Newest first. The parameters are known when the statement is planned, so a filter that is not asked for costs nothing
 * and a single status or severity walks its own index; more than one of them, and the text, are checked along the way.
 * @throws Refusal `page.size_invalid`, `cursor.malformed`, `filter.too_long`
 */
export async function listAlerts(tx: TenantTx, { first, after, filter }: AlertQuery): Promise<AlertPage> {
  if (!Number.isInteger(first) || first < 1 || first > 100) throw refuse('page.size_invalid');
  const rows = await selectAlerts(tx, filter ?? {}, after ? parseAlertCursor(after) : null, first + 1);
  const alerts = rows.slice(0, first).map(alertOf);
  const last = alerts.at(-1);
  return {
    alerts,
    hasNextPage: rows.length > first,
    endCursor: last ? alertCursor(last) : null,
  };
}

/** The newest that the filter lets through, from a position on. @throws Refusal `filter.too_long` */
export async function selectAlerts(tx: TenantTx, filter: AlertFilter, from: AlertPosition | null, limit: number): Promise<AlertRow[]> {
  const [fromTime, fromId] = [from?.openedAt ?? null, from?.id ?? null];
  const [status, statuses] = oneOrMany(filter.status);
  const [severity, severities] = oneOrMany(filter.severity);
  // Postgres takes no NUL in a text; no title, entity or id holds one.
  const text = filter.text ? filter.text.replaceAll('\u0000', ' ').toLowerCase() : null;
  const ruleId = filter.ruleId?.replaceAll('\u0000', ' ') ?? null;
  if (text && text.length > 200) throw refuse('filter.too_long');
  // A principal that is no account's is nobody's: no alert has the nil UUID as assignee.
  const assignee = filter.assignee ? (accountOf(filter.assignee) ?? '00000000-0000-0000-0000-000000000000') : null;
  return tx.sql<AlertRow>`
    select * from alerts
    where (${fromTime}::timestamptz is null or (opened_at, id) < (${fromTime}::timestamptz, ${fromId}::uuid))
      and (${status}::text is null or status = ${status})
      and (${statuses}::text[] is null or status = any(${statuses}::text[]))
      and (${severity}::text is null or severity = ${severity})
      and (${severities}::text[] is null or severity = any(${severities}::text[]))
      and (${ruleId}::text is null or rule_id = ${ruleId})
      and (${assignee}::uuid is null or assignee = ${assignee}::uuid)
      and (${text}::text is null or strpos(lower(rule_title), ${text}) > 0 or strpos(lower(entity), ${text}) > 0)
    order by opened_at desc, id desc limit ${limit}`;
}

/** Nothing, one value (an index can be walked in order) or several (it cannot). An empty list asks for nothing special. */
function oneOrMany(values: readonly string[] | null | undefined): [string | null, readonly string[] | null] {
  if (!values || values.length === 0) return [null, null];
  return values.length === 1 ? [values[0] ?? null, null] : [null, values];
}
