import { refuse } from '../refusals';
import { fieldNames, oneLine } from './words';
import type { Uuid } from '@vedette/kernel';
import type { AlertResolution, AlertRow } from './alert';
import { nextStatus } from './alert-status';

/** All of an alert that people change. Instants as ISO 8601, so that it is the same in and out of JSON. */
export interface WorkState {
  readonly status: AlertRow['status'];
  readonly resolution: AlertResolution | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: string | null;
  readonly closed_by: string | null;
  readonly closed_at: string | null;
  readonly assignee: Uuid | null;
  readonly assigned_at: string | null;
}

/** Why an alert was no attack, and what tells such events from one. */
export interface Feedback {
  readonly reason: string;
  /** At most ten fields of the event. */
  readonly excludeFields?: readonly string[] | null;
}

export type WorkMove =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'close'; readonly resolution: AlertResolution; readonly feedback: Required<Feedback> | null }
  | { readonly kind: 'assign'; readonly assignee: Uuid | null };

export function workOf(row: AlertRow): WorkState {
  return {
    status: row.status,
    resolution: row.resolution,
    acknowledged_by: row.acknowledged_by,
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
    closed_by: row.closed_by,
    closed_at: row.closed_at?.toISOString() ?? null,
    assignee: row.assignee,
    assigned_at: row.assigned_at?.toISOString() ?? null,
  };
}

export function sameWork(a: WorkState, b: WorkState): boolean {
  return (Object.keys(a) as (keyof WorkState)[]).every((key) => a[key] === b[key]);
}

/** @throws Refusal `alert.already_acknowledged`, `alert.already_closed` */
export function nextWork(work: WorkState, move: WorkMove, by: string, at: Date): WorkState {
  const now = at.toISOString();
  switch (move.kind) {
    case 'acknowledge':
      return { ...work, status: nextStatus(work.status, 'acknowledge'), acknowledged_by: by, acknowledged_at: now };
    case 'close':
      return { ...work, status: nextStatus(work.status, 'close'), resolution: move.resolution, closed_by: by, closed_at: now };
    case 'assign':
      if (work.status === 'closed') throw refuse('alert.already_closed');
      return { ...work, assignee: move.assignee, assigned_at: move.assignee ? now : null };
  }
}

/** A false positive says why; of the others nothing is kept. @throws Refusal `feedback.reason_missing`, `feedback.fields_invalid` */
export function closing(resolution: AlertResolution, feedback?: Feedback | null): WorkMove {
  if (resolution !== 'false-positive') return { kind: 'close', resolution, feedback: null };
  const reason = oneLine(feedback?.reason ?? '');
  if (reason.length < 1 || reason.length > 500) throw refuse('feedback.reason_missing');
  const excludeFields = fieldNames(feedback?.excludeFields ?? [], 10);
  if (!excludeFields) throw refuse('feedback.fields_invalid');
  return { kind: 'close', resolution, feedback: { reason, excludeFields } };
}
