import { preparedName } from './prepared';

describe('a statement', () => {
  const use = (text: string, times: number) => Array.from({ length: times }, () => preparedName(text));

  it('gets a name once it runs often, the same from then on', () => {
    const names = use('select 1 from often', 12);
    expect(names.slice(0, 8)).toEqual(Array(8).fill(undefined));
    expect(new Set(names.slice(8))).toEqual(new Set([expect.stringMatching(/^vedette_\d+$/)]));
  });

  it('shares its name with no other', () => {
    const [one] = use('select 1 from one', 9).slice(-1);
    const [other] = use('select 1 from other', 9).slice(-1);
    expect(one).not.toBe(other);
  });
});
