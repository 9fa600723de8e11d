import { askedRules, isNoFilter, noFilter, readRuleFilter, writeRuleFilter } from './rule-filter';
import type { RuleListFilter } from './rule-filter';

const whole: RuleListFilter = { text: 'power shell', pack: 'starter', level: 'HIGH', on: false, firing: true, noisy: true, own: true, technique: 'T1059.001' };

describe('the filter of rules', () => {
  it('goes into the address and comes back as it was', () => {
    expect(readRuleFilter(new URLSearchParams(writeRuleFilter(whole).toString()))).toEqual(whole);
    expect(readRuleFilter(new URLSearchParams(''))).toEqual(noFilter);
  });

  it('leaves out of an address what it does not know', () => {
    expect(readRuleFilter(new URLSearchParams('level=awful&on=perhaps&firing=&noisy=1&technique=T10'))).toEqual(noFilter);
  });

  it('tells off from not asked', () => {
    expect(askedRules({ ...noFilter, on: false }).enabled).toBe(false);
    expect(askedRules(noFilter).enabled).toBeNull();
    expect(isNoFilter({ ...noFilter, on: false })).toBe(false);
    expect(isNoFilter({ ...noFilter, text: '  ' })).toBe(true);
  });

  it('asks for no more text than the gateway takes, and for no half character', () => {
    const { text } = askedRules({ ...noFilter, text: `${'a'.repeat(199)}😀` });
    expect(text).toBe('a'.repeat(199));
  });
});
