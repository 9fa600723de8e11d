import { compileRules } from '../compile/compiled-rules';
import { normalise } from '../taxonomy/normalise';
import { loadRules } from './load-rules';

/** Repeatable numbers in [0, 1) (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const seeds = [
  `title: a\nid: a\nlogsource: {product: windows, category: process_creation}\ndetection:\n  sel:\n    Image|endswith:\n      - '\\a.exe'\n      - '\\b?.exe'\n    CommandLine|re|i: '(foo|ba[rz])+\\s.*x{2,5}'\n  filter:\n    - User: null\n    - ParentImage|contains|all: [x, y]\n  condition: sel and not 1 of filter*\nlevel: high\n`,
  `title: b\nid: b\nlogsource: {product: linux}\ndetection:\n  keywords: [one, two, 3]\n  '|all': x\n  net: {ip|cidr: '10.0.0.0/8', size|gte: 5, when|hour: 3, a|fieldref: b}\n  condition: [keywords, net]\n`,
  `title: c\nid: c\nlogsource: {service: apache}\ndetection:\n  s: &anchor {F|base64offset|contains: abc, G|windash: ' -a -b', H|exists: true}\n  t: *anchor\n  condition: all of them or (s and not t)\n`,
];
const pieces = [
  '|', '*', '?', '\\', '%', "'", '"', ':', '- ', '\n', '\t', '  ', '{', '}', '[', ']', '&a', '*a', '!!binary ', '!!set ', '<<: *anchor', '---\n', '...\n', '|re', '|all', '|contains', '|cidr', '|base64offset',
  '|wide', '|windash', '|expand', '|neq', 'null', '~', 'true', '.nan', '-.inf', '0x7f', '1e999', '2020-01-01', 'not ', ' and ', ' or ', '(', ')', '1 of ', 'all of ', ' them', '__proto__', 'constructor', '\u0000', '\ud800', '\ufeff',
  '(a+)+$', '(?=', '{1,99999}', '[^', '\\1', '(?i)', '%name%',
];

function mutated(random: () => number): string {
  let text = seeds[Math.floor(random() * seeds.length)] ?? '';
  for (let n = 1 + Math.floor(random() * 6); n > 0; n--) {
    const at = Math.floor(random() * text.length);
    const cut = random() < 0.5 ? Math.floor(random() * 8) : 0;
    const piece = random() < 0.8 ? (pieces[Math.floor(random() * pieces.length)] ?? '') : text.slice(at, at + Math.floor(random() * 40));
    text = text.slice(0, at) + piece + text.slice(at + cut);
  }
  return text;
}

/** Any characters at all, those of YAML more often than others. */
function noise(random: () => number): string {
  return Array.from({ length: Math.floor(random() * 200) }, () => (random() < 0.6 ? (pieces[Math.floor(random() * pieces.length)] ?? '') : String.fromCharCode(Math.floor(random() * (random() < 0.9 ? 128 : 65_536))))).join('');
}

const events = [
  { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, Image: 'C:\\a.exe', CommandLine: 'foo barxx', User: 'x', ParentImage: 'x y' },
  { type: 'SYSCALL', a: 'one two 3', ip: '10.1.2.3', size: 7, when: '2024-01-01T03:00:00Z', b: 'one two 3' },
].map(normalise);

describe('hostile rules', () => {
  it('are either loaded or refused, however 10,000 of them are mangled or made up', () => {
    const random = seeded(7);
    const documents = Array.from({ length: 10_000 }, (_, i) => ({ origin: `m${i}.yml`, text: i % 5 === 0 ? noise(random) : mutated(random) }));
    const started = performance.now();
    const { rules, filters, correlations, refused } = loadRules(documents);
    const answered = [...rules, ...filters, ...correlations, ...refused].map(({ origin }) => origin.replace(/#\d+$/, ''));
    expect(new Set(answered).size).toBe(documents.length);
    expect(rules.length).toBeGreaterThan(100);
    expect(refused.length).toBeGreaterThan(1_000);
    for (const { reason } of refused) expect(reason).not.toBe('');
    const compiled = compileRules(rules.map((rule, i) => ({ ...rule, id: String(i) })));
    for (const event of events) for (const rule of compiled.evaluate(event)) expect(compiled.explain(rule, event).length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it.each([
    ['a billion laughs', `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(', ')}]`).join('\n')}\ntitle: *i\n`, 'values'],
    ['nesting of lists', `title: ${'['.repeat(50_000)}`, 'not valid YAML'],
    ['nesting of maps', `title: a\ndetection:\n${Array.from({ length: 30 }, (_, i) => `${' '.repeat(i + 1)}k:`).join('\n')} v\n`, 'deep'],
    ['a list of 100,000 values', `title: a\nlogsource: {product: windows}\ndetection:\n  s:\n    F:\n${'      - x\n'.repeat(100_000)}  condition: s\n`, 'values'],
    ['a text of two million characters', `title: ${'x'.repeat(2_000_000)}`, 'longer than'],
    ['a condition that multiplies', `title: a\nlogsource: {product: windows}\ndetection:\n  s:\n    F: [${Array.from({ length: 2_000 }, (_, i) => `v${i}`).join(', ')}]\n  condition: ${Array(800).fill('s').join(' or ')}\n`, 'repeats its selections too often'],
    ['an alias to itself', 'title: &a [*a]\n', ''],
  ])('with %s are refused at once', (_what, text, reason) => {
    const started = performance.now();
    const { rules, refused } = loadRules([{ origin: 'x.yml', text }]);
    expect(rules).toEqual([]);
    expect(refused[0]?.reason).toContain(reason);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('hostile events', () => {
  const detection = `\n  a:\n    F|contains: 'needle-xyz'\n    G|re: '(x+x+)+y'\n  b:\n    F: '*a*b*c*d*e*f*g?h*'\n  c:\n    F|re: '.*a.*b.*c.*d'\n  keywords: [needle-xyz]\n  condition: 1 of them`;
  const compiled = compileRules(loadRules([{ origin: 'h.yml', text: `title: h\nid: h\nlogsource: {product: acme}\ndetection:${detection}` }]).rules);
  const cycle: Record<string, unknown> = { F: 1 };
  cycle['self'] = cycle;
  let deep: unknown = 'x';
  for (let i = 0; i < 20_000; i++) deep = [deep];

  it.each([
    ['a value of a million characters', { F: 'abcdefg'.repeat(150_000), G: 'x'.repeat(1_000_000) }],
    ['a list of 100,000 values', { F: Array.from({ length: 100_000 }, (_, i) => `v${i}`) }],
    ['100,000 fields', Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, i]))],
    ['deep nesting', { F: deep }],
    ['a cycle', cycle],
    ['lone surrogates', { F: '\ud800'.repeat(1_000), G: '\udc00x' }],
  ])('with %s are answered in bounded time', (_what, fields) => {
    const started = performance.now();
    expect(compiled.evaluate({ fields, kind: 'acme/log' }).length).toBeLessThanOrEqual(1);
    normalise(fields);
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  it('do not slow the next ones when every value is new', () => {
    const started = performance.now();
    for (let i = 0; i < 30_000; i++) compiled.evaluate({ fields: { F: `value ${i}`, G: `${i}` }, kind: 'acme/log' });
    expect(compiled.evaluate({ fields: { F: 'a needle' }, kind: 'acme/log' })).toHaveLength(0);
    expect(compiled.evaluate({ fields: { H: 'a NEEDLE-xyz' }, kind: 'acme/log' })).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
