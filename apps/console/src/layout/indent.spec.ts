import { newLine, offsetOf } from './indent';

describe('writing YAML', () => {
  it.each([
    ['detection:', '\n  '],
    ['  selection: ', '\n    '],
    ["  Image: 'a'", '\n  '],
    ['', '\n'],
    ['# note:', '\n'],
  ])('goes on after "%s" where it should', (text, added) => {
    expect(newLine(text, text.length)).toBe(added);
  });

  it('looks only at the line of the caret', () => {
    expect(newLine('  a:\n    b: 1\nc', 13)).toBe('\n    ');
  });

  it('finds a line and column, or the nearest place', () => {
    const text = 'ab\ncde\nf';
    expect([offsetOf(text, 1, 1), offsetOf(text, 2, 3), offsetOf(text, 2, 99), offsetOf(text, 99, 1), offsetOf(text, 0, 0)]).toEqual([0, 5, 6, 7, 0]);
  });
});
