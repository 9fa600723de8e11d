import { passwordStrength } from './password-strength';

describe('the strength of a password', () => {
  it('counts characters, not bytes, up to the fifteen that are needed', () => {
    expect(passwordStrength('').level).toBe(0);
    expect(passwordStrength('Tr0ub4dor&3')).toEqual({ level: 1, words: '4 more characters needed' });
    expect(passwordStrength('🐎'.repeat(14)).words).toBe('1 more character needed');
  });

  it('asks for no capital, digit or sign', () => {
    expect(passwordStrength('plum gravel lantern').level).toBe(3);
    expect(passwordStrength('plum gravel lantern otter').level).toBe(4);
  });

  it('does not praise length that is only repetition', () => {
    expect(passwordStrength('abababababababababab').level).toBe(1);
  });
});
