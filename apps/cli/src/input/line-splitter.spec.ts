import { LineSplitter } from './line-splitter';

function split(chunks: readonly (string | Buffer)[], maxBytes?: number): unknown[] {
  const seen: unknown[] = [];
  const splitter = new LineSplitter({ text: (text, line) => seen.push([line, text]), tooLong: (line) => seen.push([line, null]) }, maxBytes);
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return seen;
}

describe('a line splitter', () => {
  it('numbers lines from 1, blank ones too', () => {
    expect(split(['a\n\nb\n'])).toEqual([[1, 'a'], [2, ''], [3, 'b']]);
  });

  it('takes a last line that nothing ends', () => {
    expect(split(['a\nb'])).toEqual([[1, 'a'], [2, 'b']]);
    expect(split([''])).toEqual([]);
  });

  it('says the same wherever the chunks are cut, within a character too', () => {
    const text = Buffer.from('{"a":"é漢𝄞"}\r\n\nzwei\ndrei');
    const whole = split([text]);
    for (let at = 0; at <= text.length; at++) expect(split([text.subarray(0, at), text.subarray(at)])).toEqual(whole);
    expect(split([...text].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it('leaves out the mark that editors put in front', () => {
    expect(split(['\u{feff}{}\n\u{feff}'])).toEqual([[1, '{}'], [2, '\u{feff}']]);
  });

  it('skips a line that is too long, and only that one, however it comes', () => {
    const text = `short\n${'x'.repeat(20)}\nafter\n${'y'.repeat(10)}`;
    const expected = [[1, 'short'], [2, null], [3, 'after'], [4, 'y'.repeat(10)]];
    expect(split([text], 10)).toEqual(expected);
    expect(split([...text], 10)).toEqual(expected);
    expect(split(['x'.repeat(8), 'x'.repeat(8)], 10)).toEqual([[1, null]]);
  });

  it('does not keep what it skips', () => {
    const splitter = new LineSplitter({ text: () => undefined, tooLong: () => undefined }, 1_000);
    const chunk = Buffer.alloc(1_000_000, 'x');
    const before = process.memoryUsage().arrayBuffers;
    for (let times = 0; times < 200; times++) splitter.push(Buffer.from(chunk));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000);
    splitter.end();
  });
});
