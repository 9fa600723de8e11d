import { regexMatches, safeRegex } from './safe-regex';

const plain = { i: false, m: false, s: false };

describe('safeRegex', () => {
  it('bounds the time of expressions that would make a backtracking engine explode', () => {
    const long = 'a'.repeat(100_000);
    const started = performance.now();
    for (const source of ['(a+)+$', '(a|a)*b', '(a*)*c', 'a*a*a*a*b', '.*.*.*x', '(\\w+\\s?)*!', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
      regexMatches(safeRegex(source, plain), `${long}!!`);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it.each([
    ['(', 'the regular expression cannot be used: a group is not closed'],
    ['a)', 'closes nothing'],
    ['[a', 'a [ is not closed'],
    ['*a', 'repeats nothing'],
    ['(a)\\1', 'references to groups are not supported'],
    ['a{3,1}', 'counts backwards'],
    ['a++', 'possessive'],
    ['(?>a)', 'is not supported'],
    ['(?=a*b)(a*)*c', 'lookaround cannot be proved'],
    ['(a{500}){500}', 'cannot be used'],
    ['\\p{L}', 'is not supported'],
    ['a\\', 'ends in a backslash'],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, 'nested too deeply'],
    ['x'.repeat(5_000), 'longer than'],
  ])('refuses %s', (source, reason) => {
    expect(() => safeRegex(source, plain)).toThrow(reason);
  });

  it('accepts lookaround that is linear', () => {
    expect(regexMatches(safeRegex('foo(?!bar)', plain), 'foobaz')).toBe(true);
    expect(regexMatches(safeRegex('foo(?!bar)', plain), 'foobar')).toBe(false);
  });

  it('answers alike on RegExp and on RE2, which takes over for long texts', () => {
    const short = 'x'.repeat(10);
    const long = 'x'.repeat(60_000);
    for (const [source, hit, miss] of [
      ['a\\s+b.*c.*d', 'a\u000b b1c2d', 'a\u00a0b1c2d'],
      ['[\\w-]+@\\d+.*\\.z', 'q@1\r.z', 'q@\u0661.z'],
      ['(?i)k.+z.*y', 'K1Zy', '\u212a1Zy'],
      ['^x*a.*b$', 'xxa\u2028b', 'xa\nb'],
    ] as const) {
      const regex = safeRegex(source, plain);
      expect([regexMatches(regex, hit), regexMatches(regex, miss)]).toEqual([true, false]);
      const pad = source.startsWith('^') ? [`${long}${hit}`, `${long}${miss}`] : [`${long} ${hit}`, `${long} ${miss}`];
      expect(pad.map((text) => regexMatches(regex, text))).toEqual([true, false]);
      expect(regexMatches(regex, short)).toBe(false);
    }
  });

  it('is plain data, so that a copy of it in another thread answers alike', () => {
    for (const source of ['(a+)+$', 'a\\d+', 'foo(?!bar)']) {
      const regex = safeRegex(source, plain);
      const copy = structuredClone(regex);
      expect(copy).toEqual(regex);
      for (const text of ['aaa', 'a1', 'foobaz', 'foobar', 'q']) expect(regexMatches(copy, text)).toBe(regexMatches(regex, text));
    }
  });

  it('promises only literals that every match holds', () => {
    expect(safeRegex('(?i)Foo.*(bar|bazz)?qu', plain).required).toEqual(['foo']);
    expect(safeRegex('abc|def', plain).required).toEqual(['abc', 'def']);
    expect(safeRegex('[ab]c?', plain).required).toBeNull();
    expect(safeRegex('x(abcd)*', plain).runs).toEqual(['x']);
    expect(safeRegex('x(abcd){2,}y', plain).runs).toEqual(['abcd', 'x', 'y']);
  });
});
