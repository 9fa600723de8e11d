import { readText } from '../read-text';

const at = '[10/Oct/2000:13:55:36 -0700]';
const read = (text: string): Record<string, unknown> => {
  const { format, fields } = readText(text);
  expect(format).toBe('access-log');
  return fields;
};

describe('an access log', () => {
  it("reads Apache's common and combined examples", () => {
    const common = { 'c-ip': '127.0.0.1', 'cs-username': 'frank', timestamp: '2000-10-10T20:55:36.000Z', 'cs-method': 'GET', 'cs-uri-stem': '/apache_pb.gif', 'cs-uri-query': '/apache_pb.gif', 'cs-version': 'HTTP/1.0', 'sc-status': 200, 'sc-bytes': 2326 };
    const text = `127.0.0.1 - frank ${at} "GET /apache_pb.gif HTTP/1.0" 200 2326`;
    expect(read(text)).toEqual(common);
    expect(read(`${text} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`)).toEqual({ ...common, 'cs-referer': 'http://www.example.com/start.html', 'cs-user-agent': 'Mozilla/4.08 [en] (Win98; I ;Nav)' });
  });

  it.each([
    ['the query, and the whole for rules that look there for a path', `192.0.2.1 - - ${at} "GET /a?b=1?c HTTP/1.1" 200 5`, { 'cs-uri-stem': '/a', 'cs-uri-query': ['b=1?c', '/a?b=1?c'] }],
    ['a virtual host', `www.example.com:443 192.0.2.1 - - ${at} "GET / HTTP/1.1" 200 5`, { 'cs-host': 'www.example.com', 's-port': 443, 'c-ip': '192.0.2.1' }],
    ['a virtual host without a port', `example.com 2001:db8::1 - ann ${at} "GET / HTTP/1.1" 304 -`, { 'cs-host': 'example.com', 'c-ip': '2001:db8::1', 'cs-username': 'ann', 'sc-status': 304 }],
    ['a user with a blank', `192.0.2.1 - ann b ${at} "GET / HTTP/1.1" 200 5`, { 'cs-username': 'ann b', 'c-ip': '192.0.2.1' }],
    ['seconds', `192.0.2.1 - - ${at} "GET / HTTP/1.1" 200 5 "-" "curl" 0.125`, { 'time-taken': 125 }],
    ['microseconds', `192.0.2.1 - - ${at} "GET / HTTP/1.1" 200 5 "-" "curl" 1500`, { 'time-taken': 1.5 }],
    ['a forwarded address', `192.0.2.1 - - ${at} "GET / HTTP/1.1" 200 5 "-" "curl" "198.51.100.7"`, { 'x-forwarded-for': '198.51.100.7' }],
    ['escapes of Apache', `192.0.2.1 - - ${at} "GET /\\"\\\\\\xc3\\xa4\\t HTTP/1.1" 200 5 "-" "a\\"b"`, { 'cs-uri-stem': '/"\\ä\t', 'cs-user-agent': 'a"b' }],
    ['escapes of nginx', `192.0.2.1 - - ${at} "GET /\\x22\\x5C HTTP/1.1" 200 5`, { 'cs-uri-stem': '/"\\' }],
    ['a blank in the target', `192.0.2.1 - - ${at} "GET /a b HTTP/1.1" 400 5`, { 'cs-uri-stem': '/a b' }],
    ["a client's quote that was not escaped", `192.0.2.1 - - ${at} "GET /a"b HTTP/1.1" 200 5 "-" "x"`, { 'cs-uri-stem': '/a"b', 'sc-status': 200 }],
    ['a forged status inside the target', `192.0.2.1 - - ${at} "GET /a\\" 200 7 HTTP/1.1" 404 5`, { 'cs-uri-stem': '/a" 200 7', 'sc-status': 404, 'sc-bytes': 5 }],
    ['HTTP 0.9', `192.0.2.1 - - ${at} "GET /" 200 5`, { 'cs-method': 'GET', 'cs-uri-stem': '/' }],
    ['TLS to a plain port', `192.0.2.1 - - ${at} "\\x16\\x03\\x01" 400 226 "-" "-"`, { 'cs-method': '-', 'cs-uri': '\u0016\u0003\u0001', 'sc-status': 400 }],
    ['no request at all', `192.0.2.1 - - ${at} "-" 408 - "-" "-"`, { 'cs-method': '-', 'cs-uri': '-', 'sc-status': 408 }],
  ])('reads %s', (_, text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it.each([`a b ${at} "GET / HTTP/1.1" 200 5`, `192.0.2.1 - - ${at} "GET / HTTP/1.1`, '192.0.2.1 - - [now] "GET / HTTP/1.1" 200 5'])('takes %s for text', (text) => {
    expect(readText(text).format).toBe('text');
  });
});
