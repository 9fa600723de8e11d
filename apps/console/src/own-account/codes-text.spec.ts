import { codesText } from './codes-text';

describe('the file of recovery codes', () => {
  it('says whose they are, for what, and since when, and numbers them', () => {
    const text = codesText({ codes: ['aaaa-bbbb', ...Array.from({ length: 9 }, (_, index) => `code-${index}`)], email: 'ada@acme.test', origin: 'https://vedette.example', madeAt: Date.UTC(2026, 10, 21, 23, 59) });
    expect(text).toContain('recovery codes of ada@acme.test\nMade on 2026-11-21 for https://vedette.example\n');
    expect(text).toContain('\n 1. aaaa-bbbb\n');
    expect(text).toContain('\n10. code-8\n');
    expect(text.endsWith('\n')).toBe(true);
  });
});
