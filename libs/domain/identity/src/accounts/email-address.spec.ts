import { parseEmailAddress, readEmailAddress } from './email-address';

describe('an e-mail address', () => {
  it.each([
    ['Ada@Acme.Example', 'ada@acme.example'],
    ['  ada@acme.example\n', 'ada@acme.example'],
    ['ａｄａ＠ａｃｍｅ．ｅｘａｍｐｌｅ', 'ada@acme.example'],
    ['ada+tag@acme.example', 'ada+tag@acme.example'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['ﬁona@acme.example', 'fiona@acme.example'],
    ['STRASSE@acme.example', 'strasse@acme.example'],
  ])('%j is compared as %s', (typed, key) => {
    expect(parseEmailAddress(typed).key).toBe(key);
  });

  it('normalises to itself', () => {
    for (const typed of ['Ａda@Acme.example', 'İpek@acme.example', 'K\u212A@acme.example']) {
      const { key } = parseEmailAddress(typed);
      expect(parseEmailAddress(key).key).toBe(key);
    }
  });

  it.each([
    '',
    'ada',
    '@acme.example',
    'ada@',
    'ada@acme',
    'ada@@acme.example',
    'victim@acme.example＠evil.example',
    'ada@acme.example,eve@evil.example',
    'ada@acme.example\r\nBcc: eve@evil.example',
    '"ada eve"@acme.example',
    'a..b@acme.example',
    '.a@acme.example',
    'ada@-acme.example',
    'ada@acme.example.',
    'ada@[127.0.0.1]',
    'ada@acme.example/path',
    'ada@acme.example:25',
    'ada@acme.example?x=1',
    'ada@acme.example#x',
    'ada@acme.example\\x',
    'ada@acme.ex\tample',
    'ada@acme%2eexample',
    'ada\u0000@acme.example',
    'ada\u200b@acme.example',
    `${'a'.repeat(65)}@acme.example`,
    `ada@${'a.'.repeat(140)}example`,
    '\ufdfa'.repeat(300),
  ])('is not %j', (typed) => {
    expect(readEmailAddress(typed)).toBeNull();
  });
});
