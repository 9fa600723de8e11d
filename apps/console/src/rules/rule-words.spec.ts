import { falseShare, logWords, switchedWords, wayBack, writtenLevel } from './rule-words';

const was = (ruleId: string, enabled: boolean) => ({ ruleId, enabled });

describe('what is said of rules', () => {
  it('takes back only what the change had moved', () => {
    expect(wayBack([was('a', true), was('b', false)], true)).toEqual({ kind: 'switch', ids: ['b'], on: false });
    expect(wayBack([was('a', true)], true)).toBeNull();
  });

  it('counts what was so already', () => {
    expect(switchedWords(1, 1, false)).toBe('1 rule switched off.');
    expect(switchedWords(2, 5, true)).toBe('2 rules switched on; 3 were so already.');
    expect(switchedWords(0, 1, true)).toBe('This rule was on already.');
  });

  it('knows no share where nothing was closed', () => {
    const none = { matched: 9, excluded: 0, alerts: 3, lastMatchAt: null, closed: 0, falsePositives: 0 };
    expect(falseShare(none)).toBeNull();
    expect(falseShare({ ...none, closed: 4, falsePositives: 1 })).toBe('25 %');
  });

  it('names the log without the parts that are left open', () => {
    expect(logWords({ logsource: 'process_creation/windows/' })).toBe('process_creation, windows');
    expect(logWords({ logsource: '//' })).toBe('');
  });

  it('reads a level whatever its case, and none of an author’s own', () => {
    expect(writtenLevel({ level: 'high' })).toBe('HIGH');
    expect(writtenLevel({ level: 'awful' })).toBeNull();
  });
});
