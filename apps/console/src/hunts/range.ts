export const presets = [
  ['hour', 'Last hour'],
  ['day', '24 hours'],
  ['week', '7 days'],
  ['month', '30 days'],
  ['custom', 'Custom'],
] as const;
export type Preset = (typeof presets)[number][0];

const HOUR = 3_600_000;
const lengths: Readonly<Record<Exclude<Preset, 'custom'>, number>> = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR, month: 720 * HOUR };

/** As the form has it: `from` and `to` are what a browser's date field holds, in UTC, and count for `custom` only. */
export interface TypedRange {
  readonly preset: Preset;
  readonly from: string;
  readonly to: string;
}

/** ISO 8601, both ends; or what is wrong, in words. */
export function rangeOf({ preset, from, to }: TypedRange, now: number): { from: string; to: string } | string {
  if (preset !== 'custom') return { from: new Date(now - lengths[preset]).toISOString(), to: new Date(now).toISOString() };
  const [begin, end] = [instantOf(from), instantOf(to)];
  if (begin === null || end === null) return 'Give a day and a time for both ends.';
  if (begin >= end) return 'The end must be after the beginning.';
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}

/** What a date field shows of an instant, in UTC: `2026-11-20T10:05`. */
export function fieldOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

function instantOf(field: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(field) ? Date.parse(`${field}Z`) : NaN;
  return Number.isNaN(at) ? null : at;
}
