import type { MatchedField } from '@vedette/sigma';
import { isUuid, type Uuid } from '@vedette/kernel';
import type { AlertStatus } from './alert-status';

export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];
export const resolutions = ['true-positive', 'false-positive', 'benign'] as const;
export type AlertResolution = (typeof resolutions)[number];

/** What an analyst reads: one rule that fired for one entity, with exact count. */
export interface Alert {
  readonly id: Uuid;
  readonly rule: { readonly id: string; readonly title: string; readonly author: string; readonly licence: string; readonly pack: string };
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly resolution: AlertResolution | null;
  /** As the rule tags itself: `attack.t1059.001`, `attack.execution`. */
  readonly attack: readonly string[];
  readonly entity: { readonly kind: string; readonly value: string };
  readonly source: string;
  readonly reason: string;
  readonly firstEventAt: Date;
  readonly lastEventAt: Date;
  readonly eventCount: number;
  /** Grows with every change. */
  readonly version: number;
  readonly openedAt: Date;
  readonly changedAt: Date;
  /** Principals: `account:…`, `key:…`. */
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: Date | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  /** A member's principal. */
  readonly assignee: string | null;
  readonly assignedAt: Date | null;
  /** The values that a correlation's events share, by field; null for an alert of a plain rule. */
  readonly groupBy: Readonly<Record<string, string>> | null;
  /** Whether it gathers matches of a suppression, whomever they are about. */
  readonly suppressed: boolean;
}

/** A copied event; `<segmentId>/<index>` names it everywhere. */
export interface Evidence {
  readonly segmentId: Uuid;
  readonly index: number;
  readonly at: Date;
  readonly event: unknown;
  readonly matched: readonly MatchedField[];
}

export interface AlertRow {
  readonly id: Uuid;
  readonly rule_id: string;
  readonly rule_title: string;
  readonly rule_author: string;
  readonly rule_licence: string;
  readonly rule_pack: string;
  readonly severity: Severity;
  readonly attack: readonly string[];
  readonly entity_kind: string;
  readonly entity: string;
  readonly source: string;
  readonly reason: string;
  readonly status: AlertStatus;
  readonly resolution: AlertResolution | null;
  readonly first_event_at: Date;
  readonly last_event_at: Date;
  readonly event_count: string;
  readonly version: number;
  readonly opened_at: Date;
  readonly changed_at: Date;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly closed_by: string | null;
  readonly closed_at: Date | null;
  readonly assignee: Uuid | null;
  readonly assigned_at: Date | null;
  readonly group_by: Readonly<Record<string, string>> | null;
  readonly suppressed_as: string | null;
  readonly risk: number;
}

/** How audit rows and answers name an account. */
export function accountPrincipal(accountId: Uuid): string {
  return `account:${accountId}`;
}

/** Null for what names no account. */
export function accountOf(principal: string): Uuid | null {
  const id = principal.startsWith('account:') ? principal.slice('account:'.length) : '';
  return isUuid(id) ? id : null;
}

export function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    rule: { id: row.rule_id, title: row.rule_title, author: row.rule_author, licence: row.rule_licence, pack: row.rule_pack },
    severity: row.severity,
    status: row.status,
    resolution: row.resolution,
    attack: row.attack,
    entity: { kind: row.entity_kind, value: row.entity },
    source: row.source,
    reason: row.reason,
    firstEventAt: row.first_event_at,
    lastEventAt: row.last_event_at,
    eventCount: Number(row.event_count),
    version: row.version,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at,
    closedBy: row.closed_by,
    closedAt: row.closed_at,
    assignee: row.assignee ? accountPrincipal(row.assignee) : null,
    assignedAt: row.assigned_at,
    groupBy: row.group_by,
    suppressed: row.suppressed_as !== null,
  };
}
