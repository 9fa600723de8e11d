import { readKeyedMessage, readKeyLine } from './message-key';

const read = (text: string) => readKeyedMessage(Buffer.from(text));
const head = '<34>1 2026-05-28T20:26:40Z fw1 sshd 4 ID47';

describe('the key of a message', () => {
  it.each([
    ['the only element', `${head} [vedette@32473 key="vdt_x" source="fw1"] text`, `${head} - text`],
    ['the first of two', `${head} [vedette@32473 source="fw1" key="vdt_x"][a@1 b="]"] text`, `${head} [a@1 b="]"] text`],
    ['the last, behind quoted brackets', `${head} [a@1 b="\\"] [x"][vedette@32473 key="vdt_x" source="fw1"]`, `${head} [a@1 b="\\"] [x"]`],
    ['one of two of ours', `${head} [vedette@32473 key="vdt_x" source="fw1"][vedette@32473 key="other"] text`, `${head} - text`],
  ])('is taken out where it is %s', (_where, message, text) => {
    expect(read(message)).toEqual({ text, key: 'vdt_x', source: 'fw1' });
  });

  it.each([
    ['in the text', `${head} - [vedette@32473 key="vdt_x"] text`],
    ['in a value', `${head} [a@1 b="[vedette@32473 key=\\"vdt_x\\"\\]"] text`],
    ['under another name', `${head} [vedette@324731 key="vdt_x"] text`],
    ['in an old message', `<34>May 28 20:26:40 fw1 sshd: [vedette@32473 key="vdt_x"]`],
    ['in an element without an end', `${head} [vedette@32473 key="vdt_x text`],
    ['nowhere', ''],
  ])('is none %s', (_where, message) => {
    expect(read(message)).toEqual({ text: message });
  });

  it('may hold what has to be escaped, and is no member of a prototype', () => {
    expect(read(`${head} [vedette@32473 source="a\\"b\\]c\\\\d"]`)).toMatchObject({ source: 'a"b]c\\d', key: undefined });
    expect(read(`${head} [vedette@32473 __proto__="x"]`).key).toBeUndefined();
  });

  it('is looked for in a time that grows with the message', () => {
    const began = performance.now();
    for (const hostile of [`${head} ${'[a'.repeat(30_000)}`, `${head} ${'[a b="\\'.repeat(9_000)}`, `<1>1 ${' '.repeat(65_000)}`, `${head} [vedette@32473 ${'k="'.repeat(20_000)}]`]) {
      read(hostile);
    }
    expect(performance.now() - began).toBeLessThan(500);
  });
});

it('a first line may name the key', () => {
  expect(readKeyLine(Buffer.from('key=vdt_x source=fw1'))).toEqual({ key: 'vdt_x', source: 'fw1' });
  expect(readKeyLine(Buffer.from('key=vdt_x'))).toEqual({ key: 'vdt_x', source: undefined });
  for (const text of ['key=', 'key=a b', ' key=a', `key=${'x'.repeat(2_000)}`]) expect(readKeyLine(Buffer.from(text))).toBeUndefined();
});
