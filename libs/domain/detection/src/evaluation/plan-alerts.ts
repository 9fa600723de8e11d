import type { Uuid } from '@vedette/kernel';
import type { Hit } from './group-matches';

/** Hits of one group of which none is further than the window from its neighbour. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly hits: readonly Hit[];
}

/** An alert that is not closed, as far as joining is concerned. Times in milliseconds since the epoch. */
export interface JoinableAlert {
  readonly id: Uuid;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
}

/** What one segment does to one alert of a group. */
export interface PlannedAlert extends JoinableAlert {
  readonly isNew: boolean;
  /** The new events that are copied, with their positions among the alert's ten. */
  readonly evidence: readonly { readonly position: number; readonly hit: Hit }[];
}

export const EVIDENCE_LIMIT = 10;

/** Cuts hits, sorted by time, wherever a pause is longer than the window. */
export function runsOf(hits: readonly Hit[], window: number): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let i = 1; i <= hits.length; i++) {
    const [before, next] = [hits[i - 1], hits[i]];
    if (before && (!next || next.at - before.at > window)) {
      const run = hits.slice(from, i);
      runs.push({ first: run[0]?.at ?? before.at, last: before.at, hits: run });
      from = i;
    }
  }
  return runs;
}

/**
 * Puts each run into the newest alert that it touches: one whose span, widened by the window on both sides, it overlaps.
 * For events in order that is "within an hour of the alert's last event"; a late event finds the alert it would have
 * joined. A run that touches none opens an alert.
 */
export function planAlerts(runs: readonly Run[], known: readonly JoinableAlert[], window: number, newAlertId: () => Uuid): PlannedAlert[] {
  const alerts = new Map<Uuid, JoinableAlert>(known.map((alert) => [alert.id, alert]));
  const planned = new Map<Uuid, PlannedAlert>();
  for (const run of runs) {
    const joined = [...alerts.values()]
      .filter(({ firstAt, lastAt }) => run.first <= lastAt + window && run.last >= firstAt - window)
      .reduce<JoinableAlert | null>((newest, alert) => (newest && newest.lastAt >= alert.lastAt ? newest : alert), null);
    const alert = joined ?? { id: newAlertId(), firstAt: run.first, lastAt: run.last, count: 0 };
    const room = Math.max(0, EVIDENCE_LIMIT - alert.count);
    const next: PlannedAlert = {
      id: alert.id,
      isNew: planned.get(alert.id)?.isNew ?? joined === null,
      firstAt: Math.min(alert.firstAt, run.first),
      lastAt: Math.max(alert.lastAt, run.last),
      count: alert.count + run.hits.length,
      evidence: [
        ...(planned.get(alert.id)?.evidence ?? []),
        ...run.hits.slice(0, room).map((hit, i) => ({ position: alert.count + i + 1, hit })),
      ],
    };
    alerts.set(next.id, next);
    planned.set(next.id, next);
  }
  return [...planned.values()];
}
