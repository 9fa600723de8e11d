const plans: Readonly<Record<string, string>> = { free: 'Free', trial: 'Trial', pro: 'Pro', enterprise: 'Enterprise' };

/** A plan that this page does not know stands under its own name. */
export function planInWords(plan: string): string {
  return plans[plan] ?? plan;
}
