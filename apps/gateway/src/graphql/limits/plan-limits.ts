import type { Actor, Plan } from '@vedette/identity';

/** Cost of GraphQL operations (`query-cost.ts`) in any minute. */
export interface CostLimits {
  /** Of one key or one session. */
  readonly key: number;
  /** Of all of them together. */
  readonly tenant: number;
}

/** One operation costs at most 1,000, so that everybody can ask a few at once. */
export const planLimits: Readonly<Record<Plan, CostLimits>> = {
  free: { key: 6_000, tenant: 12_000 },
  trial: { key: 30_000, tenant: 120_000 },
  pro: { key: 60_000, tenant: 240_000 },
  enterprise: { key: 120_000, tenant: 1_200_000 },
};

export interface PlanSettings {
  /** Of every tenant, in place of its own: for an installation that sells none. */
  readonly plan?: Plan;
  /** In place of what the plan says. */
  readonly key?: number;
  readonly tenant?: number;
}

/** The one place that says what a tenant may spend. */
export function limitsOf(actor: Pick<Actor, 'plan'>, { plan = actor.plan, key, tenant }: PlanSettings): CostLimits {
  return { key: key ?? planLimits[plan].key, tenant: tenant ?? planLimits[plan].tenant };
}
