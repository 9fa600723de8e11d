import { readText } from '../read-text';

const fieldsOf = (text: string): Record<string, unknown> => readText(text).fields;

describe('CEF', () => {
  it("reads the specification's example", () => {
    const text = 'CEF:0|Security|threatmanager|1.0|100|worm successfully stopped|10|src=10.0.0.1 dst=2.1.2.2 spt=1232';
    expect(readText(text)).toEqual({
      format: 'cef',
      fields: {
        deviceVendor: 'Security', deviceProduct: 'threatmanager', deviceVersion: '1.0', deviceEventClassId: '100', name: 'worm successfully stopped', severity: '10',
        src: '10.0.0.1', dst: '2.1.2.2', spt: '1232', src_ip: '10.0.0.1', dst_ip: '2.1.2.2', src_port: '1232',
      },
    });
  });

  it.each([
    ['a pipe and a backslash in the header', 'CEF:0|security|threatmanager|1.0|100|detected a \\| in \\\\message|10|act=blocked', { name: 'detected a | in \\message', act: 'blocked', action: 'blocked' }],
    ['an equals sign in a value', 'CEF:0|a|b|1|100|detected a = in message|10|src=10.0.0.1 act=blocked a \\= dst=1.1.1.1', { name: 'detected a = in message', act: 'blocked a =', dst: '1.1.1.1' }],
    ['lines and a pipe in a value', 'CEF:0|a|b|1|1|n|1|msg=Detected a threat.\\nNo action needed. cat=a|b \\\\ c', { msg: 'Detected a threat.\nNo action needed.', cat: 'a|b \\ c' }],
    ['a path whose backslashes were not escaped', 'CEF:0|a|b|1|1|n|1|filePath=C:\\Windows\\System32 fname=x', { filePath: 'C:\\Windows\\System32', fname: 'x' }],
    ['an equals sign that was not escaped', 'CEF:0|a|b|1|1|n|1|request=http://x/?a=1&b=2 act=ok', { request: 'http://x/?a=1&b=2', act: 'ok' }],
    ['values with blanks, empty and repeated', 'CEF:1|a|b|1|1|n|1|msg= cs2=  two  words  dvc=1 dvc=2', { msg: '', cs2: '  two  words', dvc: ['1', '2'] }],
    ['a label', 'CEF:0|a|b|1|1|n|1|cs1=Block all cs1Label=Policy Name cn1=5 cn1Label=Count', { cs1: 'Block all', 'Policy Name': 'Block all', Count: '5' }],
    ['a time', 'CEF:0|a|b|1|1|n|1|rt=1767323045678', { timestamp: '2026-01-02T03:04:05.678Z' }],
    ['a written time', 'CEF:0|a|b|1|1|n|1|rt=Jan 02 2026 03:04:05', { timestamp: '2026-01-02T03:04:05.000Z' }],
    ['no extension', 'CEF:0|a|b|1|1|n|Low', { severity: 'Low' }],
  ])('reads %s', (_, text, expected) => {
    expect(readText(text).format).toBe('cef');
    expect(fieldsOf(text)).toMatchObject(expected);
  });

  it('does not let a label replace a field, or reach a prototype', () => {
    expect(fieldsOf('CEF:0|a|b|1|1|n|1|act=ok cs1=evil cs1Label=act')['act']).toBe('ok');
    const fields = fieldsOf('CEF:0|a|b|1|1|n|1|__proto__=x cs1=y cs1Label=__proto__ constructor=z');
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(fields).toMatchObject({ cs1: 'y', constructor: 'z' });
    expect(Object.hasOwn(fields, '__proto__')).toBe(true);
  });

  it.each(['CEF:0|a|b|1', 'CEF:x|a|b|1|1|n|1|', 'CEF: 0'])('takes %s for text', (text) => {
    expect(readText(text).format).toBe('text');
  });

  it('keeps the first ten thousand fields', () => {
    const text = `CEF:0|a|b|1|1|n|1|${Array.from({ length: 20_000 }, (_, i) => `k${i}=v`).join(' ')}`;
    expect(Object.keys(fieldsOf(text))).toHaveLength(10_000);
  });
});

describe('LEEF', () => {
  it.each([
    ['1.0 with tabs', 'LEEF:1.0|Microsoft|MSExchange|4.0 SP1|15345|src=192.0.2.0\tdst=172.50.123.1\tsev=5\tcat=anomaly\tmsg=two words', { deviceVendor: 'Microsoft', deviceEventClassId: '15345', src: '192.0.2.0', src_ip: '192.0.2.0', sev: '5', msg: 'two words' }],
    ['2.0 with a caret', 'LEEF:2.0|Lancope|StealthWatch|1.0|41|^|src=192.0.2.0^dst=172.50.123.1^sev=5^srcPort=81', { deviceProduct: 'StealthWatch', dst_ip: '172.50.123.1', src_port: '81' }],
    ['2.0 with a hexadecimal delimiter', 'LEEF:2.0|V|P|1.0|41|x09|src=192.0.2.0\tdst=172.50.123.1', { src: '192.0.2.0', dst: '172.50.123.1' }],
    ['2.0 with 0x and another character', 'LEEF:2.0|V|P|1.0|41|0x7C|src=192.0.2.0|dst=172.50.123.1', { src: '192.0.2.0', dst: '172.50.123.1' }],
    ['2.0 without a delimiter', 'LEEF:2.0|V|P|1.0|41|src=192.0.2.0\tdst=172.50.123.1', { src: '192.0.2.0', dst: '172.50.123.1' }],
    ['tabs as rsyslog writes them', 'LEEF:1.0|V|P|1.0|41|src=192.0.2.0#011usrName=ann', { src: '192.0.2.0', username: 'ann' }],
    ['a time', 'LEEF:1.0|V|P|1.0|41|devTime=Jan 02 2026 03:04:05\tdevTimeFormat=MMM dd yyyy HH:mm:ss', { timestamp: '2026-01-02T03:04:05.000Z' }],
    ['a value that holds the delimiter', 'LEEF:2.0|V|P|1.0|41|^|msg=a^b^src=1', { msg: 'a^b', src: '1' }],
  ])('reads %s', (_, text, expected) => {
    expect(readText(text)).toMatchObject({ format: 'leef', fields: expected });
  });

  it('takes what has no header for text', () => {
    expect(readText('LEEF:3.0|a|b|c|d|').format).toBe('text');
    expect(readText('LEEF:1.0|a').format).toBe('text');
  });
});
