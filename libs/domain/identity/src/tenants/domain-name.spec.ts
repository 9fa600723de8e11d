import { parseDomainName } from './domain-name';

describe('the name of a domain', () => {
  it.each([
    ['Acme.Example', 'acme.example'],
    [' acme.example. ', 'acme.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['ａｃｍｅ．example', 'acme.example'],
    ['a.b.c.example', 'a.b.c.example'],
    ['acme.xn--p1ai', 'acme.xn--p1ai'],
  ])('%j is %s', (text, domain) => expect(parseDomainName(text)).toBe(domain));

  it.each(['', 'co.uk', 'github.io', 'com.br', 'com', 'localhost', '.', 'a..example', '-a.example', 'a-.example', '192.0.2.1', '[::1]', 'a.example/path', 'a@b.example', 'a.example:53', '*.example',
    '_vedette-challenge.acme.example', `${'a'.repeat(64)}.example`, `${'a.'.repeat(130)}example`, 'x'.repeat(100_000)])('%j is none', (text) => {
    expect(() => parseDomainName(text)).toThrow(expect.objectContaining({ code: 'domain.malformed' }));
  });
});
