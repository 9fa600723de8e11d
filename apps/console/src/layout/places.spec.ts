import { firstPath, mayShow, placeAt, places } from './places';

describe('the places of the console', () => {
  it('knows where an address is, however deep', () => {
    expect(placeAt('/rules/abc/edit')).toBe(places.rules);
    expect(placeAt('/alerts')).toBe(places.alerts);
  });

  it('takes a name that only begins alike for another place', () => {
    expect([placeAt('/rules-of-thumb'), placeAt('/account'), placeAt('/')]).toEqual([undefined, undefined, undefined]);
  });

  it('shows a page to whoever holds one of the permissions that it needs', () => {
    expect(mayShow(places.members, ['audit:read'])).toBe(true);
    expect(mayShow(places.members, ['alert:read', 'member:write'])).toBe(false);
  });

  it('lands everybody somewhere that they may read', () => {
    expect(firstPath(['source:read', 'alert:read'])).toBe('/alerts');
    expect(firstPath(['rule:read'])).toBe('/rules');
    expect(firstPath(['billing:read', 'billing:write'])).toBe('/account');
    expect(firstPath([])).toBe('/account');
  });
});
