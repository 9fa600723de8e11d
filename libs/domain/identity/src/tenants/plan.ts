export const plans = ['free', 'trial', 'pro', 'enterprise'] as const;
export type Plan = (typeof plans)[number];

const DAY_MS = 24 * 60 * 60 * 1000;
export const trialMs = 14 * DAY_MS;

export function isPlan(text: string): text is Plan {
  return plans.some((known) => known === text);
}

/**
 * What a tenant is on at this instant: a trial that has ended is the free plan. Detection goes on whatever the plan says.
 * @param now milliseconds since the epoch
 */
export function planAt(tenant: { plan: string; trial_ends_at: Date | null }, now: number): Plan {
  if (!isPlan(tenant.plan)) return 'free';
  const over = tenant.plan === 'trial' && tenant.trial_ends_at !== null && tenant.trial_ends_at.getTime() <= now;
  return over ? 'free' : tenant.plan;
}
