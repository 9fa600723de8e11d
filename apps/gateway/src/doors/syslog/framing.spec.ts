import { Framing, MOST_MESSAGE_BYTES } from './framing';

function read(text: string | Buffer, chunkBytes: number): { messages: string[]; truncated: number } {
  const framing = new Framing();
  const bytes = Buffer.from(text);
  const frames = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    framing.push(bytes.subarray(at, at + chunkBytes));
    for (let frame = framing.next(); frame; frame = framing.next()) frames.push(frame);
  }
  const last = framing.end();
  if (last) frames.push(last);
  return { messages: frames.map((frame) => frame.bytes.toString()), truncated: frames.filter((frame) => frame.truncated).length };
}

const counted = (message: string) => `${Buffer.byteLength(message)} ${message}`;

describe.each([1, 2, 7, 64, 1_000_000])('in chunks of %d bytes', (chunk) => {
  it.each([
    ['counted messages, line breaks and all', `${counted('<1>1 a\nb')}${counted('<2>é')}\n${counted('<3>')}`, ['<1>1 a\nb', '<2>é', '<3>']],
    ['lines of every ending', '<1>a\n<2>b\r\n\n\0<3>c\0\n<4>d', ['<1>a', '<2>b', '<3>c', '<4>d']],
    ['both on one connection', `key=x\n${counted('<1>a')}<2>b\n${counted('<3>c')}`, ['key=x', '<1>a', '<2>b', '<3>c']],
    ['lines that begin with a number', '12 Jan\n2026-01-01 x\n7\n123456789012345 <x\n0 <1>x\n', ['12 Jan', '2026-01-01 x', '7', '123456789012345 <x', '0 <1>x']],
    ['a counted message without its end', `<1>a\n99 <2>b`, ['<1>a']],
    ['nothing', '\n\n', []],
  ])('reads %s', (_what, text, messages) => {
    expect(read(text, chunk).messages).toEqual(messages);
  });
});

it.each([
  ['counted', counted(`<1>${'x'.repeat(100_000)}`) + counted('<2>next')],
  ['on a line', `<1>${'x'.repeat(100_000)}\n<2>next\n`],
])('keeps the beginning of a message that is too long, and the next one: %s', (_how, text) => {
  for (const chunk of [1_000, 70_000, 1_000_000]) {
    const { messages, truncated } = read(text, chunk);
    expect([messages.length, messages[0]?.length, messages[1], truncated]).toEqual([2, MOST_MESSAGE_BYTES, '<2>next', 1]);
  }
});

it('holds no more than a message of a line that never ends', () => {
  const framing = new Framing();
  const chunk = Buffer.alloc(64 * 1024, 0x61);
  let frames = 0;
  for (let pushed = 0; pushed < 2_000; pushed++) {
    framing.push(chunk);
    while (framing.next()) frames++;
  }
  expect([frames, framing.end()]).toEqual([1, undefined]);
});
