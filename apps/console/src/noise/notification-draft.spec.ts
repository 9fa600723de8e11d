import type { NotificationRule } from '@vedette/api-client';
import { draftOf, inputOf, missing, newDraft } from './notification-draft';

const rule: NotificationRule = {
  id: 'n1',
  name: 'Night watch',
  severities: ['CRITICAL'],
  ruleIds: ['r1'],
  tags: ['attack.t1059', 'attack.t1003'],
  entityText: 'dc-',
  recipients: ['account:1'],
  quiet: { timeZone: 'Europe/Berlin', days: [1, 5], from: '22:00', to: '06:00', criticalBreaksThrough: false },
  mailsPerHour: 4,
  createdBy: 'account:1',
  createdAt: '2026-11-21T10:00:00.000Z',
  changedAt: '2026-11-21T10:00:00.000Z',
};

describe('a notification rule in the form', () => {
  it('comes out as it went in', () => {
    const { id, createdBy, createdAt, changedAt, ...input } = rule;
    expect(inputOf(draftOf(rule))).toEqual(input);
    expect([id, createdBy, createdAt, changedAt].every((text) => !JSON.stringify(inputOf(draftOf(rule))).includes(text) || text === 'account:1')).toBe(true);
  });

  it('keeps the hours that were typed when quiet is switched off and on', () => {
    const draft = { ...draftOf(rule), isQuiet: false };
    expect(inputOf(draft).quiet).toBeNull();
    expect(inputOf({ ...draft, isQuiet: true }).quiet).toEqual(rule.quiet);
  });

  it('sends days in their order, however they were chosen', () => {
    expect(inputOf({ ...draftOf(rule), days: [7, 1, 3] }).quiet?.days).toEqual([1, 3, 7]);
  });

  it('says what is missing before the gateway has to', () => {
    const whole = { ...newDraft('account:1'), name: 'x' };
    expect(missing(whole)).toBeNull();
    expect([{ name: ' ' }, { recipients: [] }, { mailsPerHour: '61' }, { mailsPerHour: '1e1' }, { isQuiet: true, days: [] }, { isQuiet: true, to: '' }].filter((change) => missing({ ...whole, ...change }) === null)).toEqual([]);
  });
});
