import type { FramedRecord } from './framed-record';
import { TextFramer } from './text-framer';

const megabyte = 1024 * 1024;

function frame(text: string | Buffer, pieceSize = Infinity): FramedRecord[] {
  const framer = new TextFramer();
  const bytes = Buffer.from(text);
  const records: FramedRecord[] = [];
  for (let at = 0; at < bytes.length; at += Math.min(pieceSize, bytes.length)) records.push(...framer.push(bytes.subarray(at, at + pieceSize)));
  return [...records, ...framer.end()];
}

const texts = (text: string): string[] => frame(text).map((record) => record.text);

const cloudtrail = '{"Records": [ {"eventName":"A","x":{"y":["}"]}},\n {"eventName":"B"} ]}\n';
const event = (id: number): string => `<Event xmlns='x'>\n <System><EventID>${id}</EventID></System>\n</Event>`;
const zeek = [
  '#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', '#path\tconn', '#open\t2026-01-02-03-04-05',
  '#fields\tts\tid.orig_h\tid.orig_p\tservice\tlocal\ttunnel\tnote', '#types\ttime\taddr\tport\tstring\tbool\tset[string]\tstring',
  '1521911721.255387\t192.0.2.1\t49152\t-\tT\ta,b\x5cx2cc\tx\\x5cy', '1521911722.000000\t::1\t1\t(empty)\tF\t(empty)\t-', '#close\t2026-01-02-03-04-06',
].join('\n');

const samples: readonly (readonly [string, string, readonly string[]])[] = [
  ['lines, with and without carriage return, blank ones left out', 'one\r\n\n  \ntwo\nthree', ['one', 'two', 'three']],
  ['JSON lines', '{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']],
  ['JSON objects without a line end between them', '{"a":1}{"a":2} {"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
  ['a pretty-printed object', '{\n  "a": {\n    "b": [1, "}"]\n  }\n}\n{"c":1}', ['{\n  "a": {\n    "b": [1, "}"]\n  }\n}', '{"c":1}']],
  ['an array', '[{"a":1},\n {"a":"]"}]', ['{"a":1}', '{"a":"]"}']],
  ["CloudTrail's file", cloudtrail, ['{"eventName":"A","x":{"y":["}"]}}', '{"eventName":"B"}']],
  ["Azure's file with siblings behind", '{"records":[{"a":1},{"a":2}],"more":{"b":{"c":1}},"n":[{"d":1}]}\n{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
  ['an object whose records are not the first name, or no objects', '{"a":1,"Records":[{"b":1}]}\n{"records":[1,{"b":1}]}\n{"records":[],"x":{"y":{"z":1}}}', ['{"a":1,"Records":[{"b":1}]}', '{"records":[1,{"b":1}]}', '{"records":[],"x":{"y":{"z":1}}}']],
  ['text that begins like JSON', '[Sun Mar 07 16:02:00 2004] [notice] x\n{curly} text\n["a"]\n[1,2]\n{"a":1} and more\n{"ok":1}', ['[Sun Mar 07 16:02:00 2004] [notice] x', '{curly} text', '["a"]', '[1,2]', '{"a":1} and more', '{"ok":1}']],
  ['a JSON line that was cut off, and goes on with the next', '{"a":"cut\n{"a":2}\n{"a":\n{"a":3,\n{"a":4}', ['{"a":"cut', '{"a":2}', '{"a":', '{"a":3,', '{"a":4}']],
  ['a truncated file', '{"Records":[{"a":1},{"b":\n{"c":', ['{"a":1}', '{"b":', '{"c":']],
  ['events over several lines', `<?xml version="1.0"?>\n<Events>\n${event(1)}${event(2)}\n</Events>\nline`, [event(1), event(2), 'line']],
  ['an event that was cut off before a whole one', `<Event a>\nx\n${event(2)}`, ['<Event a>\nx\n', event(2)]],
  ['text that begins like an event', '<Event that never ends\nnext\n{"a":1}', ['<Event that never ends', 'next', '{"a":1}']],
  ['syslog', '<34>1 - - - - - -\n<13>x', ['<34>1 - - - - - -', '<13>x']],
  ['a byte order mark', '\ufeff{"a":1}\nx', ['{"a":1}', 'x']],
];

describe('TextFramer', () => {
  it.each(samples)('cuts %s', (_, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('reads the rows of a Zeek file with their types, and lines behind it as before', () => {
    const [first, second, third, ...none] = frame(`${zeek}\n{"a":1}\n`);
    expect(JSON.parse(first?.text ?? '')).toEqual({ _path: 'conn', ts: 1521911721.255387, 'id.orig_h': '192.0.2.1', 'id.orig_p': 49152, local: true, tunnel: ['a', 'b,c'], note: 'x\\y' });
    expect(JSON.parse(second?.text ?? '')).toEqual({ _path: 'conn', ts: 1521911722, 'id.orig_h': '::1', 'id.orig_p': 1, service: '', local: false, tunnel: [] });
    expect(first?.line).toBe(9);
    expect(third).toEqual({ line: 12, text: '{"a":1}' });
    expect(none).toEqual([]);
  });

  it('gives a Zeek row with the wrong number of columns as it is, and takes a column called __proto__ for a column', () => {
    const rows = frame('#separator \\x09\n#fields\ta\t__proto__\n#types\tstring\tstring\n1\t2\n1\n').map(({ text }) => text);
    expect(rows).toEqual(['{"a":"1","__proto__":"2"}', '1']);
  });

  it('cuts the same records and lines however the bytes arrive', () => {
    const all = [...samples.map(([, text]) => text.replace('\ufeff', '')), zeek].join('\n');
    const whole = frame(all);
    for (const size of [1, 2, 3, 7, 64]) expect(frame(all, size)).toEqual(whole);
    expect(whole.length).toBeGreaterThan(40);
  });

  it('numbers the lines on which records begin', () => {
    expect(frame('a\n\nb\n{\n"c":1\n}\n[{"d":1},\n{"e":1}]\nf').map(({ line }) => line)).toEqual([1, 3, 4, 7, 8, 9]);
  });

  it('says which record is no UTF-8 and goes on', () => {
    const bytes = Buffer.concat([Buffer.from('a\nb'), Buffer.from([0xff, 0xfe]), Buffer.from('\nü')]);
    expect(frame(bytes)).toEqual([{ line: 1, text: 'a' }, { line: 2, text: 'b\ufffd\ufffd', fault: 'invalid-utf8' }, { line: 3, text: 'ü' }]);
    expect(frame(bytes, 1)).toEqual(frame(bytes));
  });

  it.each([['a line', (filler: string) => `${filler}`], ['an object', (filler: string) => `{"a":"${filler}"}`], ['an object in a list', (filler: string) => `{"Records":[{"a":"${filler}"},{"b":1}]}`]])(
    'gives only the beginning of %s above 1 MB, in every cut, and goes on behind it',
    (_, wrap) => {
      const text = `before\n${wrap('x'.repeat(2 * megabyte))}\nafter`;
      for (const size of [Infinity, 65_536, 1_000_003]) {
        const records = frame(text, size);
        const large = records.filter(({ fault }) => fault === 'too-large');
        expect(large).toHaveLength(1);
        expect(large[0]?.line).toBe(2);
        expect(large[0]?.text.length).toBeLessThan(2_000);
        expect(records[0]).toEqual({ line: 1, text: 'before' });
        expect(records.at(-1)).toEqual({ line: 3, text: 'after' });
      }
    },
  );

  it('cuts a list far above 1 MB into its records', () => {
    const records = frame(`{"Records":[${'{"a":{"b":1}},'.repeat(300_000)}{"a":2}]}`, 65_536);
    expect(records).toHaveLength(300_001);
    expect(records.every(({ line, fault }) => line === 1 && fault === undefined)).toBe(true);
  });

  it('stays linear whatever a sender opens and never closes', () => {
    const size = 4 * megabyte;
    const bad = ['{"a":\n', '{"a":[{},\n', '[{"a":1},\n', '<Event >\n', '{"a":"', '{"Records":[{"a":1},', '[ ', '{"a" ', '<Events ', '\t', '{"a":{"b":\n1,', '"\\', '{\n"a":[1,2,\n'];
    for (const piece of bad) {
      const text = piece.repeat(Math.ceil(size / piece.length));
      const began = performance.now();
      frame(text, 16_384);
      expect(performance.now() - began).toBeLessThan(3_000);
    }
  });

  it('takes a megabyte byte by byte', () => {
    const began = performance.now();
    frame(`{"a":"${'x'.repeat(megabyte)}"}`, 1);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
