import { nextPlace } from './next-place';

describe('the place after the log-in', () => {
  it('is the page that was asked for', () => {
    expect(nextPlace('/alerts/QWxlcnQ?status=open')).toBe('/alerts/QWxlcnQ?status=open');
  });

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/\t/evil.example'])('is never elsewhere: %p', (asked) => {
    expect(nextPlace(asked)).toBe('/');
  });
});
