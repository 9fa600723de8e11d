import { elementsOf, endOfValue, membersOf, valueOf } from './json-members';

const whole = (text: string) => {
  const bytes = Buffer.from(text);
  return { bytes, span: { from: 0, to: bytes.length } };
};

describe('the members of an object', () => {
  it.each(['{}', '{ "a" : 1 , "b":[1,{"c":"}"}] }', '{"a":"\\"}","a":2,"\\u0062":null}', '{"__proto__":{"x":1},"constructor":"y"}'])(
    'of %s are those that JSON.parse finds',
    (text) => {
      const { bytes, span } = whole(text);
      const found = [...(membersOf(bytes, span) ?? [])].map(([name, part]) => [name, valueOf(bytes, part)]);
      expect(found).toEqual(Object.entries(JSON.parse(text) as object));
    },
  );

  it.each(['', '[]', '{', '{"a"}', '{"a":}', '{"a" 1}', '{a:1}', '{"a":1 "b":2}', '"x"'])('of %p are none', (text) => {
    const { bytes, span } = whole(text);
    expect(membersOf(bytes, span)).toBeNull();
  });
});

describe('the elements of an array', () => {
  it('are found in order, whatever brackets their strings hold', () => {
    const { bytes, span } = whole('[ {"a":"]"}, [1,[2]] ,"\\\\", 3 ]');
    expect([...elementsOf(bytes, span)].map((part) => part && valueOf(bytes, part))).toEqual([{ a: ']' }, [1, [2]], '\\', 3]);
  });
  it('break off where the array does', () => {
    const { bytes, span } = whole('[1,,2]');
    expect([...elementsOf(bytes, span)].at(-1)).toBeNull();
  });
});

it('a value of any depth ends without recursion, and one that never ends is told', () => {
  const deep = whole(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`);
  expect(endOfValue(deep.bytes, 0, deep.bytes.length)).toBe(deep.bytes.length);
  for (const text of ['{"a":"', '[[]', '"\\', '{"a":"\\"}']) expect(endOfValue(Buffer.from(text), 0, text.length)).toBe(-1);
});
