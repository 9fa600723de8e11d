import type { MatchedField } from '@vedette/sigma';
import type { Uuid } from '@vedette/kernel';
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
  };
}
