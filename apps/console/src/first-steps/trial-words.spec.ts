import { trialLeft } from './trial-words';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('what is left of a trial', () => {
  it.each([
    ['2026-12-05T12:00:00Z', '14 days'],
    ['2026-11-23T11:59:00Z', '2 days'],
    ['2026-11-22T12:00:01Z', '2 days'],
    ['2026-11-22T12:00:00Z', '24 hours'],
    ['2026-11-21T13:30:00Z', '2 hours'],
    ['2026-11-21T12:30:00Z', 'less than an hour'],
    ['2026-11-21T12:00:00Z', null],
    ['2026-11-01T12:00:00Z', null],
    ['no time', null],
  ])('until %s is %s', (endsAt, words) => {
    expect(trialLeft(endsAt, now)).toBe(words);
  });
});
