import { allToggled, MOST_SELECTED, nothingSelected, stillShown, toggled } from './selection';
import type { Selection } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: Selection) => [...selection.ids].sort().join('');

describe('the selection', () => {
  it('takes a row in and leaves it out again', () => {
    const one = toggled(nothingSelected, 'b', order);
    expect([ids(one), ids(toggled(one, 'b', order))]).toEqual(['b', '']);
  });

  it('takes a range from the last row that was touched, in both directions', () => {
    const from = toggled(nothingSelected, 'd', order);
    expect([ids(toggled(from, 'b', order, true)), ids(toggled(from, 'e', order, true))]).toEqual(['bcd', 'de']);
  });

  it('leaves a range out where its beginning was left out', () => {
    const all = allToggled(nothingSelected, order);
    expect(ids(toggled(toggled(all, 'b', order), 'd', order, true))).toBe('ae');
  });

  it('takes one row where a range has no beginning on the page', () => {
    expect(ids(toggled({ ids: new Set(), anchor: 'gone' }, 'c', order, true))).toBe('c');
  });

  it('is all, then none', () => {
    const all = allToggled(toggled(nothingSelected, 'b', order), order);
    expect([ids(all), ids(allToggled(all, order))]).toEqual(['abcde', '']);
  });

  it('holds no more than may be changed at once', () => {
    const many = Array.from({ length: MOST_SELECTED + 5 }, (_, index) => `r${index}`);
    const all = allToggled(nothingSelected, many);
    expect([all.ids.size, toggled(all, 'more', many).ids.size]).toEqual([MOST_SELECTED, MOST_SELECTED]);
    expect(allToggled(all, many).ids.size).toBe(0);
  });

  it('is about what is on the page only, in its order', () => {
    expect(stillShown({ ids: new Set(['e', 'gone', 'a']), anchor: null }, order)).toEqual(['a', 'e']);
  });
});
