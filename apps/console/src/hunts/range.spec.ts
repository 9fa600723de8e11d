import { fieldOf, rangeOf } from './range';

const now = Date.parse('2026-11-20T10:05:30.000Z');

describe('the range of a hunt', () => {
  it('ends now, where it is one of the ready ones', () => {
    expect(rangeOf({ preset: 'day', from: '', to: '' }, now)).toEqual({ from: '2026-11-19T10:05:30.000Z', to: '2026-11-20T10:05:30.000Z' });
  });

  it('is read as UTC, whatever zone the browser is in', () => {
    expect(rangeOf({ preset: 'custom', from: '2026-11-01T00:00', to: '2026-11-02T12:30' }, now)).toEqual({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T12:30:00.000Z' });
    expect(fieldOf(now)).toBe('2026-11-20T10:05');
  });

  it.each([
    ['', '2026-11-02T12:30', 'both ends'],
    ['2026-13-01T00:00', '2026-11-02T12:30', 'both ends'],
    ['2026-11-02T12:30', '2026-11-02T12:30', 'after the beginning'],
  ])('says what is wrong with %s to %s', (from, to, words) => {
    expect(rangeOf({ preset: 'custom', from, to }, now)).toContain(words);
  });
});
