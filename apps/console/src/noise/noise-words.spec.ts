import type { Suppression } from '@vedette/api-client';
import { conditionWords, dayWords, namesIn, quietWords, suppressionState, windowWords } from './noise-words';

describe('quiet hours in words', () => {
  it.each([
    [[1, 2, 3, 4, 5, 6, 7], 'every day'],
    [[5, 1, 2, 3, 4], 'Mon–Fri'],
    [[1, 2, 4, 6, 7], 'Mon, Tue, Thu, Sat, Sun'],
    [[1, 3, 4, 5, 7], 'Mon, Wed–Fri, Sun'],
    [[], ''],
  ])('%j is "%s"', (days, words) => {
    expect(dayWords(days)).toBe(words);
  });

  it('say when they end on the next day, and what comes through', () => {
    const night = { days: [1], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin', criticalBreaksThrough: true };
    expect(quietWords(night)).toBe('22:00 to 06:00 on the next day, Mon, Europe/Berlin; critical alerts break through');
    expect(quietWords({ ...night, from: '00:00', criticalBreaksThrough: false })).toBe('00:00 to 06:00, Mon, Europe/Berlin; critical alerts wait too');
    expect(quietWords({ ...night, from: '06:00' })).toContain('on the next day');
  });
});

describe('the alerts of a notification rule', () => {
  it('are told by what narrows them', () => {
    const any = { severities: [], ruleIds: [], tags: [], entityText: null } as const;
    expect(conditionWords(any)).toBe('every alert');
    expect(conditionWords({ severities: ['HIGH', 'CRITICAL'], ruleIds: ['a', 'b'], tags: ['attack.t1059'], entityText: 'dc-' })).toBe('high, critical alerts of 2 rules or the tags attack.t1059 about “dc-”');
  });
});

describe('a suppression', () => {
  it.each([
    [5, '5 min'],
    [60, '1 h'],
    [90, '1 h 30 min'],
    [1440, '1 day'],
    [10080, '7 days'],
  ])('of %i minutes lasts %s', (minutes, words) => {
    expect(windowWords(minutes)).toBe(words);
  });

  it('is in force until it is ended or runs out', () => {
    const state = (endedAt: string | null, expiresAt: string | null) => suppressionState({ endedAt, expiresAt } as Suppression, Date.parse('2026-11-21T10:00:00Z'));
    expect([state(null, null), state(null, '2026-11-21T10:00:01Z'), state(null, '2026-11-21T10:00:00Z'), state('2026-11-20T10:00:00Z', null)]).toEqual(['in force', 'in force', 'run out', 'ended']);
  });

  it('takes names as they are typed', () => {
    expect(namesIn(' User, Image ,,User\nentity')).toEqual(['User', 'Image', 'entity']);
  });
});
