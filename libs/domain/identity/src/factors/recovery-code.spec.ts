import { newRecoveryCodes, readRecoveryCode } from './recovery-code';

describe('recovery codes', () => {
  it('are ten different ones of 60 bits, in letters that are not mistaken for others', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9abcdefghjkmnpqrstvwxyz]{4}-){2}[0-9abcdefghjkmnpqrstvwxyz]{4}$/);
  });

  it('are read however they were copied', () => {
    const [code = ''] = newRecoveryCodes();
    const plain = code.replaceAll('-', '');
    expect([code, plain, ` ${code.toUpperCase()} `, plain.replaceAll('0', 'O').replaceAll('1', 'I')].map(readRecoveryCode)).toEqual([plain, plain, plain, plain]);
  });

  it.each(['', '7k2f-9mzq-04t', '7k2f-9mzq-04tcc', '7k2f-9mzq-04t!', 'u'.repeat(12), '0'.repeat(100_000)])('are not %.20j', (text) => {
    expect(readRecoveryCode(text)).toBeNull();
  });
});
