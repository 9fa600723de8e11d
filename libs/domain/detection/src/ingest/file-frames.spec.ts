import { FileFrames } from './file-frames';

function read(text: string, chunk = 7): { events: unknown[]; rejected: readonly unknown[] } {
  const file = new FileFrames();
  const bytes = Buffer.from(text);
  const batches = [];
  for (let at = 0; at < bytes.length; at += chunk) batches.push(...file.push(bytes.subarray(at, at + chunk)));
  batches.push(...file.end());
  return { events: batches.flatMap(({ frames }) => frames.map((frame) => JSON.parse(frame.toString('utf8')) as unknown)), rejected: batches.flatMap(({ rejected }) => rejected) };
}

describe('a file of events', () => {
  it('is cut by what it holds, wherever its chunks end', () => {
    expect(read('{"a":1}\n\n{"a":2}\n').events).toEqual([{ a: 1 }, { a: 2 }]);
    expect(read('[{"a":1},\n {"a":2}]').events).toEqual([{ a: 1 }, { a: 2 }]);
    expect(read('{"Records":[{"eventName":"x"},{"eventName":"y"}]}').events).toEqual([{ eventName: 'x' }, { eventName: 'y' }]);
    expect(read('<Events><Event a="1">\n<System/></Event><Event/></Events>\n').events).toHaveLength(2);
    expect(read('<34>Oct 11 22:14:15 host su: hello\nplain ü').events).toEqual([{ event: { original: '<34>Oct 11 22:14:15 host su: hello' } }, { event: { original: 'plain ü' } }]);
    expect(read('#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\n#types\ttime\taddr\n1700000000.5\t192.0.2.1\n').events).toMatchObject([{ _path: 'conn', 'id.orig_h': '192.0.2.1' }]);
  });

  it('keeps as text what only looks like JSON, and refuses what is too large, by line', () => {
    expect(read('{"a":1\n{"b":2}\n').events).toEqual([{ event: { original: '{"a":1' } }, { b: 2 }]);
    const { events, rejected } = read(`{"a":1}\n{"a":"${'x'.repeat(1_100_000)}"}\n{"a":3}\n`, 65_536);
    expect([events.length, rejected]).toEqual([2, [{ line: 2, code: 'event.too_large', message: expect.any(String) }]]);
  });

  it('comes in batches', () => {
    const file = new FileFrames();
    const batches = [...file.push(Buffer.from('{"a":1}\n'.repeat(4_500))), ...file.end()];
    expect(batches.map(({ frames }) => frames.length)).toEqual([2_000, 2_000, 500]);
    expect(new FileFrames().end()).toEqual([]);
  });
});
