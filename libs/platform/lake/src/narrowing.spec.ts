import { escapesOf } from './escapes';
import { addGrams, GRAM_BYTES, gramPlaces, hasBits } from './grams';
import { planOf } from './narrowing';
import type { Narrowing } from './narrowing';
import { predicateOf } from './predicate';

const everything = { kind: 'everything' };

describe('a narrowing that cannot be kept', () => {
  it.each<[string, Narrowing]>([
    ['is not ASCII', { text: 'Grüße' }],
    ['is empty', { text: '' }],
    ['has no shape', JSON.parse('{"not":[]}')],
    ['names a column that is none', JSON.parse('{"column":"__proto__","values":["x"]}')],
    ['has too many values', { column: 'host', values: Array.from({ length: 10_000 }, (_, index) => String(index)) }],
    ['has too many parts', { any: Array.from({ length: 10_000 }, (_, index) => ({ text: `t${index}` })) }],
  ])('since it %s lets everything through', (_, narrowing) => {
    expect(planOf(narrowing)).toEqual(everything);
    expect(planOf({ any: [narrowing, { text: 'b' }] })).toEqual(everything);
  });

  it('is widened, not followed, when it is deep', () => {
    let deep: Narrowing = { text: 'x' };
    for (let level = 0; level < 100_000; level += 1) deep = { any: [deep, { text: 'y' }] };
    expect(planOf(deep)).toEqual(everything);
  });

  it('keeps the beginning of a text that is too long', () => {
    expect(planOf({ text: 'A'.repeat(10_000) })).toEqual({ kind: 'text', text: 'a'.repeat(512) });
  });
});

it('nothing passes an empty choice, everything an empty demand', () => {
  expect(planOf({ any: [] })).toEqual({ kind: 'nothing' });
  expect(planOf({ column: 'host', values: [] })).toEqual({ kind: 'nothing' });
  expect(planOf({ all: [] })).toEqual(everything);
  expect(planOf({ any: [{ all: [{ text: 'A' }, { everything: true }] }, { any: [] }] })).toEqual({ kind: 'text', text: 'a' });
});

it('SQL holds no text of the caller', () => {
  const texts = ["'; drop", '$9', 'x"y', '/*'];
  const { sql, values } = predicateOf(planOf({ all: [{ any: texts.map((text) => ({ text })) }, { text: "'--" }, { column: 'user', values: ["a'"] }] }));
  expect(sql).toBe("((opaque or slashed or original is null or regexp_matches(original, $1, 'i')) and (contains(lower(original), $2) or opaque or original is null) and (lower(user_name) in ($3) or strlen(user_name) <> length(user_name)))");
  expect(values).toEqual(['\\x27\\x3b\\x20drop|\\x249|x\\x22y|\\x2f\\x2a', "'--", "a'"]);
});

it.each([
  ['{"a":"\\u0041"}', true, false],
  ['{"a":"C:\\\\users"}', false, false],
  ['{"a":"C:\\\\\\u0041"}', true, false],
  ['{"a":"\\/etc"}', false, true],
  ['{"a":"\\\\/etc"}', false, false],
  ['{"a":"\u212a"}', true, false],
  ['{"a":"\u0130"}', true, false],
  ['{"a":"Grüße"}', false, false],
])('the escapes of %s are known', (original, opaque, slashed) => {
  expect(escapesOf(original)).toEqual({ opaque, slashed });
});

it('escapes are looked for in linear time', () => {
  const started = performance.now();
  escapesOf('\\'.repeat(1_000_000) + '\\u'.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(500);
});

it('pieces of a text are found in what holds it, in any case and at any place', () => {
  const set = new Uint8Array(GRAM_BYTES);
  addGrams(set, Buffer.from('{"CommandLine":"PowerShell -Enc 日本 1234abcd"}'));
  for (const text of ['powershell', 'COMMANDLINE":"', ' -enc ', 'abcd"}', 'x1', '123', '']) expect([text, hasBits(set, gramPlaces(text))]).toEqual([text, true]);
  for (const text of ['mimikatz', 'powershells', 'enc abcd']) expect([text, hasBits(set, gramPlaces(text))]).toEqual([text, false]);
});
