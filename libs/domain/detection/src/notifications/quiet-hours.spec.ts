import { dateFrom } from '@vedette/kernel';
import { areQuietHours, quietUntil, type QuietHours } from './quiet-hours';

const nights: QuietHours = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00', criticalBreaksThrough: true };
const until = (quiet: QuietHours, at: string): string | null => {
  const end = quietUntil(quiet, dateFrom(at).getTime());
  return end === null ? null : dateFrom(end).toISOString().slice(0, 16);
};

describe('quiet hours', () => {
  it('last over midnight, both in winter and in summer', () => {
    expect(until(nights, '2026-01-15T20:59:59.999Z')).toBeNull();
    expect(until(nights, '2026-01-15T21:00Z')).toBe('2026-01-16T06:00');
    expect(until(nights, '2026-01-16T05:59:59.999Z')).toBe('2026-01-16T06:00');
    expect(until(nights, '2026-01-16T06:00Z')).toBeNull();
    expect(until(nights, '2026-07-15T20:00Z')).toBe('2026-07-16T05:00');
  });

  it('belong to the day on which they begin', () => {
    const weekend = { ...nights, days: [6, 7] };
    expect(until(weekend, '2026-01-17T22:00Z')).toBe('2026-01-18T06:00');
    expect(until(weekend, '2026-01-16T22:00Z')).toBeNull();
    expect(until(weekend, '2026-01-19T02:00Z')).toBe('2026-01-19T06:00');
  });

  it('that touch one another end with the last of them', () => {
    const days = { ...nights, days: [6, 7], from: '00:00', to: '00:00' };
    expect(until(days, '2026-01-17T12:00Z')).toBe('2026-01-18T23:00');
    expect(until({ ...days, days: [1, 2, 3, 4, 5] }, '2026-01-12T12:00Z')).toBe('2026-01-16T23:00');
  });

  it.each([
    ['Europe/Berlin, forward', 'Europe/Berlin', '2026-03-28T21:00Z', '2026-03-29T05:00'],
    ['Europe/Berlin, back', 'Europe/Berlin', '2026-10-24T20:00Z', '2026-10-25T06:00'],
    ['America/New_York, forward', 'America/New_York', '2026-03-08T03:00Z', '2026-03-08T11:00'],
    ['America/New_York, back', 'America/New_York', '2026-11-01T02:00Z', '2026-11-01T12:00'],
  ])('end at seven by the wall clock when it changes: %s', (_, timeZone, begins, ends) => {
    const quiet = { ...nights, timeZone };
    const before = dateFrom(dateFrom(begins).getTime() - 1).toISOString();
    expect([until(quiet, before), until(quiet, begins), until(quiet, `${ends}Z`)]).toEqual([null, ends, null]);
  });

  it.each([
    // 02:00 CET becomes 03:00 CEST at 01:00Z; 03:00 CEST becomes 02:00 CET at 01:00Z.
    ['Europe/Berlin', '2026-03-28T22:00Z', '2026-03-29T01:00', '2026-10-24T22:00Z', '2026-10-25T01:30'],
    // 02:00 EST becomes 03:00 EDT at 07:00Z; 02:00 EDT becomes 01:00 EST at 06:00Z, so 02:30 comes once.
    ['America/New_York', '2026-03-08T04:00Z', '2026-03-08T07:00', '2026-11-01T03:00Z', '2026-11-01T07:30'],
  ])('that end at half past two end when that time is skipped, or comes the last time: %s', (timeZone, spring, springEnd, autumn, autumnEnd) => {
    const quiet = { ...nights, timeZone, to: '02:30' };
    expect([until(quiet, spring), until(quiet, autumn)]).toEqual([springEnd, autumnEnd]);
  });

  it('that begin within the hour that comes twice begin with the first', () => {
    const quiet = { ...nights, timeZone: 'America/New_York', from: '01:30', to: '05:00' };
    expect([until(quiet, '2026-11-01T05:29Z'), until(quiet, '2026-11-01T05:30Z')]).toEqual([null, '2026-11-01T10:00']);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'])('hold when the wall clock says so, all through a year and closely around its changes: %s', (timeZone) => {
    const quiet = { ...nights, timeZone };
    const clock = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: 'numeric' });
    const start = dateFrom('2026-01-01T00:00Z').getTime();
    const wrong: string[] = [];
    const close = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'].map((day) => dateFrom(day).getTime());
    const step = (at: number): number => (close.some((day) => Math.abs(at - day - 43_200_000) < 86_400_000) ? 1_200_000 : 12_000_000);
    for (let at = start; at < start + 365 * 86_400_000; at += step(at)) {
      const hour = Number(clock.format(at));
      const end = quietUntil(quiet, at);
      if ((hour >= 22 || hour < 7) !== (end !== null) || (end !== null && Number(clock.format(end)) !== 7)) wrong.push(dateFrom(at).toISOString());
    }
    expect(wrong).toEqual([]);
  });

  it('are refused with a zone, day or time that there is not, or that leave no time at all', () => {
    expect(areQuietHours(nights)).toBe(true);
    for (const wrong of [{ timeZone: 'Mars/Olympus' }, { timeZone: '+01:00' }, { timeZone: 'x'.repeat(100_000) }, { days: [] }, { days: [0] }, { days: [1, 1] }, { days: [1.5] },
      { from: '24:00' }, { to: '7:00' }, { from: '08:00', to: '08:00' }]) {
      expect([wrong, areQuietHours({ ...nights, ...wrong })]).toEqual([wrong, false]);
    }
    expect(areQuietHours({ ...nights, from: '08:00', to: '08:00', days: [1] })).toBe(true);
  });
});
