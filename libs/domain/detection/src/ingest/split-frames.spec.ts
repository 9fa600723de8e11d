import { Refusal } from '@vedette/kernel';
import { MAX_DEPTH, MAX_EVENT_BYTES, splitFrames } from './split-frames';

const NDJSON = 'application/x-ndjson';
const texts = (frames: Buffer[]): string[] => frames.map(String);
const lines = (text: string | Buffer) => splitFrames(Buffer.from(text), NDJSON);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'accepted';
};
const nested = (depth: number): string => `{"a":`.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);

describe('splitting lines', () => {
  it('keeps the good lines and refuses the bad ones by number', () => {
    const { frames, rejected } = lines('{"a":1}\n{"a":\n\n[1]\r\n{"b":2}\r\n"x"\n{"a":1} {"b":2}\n');
    expect(texts(frames)).toEqual(['{"a":1}', '{"b":2}']);
    expect(rejected.map(({ line, code }) => [line, code])).toEqual([
      [2, 'event.malformed'],
      [4, 'event.not_object'],
      [6, 'event.not_object'],
      [7, 'event.malformed'],
    ]);
  });

  it('refuses a line of two megabytes and keeps its neighbours', () => {
    const { frames, rejected } = lines(`{"a":1}\n{"a":"${'x'.repeat(2 * MAX_EVENT_BYTES)}"}\n{"b":2}`);
    expect(texts(frames)).toEqual(['{"a":1}', '{"b":2}']);
    expect(rejected).toEqual([{ line: 2, code: 'event.too_large', message: expect.stringContaining('1 MB') }]);
  });

  it('takes an event of exactly one megabyte and none of a byte more', () => {
    const sized = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect(lines(sized(MAX_EVENT_BYTES)).frames).toHaveLength(1);
    expect(lines(sized(MAX_EVENT_BYTES + 1)).rejected[0]?.code).toBe('event.too_large');
  });

  it('takes 64 levels and refuses 65, and a line of nothing but brackets', () => {
    expect(lines(nested(MAX_DEPTH)).frames).toHaveLength(1);
    expect(lines(nested(MAX_DEPTH + 1)).rejected[0]?.code).toBe('event.too_deep');
    expect(lines('['.repeat(500_000)).rejected[0]?.code).toBe('event.too_deep');
  });

  it('refuses only the line whose bytes are not UTF-8', () => {
    const body = Buffer.concat([Buffer.from('{"a":"é"}\n{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n{"b":2}')]);
    const { frames, rejected } = lines(body);
    expect(texts(frames)).toEqual(['{"a":"é"}', '{"b":2}']);
    expect(rejected[0]).toMatchObject({ line: 2, code: 'event.invalid_utf8' });
  });

  it('never repeats a refused line in its message', () => {
    expect(JSON.stringify(lines('{"password": hunter2}').rejected)).not.toContain('hunter2');
  });
});

describe('splitting documents', () => {
  const json = (text: string) => splitFrames(Buffer.from(text), 'application/json; charset=utf-8');

  it('splits an array, numbers its elements and puts each on one line', () => {
    const { frames, rejected } = json('\ufeff [ {"a":\n1}, 7 ,{"b":"\\n"} ] ');
    expect(texts(frames)).toEqual(['{"a": 1}', '{"b":"\\n"}']);
    expect(rejected).toEqual([{ line: 2, code: 'event.not_object', message: expect.any(String) }]);
  });

  it('takes one object on several lines, and lines under the wrong name', () => {
    expect(texts(json('{\n "a": 1\n}').frames)).toEqual(['{  "a": 1 }']);
    expect(texts(json('{"a":1}\n{"b":2}').frames)).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('refuses an array that ends nowhere as a whole', () => {
    for (const text of ['[{"a":1}', '[{"a":1},]', '[{"a":1}] x', '[{"a":1} {"b":2}]', '[,]']) {
      expect(codeOf(() => json(text))).toBe('body.malformed');
    }
  });

  it('refuses an empty body, a foreign type and 10,001 events', () => {
    expect(codeOf(() => json('[]'))).toBe('body.empty');
    expect(codeOf(() => lines(' \n'))).toBe('body.empty');
    expect(codeOf(() => splitFrames(Buffer.from('{}'), 'application/x-www-form-urlencoded'))).toBe('body.unsupported_type');
    expect(codeOf(() => splitFrames(Buffer.from('{}'), undefined))).toBe('body.unsupported_type');
    expect(lines('{}\n'.repeat(10_000)).frames).toHaveLength(10_000);
    expect(codeOf(() => lines('{}\n'.repeat(10_001)))).toBe('batch.too_many_events');
  });
});

describe('the scanner beside JSON.parse', () => {
  it('agrees on 30,000 mutated lines', () => {
    const seeds = [
      '{"EventID":1,"Image":"C:\\\\Windows\\\\cmd.exe","n":[1,-2.5e+3,0.1,true,false,null,{}],"s":"\\u00e9\\"\\/"}',
      '{"a":{"b":[[],[{}],""]},"":0,"t":"\t"}',
      '{ "k" : [ 0 , -0 , 1E2 ] , "e" : { } }',
    ];
    const alphabet = '{}[]",:\\ue0123456789-+.tfnrlsa \t';
    const random = generator(20);
    for (let round = 0; round < 30_000; round++) {
      let text = seeds[round % seeds.length] ?? '';
      for (let edits = 1 + random(3); edits > 0; edits--) {
        const at = random(text.length);
        const insert = random(3) ? alphabet.charAt(random(alphabet.length)) : '';
        text = text.slice(0, at) + insert + text.slice(at + random(2));
      }
      if (text.trim() === '') continue;
      const { frames, rejected } = lines(text);
      expect([text, frames.length === 1 ? 'event' : rejected[0]?.code]).toEqual([text, verdictOf(text)]);
    }
  });

  function verdictOf(text: string): string {
    try {
      const value: unknown = JSON.parse(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'event' : 'event.not_object';
    } catch {
      return 'event.malformed';
    }
  }
});

/** Whole numbers below a bound, the same ones every time (a linear congruence: Numerical Recipes, §7.1). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
