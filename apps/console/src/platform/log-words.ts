const actions: Readonly<Record<string, string>> = {
  'tenant.plan_changed': 'changed the plan of',
  'tenant.trial_changed': 'changed the end of the trial of',
  'tenant.flags_changed': 'changed the flags of',
  'tenant.suspended': 'suspended',
  'tenant.resumed': 'resumed',
  'tenant.erased': 'erased',
  'support.entered': 'entered, as support,',
  'support.left': 'left, as support,',
};

/** One that this page does not know stands under its own name. */
export function actionInWords(action: string): string {
  return actions[action] ?? `did “${action}” to`;
}

/** `plan: pro · reason: “unpaid”` of what was recorded; null where there is nothing to say. */
export function detailsInWords(details: unknown): string | null {
  if (typeof details !== 'object' || details === null) return null;
  const { from, to, ...rest } = details as Record<string, unknown>;
  const changed = isRecord(to) ? Object.entries(to).map(([name, value]) => `${name}: ${isRecord(from) ? `${plain(from[name])} → ` : ''}${plain(value)}`) : [];
  const others = Object.entries(rest)
    .filter(([name]) => !name.endsWith('Id'))
    .map(([name, value]) => `${name}: ${plain(value)}`);
  return [...changed, ...others].join(' · ') || null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(plain).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
