const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: HOUR, d: DAY };

/**
 * How long after its last event an alert takes further ones in, in milliseconds of event time: an hour, or what the
 * rule's custom attribute `vedette.window` says (`30m`, `4h`, `1d`; at most 30 days). Another text counts as unsaid.
 */
export function alertWindow(attribute: unknown): number {
  const match = typeof attribute === 'string' ? /^(\d{1,5})([smhd])$/.exec(attribute.trim()) : null;
  const length = match ? Number(match[1]) * (units[match[2] ?? ''] ?? 0) : 0;
  return length > 0 ? Math.min(length, 30 * DAY) : HOUR;
}
