import { randomBytes } from 'node:crypto';
import { formatKey, newKeyParts, parseKey } from './key-format';
import { Peppers } from './peppers';

describe('an API key', () => {
  it('reads vdt_<env>_<publicId>_<secret><crc32> and parses back', () => {
    const parts = newKeyParts('live');
    const text = formatKey(parts);
    expect(text).toMatch(/^vdt_live_[a-z0-9]{12}_[A-Za-z0-9]{43}[0-9a-f]{8}$/);
    expect(parseKey(text)).toEqual(parts);
  });

  it('with any one character mistyped is no key', () => {
    const text = formatKey(newKeyParts('dev'));
    for (let at = 0; at < text.length; at += 1) {
      const other = text.charAt(at) === 'x' ? 'y' : 'x';
      expect(parseKey(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
    }
  });

  it.each(['', 'vdt_', 'Bearer x', 'eyJhbGciOiJub25lIn0.e30.', `vdt_dev_${'a'.repeat(5000)}`])('is not %.30s', (text) => {
    expect(parseKey(text)).toBeNull();
  });
});

describe('peppers', () => {
  const old = { id: 'p1', secret: randomBytes(32) };
  const current = { id: 'p2', secret: randomBytes(32) };
  const key = newKeyParts('dev');

  it('still verify what an older one made, and make new hashes with the first', () => {
    const before = new Peppers([old]).hash(key);
    const rotated = new Peppers([current, old]);
    expect(rotated.matches(key, before)).toBe(true);
    expect(rotated.hash(key).pepperId).toBe('p2');
  });

  it('that were retired verify nothing', () => {
    expect(new Peppers([current]).matches(key, new Peppers([old]).hash(key))).toBe(false);
  });

  it('match neither another key nor none at all', () => {
    const peppers = new Peppers([current]);
    expect(peppers.matches(newKeyParts('dev'), peppers.hash(key))).toBe(false);
    expect(peppers.matches({ ...key, publicId: 'aaaaaaaaaaaa' }, peppers.hash(key))).toBe(false);
    expect(peppers.matches(key, undefined)).toBe(false);
  });

  it('refuse to be absent or weak', () => {
    expect(() => new Peppers([])).toThrow('no pepper');
    expect(() => new Peppers([{ id: 'p', secret: Buffer.from('short') }])).toThrow('32 bytes');
  });
});
