import { askedText, titleOf } from './asked-text';

const bare = 'selection:\n  CommandLine|contans: certutil\ncondition: selection';

describe('a text that is hunted for', () => {
  it('is filled in, and its faults are found again where they were typed', () => {
    const { yaml, place } = askedText(bare);
    expect(yaml.split('\n')[5]).toBe('    CommandLine|contans: certutil');
    expect(place(6, 26)).toEqual({ line: 2, column: 24 });
  });

  it('keeps faults of what nobody typed inside of what was', () => {
    const { place } = askedText(bare);
    expect([place(1, 9), place(99, null)]).toEqual([{ line: 1, column: 1 }, { line: 3, column: null }]);
  });

  it('is left alone where it is whole', () => {
    const whole = `title: t\nlogsource:\n  product: windows\ndetection:\n  ${bare}`;
    expect(askedText(whole).yaml).toBe(whole);
    expect(askedText(whole).place(4, 3)).toEqual({ line: 4, column: 3 });
    const several = `${whole}\n---\n${whole}`;
    expect(askedText(several).yaml).toBe(several);
  });

  it('counts only what was missing', () => {
    expect(askedText('title: t\ndetection:\n  a: 1').place(4, 1)).toEqual({ line: 2, column: 1 });
  });

  it('is called by its first comparison, unless it has a title', () => {
    expect(titleOf(bare)).toBe('CommandLine|contans: certutil');
    expect(titleOf('selection:\n  - Image: a.exe\ncondition: selection')).toBe('Image: a.exe');
    expect(titleOf(`title: x\n${bare}`)).toBeNull();
    expect(titleOf('condition: selection')).toBeNull();
  });
});
