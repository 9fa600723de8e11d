import { RuleFault } from '@vedette/sigma';

const unitMs: Readonly<Record<string, number>> = {
  s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000,
  // Not in the specification; lengths as pySigma reads them.
  M: 2_629_746_000, y: 31_556_952_000,
};
export const maxTimespanMs = 366 * 86_400_000;

/**
 * `90m` → milliseconds (specification, "Time Selection").
 * @throws RuleFault for another form, nothing, or more than a year
 */
export function parseTimespan(written: string): number {
  const parts = /^(\d{1,9})([smhdwMy])$/.exec(written.trim());
  const unit = unitMs[parts?.[2] ?? ''];
  if (!parts || unit === undefined) throw new RuleFault(`the timespan "${written.slice(0, 32)}" is not a number with s, m, h or d`, ['correlation', 'timespan']);
  const ms = Number(parts[1]) * unit;
  if (ms === 0) throw new RuleFault('the timespan is zero', ['correlation', 'timespan']);
  if (ms > maxTimespanMs) throw new RuleFault('the timespan is longer than a year', ['correlation', 'timespan']);
  return ms;
}

/** Milliseconds as people write them: `10m`, `1h 30m`, `12 s` stays exact, parts of a second are rounded. */
export function describeSpan(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  let left = Math.round(ms / 1_000);
  const parts: string[] = [];
  for (const [unit, seconds] of [['d', 86_400], ['h', 3_600], ['m', 60], ['s', 1]] as const) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join(' ');
}
