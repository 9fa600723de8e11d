import { isWholeCode, linkedCode, shownCode } from './user-code';

describe('the code of a command line', () => {
  it.each([
    ['bcdf', 'BCDF'],
    ['bcdfg', 'BCDF-G'],
    [' bcdf ghjk ', 'BCDF-GHJK'],
    ['BCDF-GHJKLMN', 'BCDF-GHJK'],
    ['a1e!', ''],
  ])('"%s" is shown as "%s"', (typed, shown) => {
    expect(shownCode(typed)).toBe(shown);
  });

  it('is whole with eight letters', () => {
    expect([isWholeCode('BCDF-GHJK'), isWholeCode('BCDF-GHJ'), isWholeCode('')]).toEqual([true, false, false]);
  });

  it('is found in a link, and nothing else is', () => {
    expect(linkedCode('#code=BCDF-GHJK')).toBe('BCDF-GHJK');
    expect(linkedCode('')).toBe('');
    expect(linkedCode('#code=%3Cscript%3E')).toBe('SCRP-T');
  });
});
