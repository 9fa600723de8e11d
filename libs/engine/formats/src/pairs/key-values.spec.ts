import { readText } from '../read-text';

describe('pairs', () => {
  it.each([
    ['logfmt', 'level=info msg="Stopping all fetchers" tag=stopping_fetchers id=ConsumerFetcherManager-1382721708341', { level: 'info', msg: 'Stopping all fetchers', tag: 'stopping_fetchers', id: 'ConsumerFetcherManager-1382721708341' }],
    ['logfmt', 'time="2026-01-02T03:04:05Z" level=error msg="a \\"b\\" c\\\\d" err="x=y" empty= flag', { time: '2026-01-02T03:04:05Z', msg: 'a "b" c\\d', err: 'x=y', empty: '' }],
    ['key-value', "k=v k2=\"v with blanks\" k3='x'", { k: 'v', k2: 'v with blanks', k3: 'x' }],
    ['key-value', 'a=1, b=2, c="x, y"', { a: '1', b: '2', c: 'x, y' }],
    ['key-value', 'a=1,b=2,a=3', { a: ['1', '3'], b: '2' }],
    ['key-value', 'srcip=192.0.2.1 srcport=1 dstip=192.0.2.2 dstport=2 url=http://x/?a=b', { src_ip: '192.0.2.1', dst_port: '2', url: 'http://x/?a=b' }],
    ['key-value', 'a="unclosed b=2 c=3 d=4', { b: '2', c: '3', d: '4' }],
  ])('reads %s: %s', (format, text, expected) => {
    expect(readText(text)).toMatchObject({ format, fields: expected });
  });

  it.each(['a=1 b=2', 'The values were a=1 b=2 c=3 and none of the others that we had hoped to see', 'x == y = z', '=a =b =c', 'if (a=1 && b=2 || c=3) then return'])('takes %s for text', (text) => {
    expect(readText(text)).toEqual({ format: 'text', fields: { message: text } });
  });

  it('takes __proto__ for a name like any other', () => {
    const { fields } = readText('__proto__=1 constructor=2 toString=3');
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(Object.keys(fields)).toEqual(['__proto__', 'constructor', 'toString']);
  });
});
