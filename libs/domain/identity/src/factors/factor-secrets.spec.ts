import { randomBytes } from 'node:crypto';
import { FactorSecrets } from './factor-secrets';

const old = { id: 'old', secret: randomBytes(32) };
const newer = { id: 'new', secret: randomBytes(32) };

describe('what the database keeps of second factors', () => {
  it('opens for its own account alone', () => {
    const secrets = new FactorSecrets([newer]);
    const sealed = secrets.seal('ada', 'JBSWY3DP');
    expect(sealed.bytes.includes('JBSWY3DP')).toBe(false);
    expect(secrets.open('ada', sealed)).toBe('JBSWY3DP');
    expect(() => secrets.open('bob', sealed)).toThrow();
  });

  it('does not open when a single bit was changed', () => {
    const secrets = new FactorSecrets([newer]);
    const { bytes, pepperId } = secrets.seal('ada', 'JBSWY3DP');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => secrets.open('ada', { bytes: changed, pepperId })).toThrow();
    }
  });

  it('is never sealed the same way twice', () => {
    const secrets = new FactorSecrets([newer]);
    expect(secrets.seal('ada', 'x').bytes).not.toEqual(secrets.seal('ada', 'x').bytes);
  });

  it('opens under an older pepper until that is retired', () => {
    const sealed = new FactorSecrets([old]).seal('ada', 'JBSWY3DP');
    const both = new FactorSecrets([newer, old]);
    expect(both.open('ada', sealed)).toBe('JBSWY3DP');
    expect(both.isCurrent(sealed)).toBe(false);
    expect(new FactorSecrets([newer]).open('ada', sealed)).toBeNull();
  });

  it('knows a recovery code under every pepper, for its account alone', () => {
    const stored = new FactorSecrets([old]).hashCode('ada', 'code');
    const both = new FactorSecrets([newer, old]);
    expect(both.hashesOfCode('ada', 'code').some((each) => each.equals(stored))).toBe(true);
    expect(both.hashesOfCode('bob', 'code').some((each) => each.equals(stored))).toBe(false);
  });

  it('needs a pepper worth the name', () => {
    expect(() => new FactorSecrets([])).toThrow();
    expect(() => new FactorSecrets([{ id: 'weak', secret: randomBytes(16) }])).toThrow();
  });
});
