import { lifetimeOptions, scopeGroups, usualLifetime } from './scopes';

describe('what a key may be given', () => {
  it('stands by noun, in words', () => {
    expect(scopeGroups(['event:write', 'alert:read', 'moon:fly'])).toEqual([
      { noun: 'alert', words: 'Alerts', scopes: [{ scope: 'alert:read', words: 'Read alerts, and hear of new ones', description: 'alert:read' }] },
      { noun: 'event', words: 'Events', scopes: [{ scope: 'event:write', words: 'Send events', description: 'event:write' }] },
      { noun: 'moon', words: 'moon', scopes: [{ scope: 'moon:fly', words: 'fly', description: 'moon:fly' }] },
    ]);
  });

  it('says where it is of little use to a program', () => {
    expect(scopeGroups(['tenant:write'])[0]?.scopes[0]?.description).toContain('people alone');
  });

  it('lasts no longer than the organisation allows', () => {
    expect(lifetimeOptions(365).map(({ label }) => label)).toEqual(['1 day', '7 days', '30 days', '90 days', '180 days', '1 year']);
    expect(lifetimeOptions(45).map(({ value }) => value)).toEqual(['1', '7', '30', '45']);
    expect(lifetimeOptions(1)).toEqual([{ value: '1', label: '1 day' }]);
    expect([usualLifetime(365), usualLifetime(45)]).toEqual(['90', '45']);
  });
});
