import { inert, storableJson } from './inert';

describe('inert', () => {
  it('turns controls, breaks and hidden characters into one blank', () => {
    expect(inert('a\u0000\r\n\u202eb\u200b\u2028c \ud800 d', 50)).toBe('a b c d');
  });

  it('ends after the limit and never inside a character', () => {
    expect(inert('abcdef', 4)).toBe('abc…');
    expect(inert('ab😀😀', 4)).toBe('ab…');
  });
});

describe('storableJson', () => {
  it('replaces what jsonb refuses, in keys and values, and nothing else', () => {
    const value = { 'k\u0000': ['\ud800', '\udc00x', '😀', '\\u0000', '\\\u0000', 'tab\t', 'C:\\users'] };
    expect(JSON.parse(storableJson(value))).toEqual({
      'k\ufffd': ['\ufffd', '\ufffdx', '😀', '\\u0000', '\\\ufffd', 'tab\t', 'C:\\users'],
    });
  });
});
