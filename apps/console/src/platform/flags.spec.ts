import { readFlags } from './flags';

describe('flags of an organisation', () => {
  it.each([
    ['', []],
    ['beta-hunts', ['beta-hunts']],
    [' b, A\n b ,, c ', ['a', 'b', 'c']],
  ])('"%s" is read as %j', (text, flags) => {
    expect(readFlags(text)).toEqual(flags);
  });
});
