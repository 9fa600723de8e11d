import { newTotpSecret, stepOfCode, totpUri } from './totp-code';

/** RFC 6238 appendix B, SHA-1: '12345678901234567890' in base32; the last six of its eight digits (RFC 4226 section 5.3). */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s is what RFC 6238 says', (seconds, code) => {
    expect(stepOfCode(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('is right one step early and one step late, and at no other time', () => {
    const at = (steps: number) => stepOfCode(secret, '081804', (1_111_111_109 + 30 * steps) * 1000);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, 37_037_036, 37_037_036, 37_037_036, null]);
  });

  it.each(['', '28708', '2870820', '28708a', '２８７０８２', '287082'.padEnd(1_000, ' ')])('is not %j', (code) => {
    expect(stepOfCode(secret, code, 59_000)).toBeNull();
  });

  it('may be typed as it is shown, in two halves', () => {
    expect(stepOfCode(secret, '287 082', 59_000)).toBe(1);
  });

  it('comes from 160 random bits that the QR code carries', () => {
    const made = newTotpSecret();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(made);
    const uri = new URL(totpUri(made, 'ada+x@acme.example'));
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toContain('Vedette:ada+x@acme.example');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: made, issuer: 'Vedette' });
  });
});
