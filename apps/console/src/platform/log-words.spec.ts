import { actionInWords, detailsInWords } from './log-words';

describe('the log of the platform', () => {
  it('says what was done, also where this page is older than the act', () => {
    expect([actionInWords('tenant.suspended'), actionInWords('tenant.moved')]).toEqual(['suspended', 'did “tenant.moved” to']);
  });

  it.each([
    [{ to: { plan: 'pro' }, from: { plan: 'trial' } }, 'plan: trial → pro'],
    [{ to: { flags: ['a', 'b'] }, from: { flags: [] } }, 'flags: none → a, b'],
    [{ to: { trialEndsAt: null }, from: { trialEndsAt: '2026-12-01' } }, 'trialEndsAt: 2026-12-01 → none'],
    [{ reason: 'unpaid', sessions: 3 }, 'reason: unpaid · sessions: 3'],
    [{ grantId: 'x', writes: false }, 'writes: false'],
    [{}, null],
    [null, null],
    ['odd', null],
  ])('tells %j as %p', (details, words) => {
    expect(detailsInWords(details)).toBe(words);
  });
});
