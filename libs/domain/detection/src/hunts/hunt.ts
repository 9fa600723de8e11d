import type { Uuid } from '@vedette/kernel';
import type { MatchedField } from '@vedette/sigma';
import type { HuntEntity, HuntHour } from './hunt-tally';

export const huntKinds = ['hunt', 'backtest', 'rerun'] as const;
export type HuntKind = (typeof huntKinds)[number];
export const huntStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export type HuntState = (typeof huntStates)[number];

/** A rule or an ad-hoc condition asked of what is kept, and how far it has come. */
export interface Hunt {
  readonly id: Uuid;
  /** A hunt shows everything; a backtest applies the exclusions in force and counts alerts; a rerun opens them. */
  readonly kind: HuntKind;
  readonly title: string;
  readonly yaml: string;
  readonly from: Date;
  readonly to: Date;
  readonly sources: readonly string[] | null;
  readonly state: HuntState;
  /** Why it failed, or what of the data could not be read. */
  readonly problem: string | null;
  /** The first event that is kept of the range; null until it has begun, or where nothing is kept. */
  readonly keptFrom: Date | null;
  readonly eventsTotal: number;
  /** Events that were looked at or ruled out. */
  readonly eventsDone: number;
  /** Events the rule was asked about. */
  readonly candidates: number;
  readonly matches: number;
  readonly excluded: number;
  /** How many alerts the matches would have made. */
  readonly alerts: number;
  readonly histogram: readonly HuntHour[];
  readonly entities: readonly HuntEntity[];
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A copied match; `<segmentId>/<index>` names the event everywhere. */
export interface HuntHit {
  readonly position: number;
  readonly segmentId: Uuid;
  readonly index: number;
  readonly at: Date;
  readonly source: string;
  readonly entity: { readonly kind: string; readonly value: string };
  readonly event: unknown;
  readonly matched: readonly MatchedField[];
}

export interface HuntRow {
  readonly id: Uuid;
  readonly kind: HuntKind;
  readonly title: string;
  readonly yaml: string;
  readonly from_at: Date;
  readonly to_at: Date;
  readonly sources: readonly string[] | null;
  readonly state: HuntState;
  readonly problem: string | null;
  readonly kept_from: Date | null;
  readonly events_total: string;
  readonly events_done: string;
  readonly candidates: string;
  readonly matches: string;
  readonly excluded: string;
  readonly alerts: string;
  readonly histogram: readonly HuntHour[];
  readonly entities: readonly HuntEntity[];
  readonly rule_id: string | null;
  readonly rule_since: Date | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

export function huntOf(row: HuntRow): Hunt {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    yaml: row.yaml,
    from: row.from_at,
    to: row.to_at,
    sources: row.sources,
    state: row.state,
    problem: row.problem,
    keptFrom: row.kept_from,
    eventsTotal: Number(row.events_total),
    eventsDone: Number(row.events_done),
    candidates: Number(row.candidates),
    matches: Number(row.matches),
    excluded: Number(row.excluded),
    alerts: Number(row.alerts),
    histogram: row.histogram,
    entities: row.entities,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
