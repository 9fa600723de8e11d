import { endInWords, keyState, worksFirst } from './key-state';

const now = Date.UTC(2026, 10, 20);
const key = { expiresAt: '2027-01-01T00:00:00.000Z', expiresSoon: false, revokedAt: null, revokedBecause: null };

describe('a key', () => {
  it('works until it is over, and says so before', () => {
    expect(keyState(key, now)).toBe('works');
    expect(keyState({ ...key, expiresSoon: true }, now)).toBe('ends-soon');
    expect(keyState({ ...key, expiresAt: '2026-11-20T00:00:00.000Z' }, now)).toBe('expired');
  });

  it('that was rotated works on for its overlap', () => {
    expect(keyState({ ...key, revokedBecause: 'ROTATED' }, now)).toBe('rotated');
    expect(keyState({ ...key, revokedBecause: 'ROTATED', revokedAt: '2026-11-19T00:00:00.000Z' }, now)).toBe('revoked');
  });

  it('says why it ended', () => {
    expect([endInWords({ revokedBecause: 'LEAKED' }), endInWords({ revokedBecause: null })]).toEqual(['Revoked: it was found in the open', 'Revoked']);
  });

  it('that is over stands beneath those that work', () => {
    const [old, older, works] = [{ ...key, revokedAt: 'x' }, { ...key, expiresAt: '2020-01-01T00:00:00.000Z' }, key];
    expect(worksFirst([old, works, older], now)).toEqual([works, old, older]);
  });
});
