import type { Uuid } from '@vedette/kernel';
import type { ExcludedField } from './exclusion-text';

export interface Exclusion {
  readonly id: Uuid;
  /** Null where the filter names its rules itself: several, or all of a logsource. */
  readonly ruleId: string | null;
  readonly title: string;
  /** A Sigma filter. */
  readonly yaml: string;
  readonly reason: string;
  readonly owner: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly inForce: boolean;
  /** Matches that it took back, counted with each segment. */
  readonly hits: number;
  readonly lastHitAt: Date | null;
}

/** Either a rule and fields of one of its events, or the text of a Sigma filter. */
export interface ExclusionRequest {
  readonly ruleId?: string | null;
  readonly fields?: readonly ExcludedField[] | null;
  readonly yaml?: string | null;
  readonly title?: string | null;
  readonly reason: string;
  /** Null: for ever. */
  readonly expiresAt?: Date | null;
  /** Said by somebody who knows that true positives go with it. */
  readonly force?: boolean | null;
}

export interface ExclusionRow {
  readonly id: Uuid;
  readonly rule_id: string | null;
  readonly title: string;
  readonly yaml: string;
  readonly reason: string;
  readonly owner: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly hits: string;
  readonly last_hit_at: Date | null;
}

export function exclusionOf(row: ExclusionRow, now: number): Exclusion {
  return {
    id: row.id,
    ruleId: row.rule_id,
    title: row.title,
    yaml: row.yaml,
    reason: row.reason,
    owner: row.owner,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    inForce: row.ended_at === null && (row.expires_at === null || row.expires_at.getTime() > now),
    hits: Number(row.hits),
    lastHitAt: row.last_hit_at,
  };
}
