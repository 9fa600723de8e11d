import { compileRules } from '../compile/compiled-rules';
import { loadRules } from '../parse/load-rules';
import { PlainRules } from '../plain/plain-rules';
import { builtInRouting } from '../routing/built-in-routing';

/** Whether a selection matches fields; both engines are asked and must agree. */
function matches(selection: string, fields: Record<string, unknown>, placeholders?: Record<string, string[]>): boolean {
  const indented = selection.replaceAll('\n', '\n    ');
  const text = `title: t\nid: t\nlogsource: {product: acme, service: log}\ndetection:\n  s:\n    ${indented}\n  condition: s\n`;
  const { rules, refused } = loadRules([{ origin: 't.yml', text }], { placeholders });
  if (refused[0]) throw new Error(refused[0].reason);
  const event = { fields, kind: 'acme/log' };
  const fast = compileRules(rules).evaluate(event).length === 1;
  expect(new PlainRules(rules, builtInRouting).evaluate(event).length === 1).toBe(fast);
  return fast;
}

type Case = readonly [selection: string, value: unknown, expected: boolean];

const cases: Readonly<Record<string, readonly Case[]>> = {
  'compares text without regard to case and numbers by their text': [
    ['F: CMD.exe', 'cmd.EXE', true],
    ['F: 1', '1', true],
    ["F: '1'", 1, true],
    ['F: true', 'True', true],
    ['F: cmd', 'cmd.exe', false],
    ['F: [a, b]', 'B', true],
    ['F: a', ['x', 'A'], true],
    ["F: ''", '', true],
    ["F: ''", 'x', false],
  ],
  'reads wildcards and their escapes': [
    ["F: 'a*c'", 'abbbc', true],
    ["F: 'a*c'", 'ac', true],
    ["F: 'a?c'", 'abc', true],
    ["F: 'a?c'", 'ac', false],
    ["F: 'a\\*c'", 'abc', false],
    ["F: 'a\\*c'", 'a*c', true],
    ["F: 'a\\\\*c'", 'a\\xc', true],
    ["F: 'C:\\Windows\\*'", 'c:\\windows\\x', false],
    ["F: '*a?b*a?c*'", 'a1ba2ba3c', true],
    ["F: '*'", '', true],
  ],
  'honours contains, startswith, endswith, all and cased': [
    ['F|contains: Foo', 'a foo b', true],
    ['F|startswith: Foo', 'foo b', true],
    ['F|endswith: Foo', 'a foo', true],
    ['F|endswith: Foo', 'foo b', false],
    ['F|contains|all: [one, two]', 'two one', true],
    ['F|contains|all: [one, two]', 'two', false],
    ['F|contains|cased: Foo', 'foo', false],
    ['F|contains|cased: Foo', 'a Foo', true],
    ["F|contains: '\u212a'", 'KELVIN', true],
    ["F|contains: 'kel'", '\u212aELVIN', true],
    ["F|contains: '\u0130x'", '\u0130X', true],
    ["F|contains: 'x'", '\u0130\u0130X', true],
    ["F|startswith|cased: '\u03a3'", '\u03a3\u0391', true],
  ],
  'negates with neq and matches a missing field then': [
    ['F|neq: a', 'b', true],
    ['F|neq: a', 'A', false],
    ['G|neq: a', 'b', true],
    ['F|contains|neq: [a, b]', 'xb', false],
  ],
  'swaps dashes with windash': [
    ["F|windash|contains: ' -enc '", 'x /ENC y', true],
    ["F|windash|contains: ' -enc '", 'x \u2013enc y', true],
    ["F|windash|contains: ' /a -b'", 'x \u2014a \u2015b', true],
    ["F|windash|contains: 'a-b'", 'a/b', false],
  ],
  'runs regular expressions with their flags': [
    ["F|re: 'a.c$'", 'xabc', true],
    ["F|re: 'a.c'", 'ABC', false],
    ["F|re|i: 'a.c'", 'ABC', true],
    ["F|re: '^b'", 'a\nb', false],
    ["F|re|m: '^b$'", 'a\nb\nc', true],
    ["F|re: 'a.b'", 'a\nb', false],
    ["F|re|s: 'a.b'", 'a\nb', true],
    ["F|re: '(?i)x(?-i:y)'", 'Xy', true],
    ["F|re: '(?i)x(?-i:y)'", 'xY', false],
    ["F|re: '(a+)+$'", 'aaaa', true],
  ],
  'encodes': [
    ['F|base64: foo', 'Zm9v', true],
    ["F|base64offset|contains: 'http://'", `x${Buffer.from('ahttp://acme').toString('base64')}`, true],
    ["F|base64offset|contains: 'http://'", `x${Buffer.from('abhttp://acme').toString('base64')}`, true],
    ["F|wide|base64offset|contains: 'IEX'", Buffer.from('aIEX b', 'utf16le').toString('base64'), true],
    ['F|utf16be|base64: ab', Buffer.from([0, 97, 0, 98]).toString('base64'), true],
    ['F|utf16|base64: a', Buffer.from([0xff, 0xfe, 97, 0]).toString('base64'), true],
  ],
  'compares numbers': [
    ['F|gt: 5', 6, true],
    ['F|gt: 5', '0x06', true],
    ['F|gte: 5', 5, true],
    ['F|lt: 5', '4.5', true],
    ['F|lte: 5', 'x', false],
    ['F|lt: 5', '', false],
  ],
  'compares parts of times': [
    ['F|hour: 22', '2024-03-05T22:01:02Z', true],
    ['F|hour|gte: 22', '2024-03-05 21:01:02', false],
    ['F|minute: 1', '2024-03-05T22:01:02Z', true],
    ['F|day: 5', 1709676062, true],
    ['F|month|lt: 4', '2024-03-05T22:01:02Z', true],
    ['F|year: 2024', 1709676062000, true],
    ['F|week: 10', '2024-03-05T22:01:02Z', true],
    ['F|week: 10', 'never', false],
  ],
  'matches networks of both families': [
    ['F|cidr: 10.0.0.0/8', '10.200.3.4', true],
    ['F|cidr: 10.0.0.0/8', '11.0.0.1', false],
    ["F|cidr: ['192.168.4.0/23']", '192.168.5.255', true],
    ["F|cidr: 'fe80::/10'", 'fe80::1%eth0', true],
    ["F|cidr: '::1/128'", '0:0:0:0:0:0:0:1', true],
    ["F|cidr: '10.0.0.0/8'", '::ffff:10.1.2.3', true],
    ["F|cidr: '2001:db8::/32'", '2001:db9::1', false],
    ['F|cidr: 10.0.0.0/8', 'ten', false],
  ],
  'tells missing from null from empty': [
    ['F: null', undefined, true],
    ['F: null', null, true],
    ['F: null', '', false],
    ['F|exists: true', null, true],
    ['F|exists: false', undefined, true],
    ['F|exists: true', '', true],
  ],
};

describe.each(Object.entries(cases))('a selection %s', (_title, list) => {
  it.each(list)('%s on %j is %s', (selection, value, expected) => {
    expect(matches(selection, value === undefined ? {} : { F: value })).toBe(expected);
  });
});

describe('selections over several fields', () => {
  it('compare two fields with fieldref', () => {
    expect(matches('A|fieldref: B', { A: 'Root', B: 'root' })).toBe(true);
    expect(matches('A|fieldref|startswith: B', { A: 'rooted', B: 'root' })).toBe(true);
    expect(matches('A|fieldref|neq: B', { A: 'a', B: 'a' })).toBe(false);
    expect(matches('A|fieldref: B', { A: 'a' })).toBe(false);
  });

  it('join the keys of a map with AND and the maps of a list with OR', () => {
    const selection = '- A: 1\n  B: 2\n- C|endswith: x';
    expect(matches(selection, { A: 1, B: 2 })).toBe(true);
    expect(matches(selection, { A: 1, C: 'zx' })).toBe(true);
    expect(matches(selection, { A: 1 })).toBe(false);
  });

  it('look for keywords in every value, nested ones too, and not in names', () => {
    expect(matches('- evil\n- worse', { a: { b: ['x', 'An Evil thing'] } })).toBe(true);
    expect(matches("'|all': [one, two]", { a: 'one', b: { c: 'two' } })).toBe(true);
    expect(matches("'|all': [one, two]", { a: 'one' })).toBe(false);
    expect(matches('- evil', { evil: 'x' })).toBe(false);
    expect(matches("'|re': 'e[vw]il'", { a: 'an evil' })).toBe(true);
  });

  it('reach into JSON by dotted names, through lists, and never into prototypes', () => {
    expect(matches('a.b.c: x', { a: { b: { c: 'X' } } })).toBe(true);
    expect(matches('a.b.c: x', { a: { b: [{ c: 'y' }, { c: 'x' }] } })).toBe(true);
    expect(matches('a.b: x', { 'a.b': 'x' })).toBe(true);
    expect(matches('a|contains: inner', { a: { b: 'the inner text' } })).toBe(true);
    expect(matches('constructor|exists: true', { a: 1 })).toBe(false);
    expect(matches('__proto__.toString|exists: true', { a: 1 })).toBe(false);
  });

  it('expand placeholders only with values given', () => {
    const values = { admins: ['root', 'adm*'] };
    expect(matches("F|expand: '%admins%'", { F: 'ADMIN7' }, values)).toBe(true);
    expect(matches("F|expand: 'x-%admins%-y'", { F: 'x-root-y' }, values)).toBe(true);
    expect(matches("F: '%admins%'", { F: '%admins%' })).toBe(true);
    expect(() => matches("F|expand: '%admins%'", {})).toThrow('the placeholder %admins% has no values here');
  });
});

describe('an impossible value', () => {
  it.each([
    ['F|nosuch: 1', 'unknown modifier "nosuch"'],
    ['F|cidr: 10.0.0.0/40', '"10.0.0.0/40" is not an IPv4 or IPv6 network'],
    ['F|gt: x', 'the modifier gt needs a number'],
    ['F|exists: maybe', 'the modifier exists needs true or false'],
    ["F|base64: 'a*b'", 'the modifier base64 cannot encode wildcards or several forms'],
    ["F|windash: '-a -b -c -d -e -f -g -h'", 'windash makes more than'],
    ['F|re|cidr: x', 'the modifiers regex and cidr do not go together'],
    ['F: {a: b}', 'a value is a map or a list'],
    ['F: []', 'has an empty list of values'],
  ])('%s is refused with its reason', (selection, reason) => {
    expect(() => matches(selection, {})).toThrow(reason);
  });
});
