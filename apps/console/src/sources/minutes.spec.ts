import { everyMinute } from './minutes';

describe('the minutes of a source', () => {
  const now = Date.parse('2026-11-20T10:05:30.000Z');

  it('are complete, oldest first, with 0 where nothing came', () => {
    const known = [{ minute: '2026-11-20T10:04:00.000Z', accepted: 7, rejected: 1 }];
    expect(everyMinute(known, now, 3).map(({ accepted }) => accepted)).toEqual([0, 7, 0]);
    expect(everyMinute(known, now, 3).at(-1)?.minute).toBe('2026-11-20T10:05:00.000Z');
  });

  it('leave out what is older', () => {
    expect(everyMinute([{ minute: '2026-11-20T09:00:00.000Z', accepted: 9, rejected: 0 }], now, 5).every(({ accepted }) => accepted === 0)).toBe(true);
  });
});
