import type { TenantTx } from '@vedette/database';

/** What analysts said of a rule's alerts. */
export interface RulePrecision {
  readonly truePositives: number;
  readonly falsePositives: number;
  /** true / (true + false) */
  readonly precision: number;
}

/** Of alerts closed since; benign ones say nothing about the rule. A rule without a verdict has no entry. */
export async function rulePrecision(tx: TenantTx, ruleIds: readonly string[], since: Date): Promise<ReadonlyMap<string, RulePrecision>> {
  if (ruleIds.length === 0) return new Map();
  const rows = await tx.sql<{ rule_id: string; right: string; wrong: string }>`
    select rule_id, count(*) filter (where resolution = 'true-positive') as right, count(*) filter (where resolution = 'false-positive') as wrong
    from alerts where rule_id = any(${ruleIds}::text[]) and closed_at >= ${since} and resolution <> 'benign' group by rule_id`;
  return new Map(rows.map(({ rule_id, right, wrong }) => {
    const [truePositives, falsePositives] = [Number(right), Number(wrong)];
    return [rule_id, { truePositives, falsePositives, precision: truePositives / (truePositives + falsePositives) }];
  }));
}
