import { loadRules } from '../parse/load-rules';
import { narrowingOf } from './narrowing';

function of(detection: string): unknown {
  const { rules, refused } = loadRules([{ origin: 'test', text: `title: t\nlogsource: {category: process_creation, product: windows}\ndetection:\n  ${detection}\n` }]);
  expect(refused).toEqual([]);
  return narrowingOf(rules);
}

describe('what a matching event must hold', () => {
  it('is all texts of an and, one of an or, and nothing of a not', () => {
    expect(of('s: {Image|endswith: certutil.exe, CommandLine|contains: [urlcache, verifyctl]}\n  known: {User: SYSTEM}\n  condition: s and not known')).toEqual({
      all: [{ text: 'certutil.exe' }, { any: [{ text: 'urlcache' }, { text: 'verifyctl' }] }],
    });
  });

  it('leaves out what formats escape, spell in several ways or is too short', () => {
    expect(of("s: {Image: 'C:\\Windows\\System32\\cmd.exe'}\n  condition: s")).toEqual({ all: [{ text: 'windows' }, { text: 'system32' }, { text: 'cmd.exe' }] });
    expect(of('s: {LogonId: 1200}\n  condition: s')).toEqual({ everything: true });
    expect(of('s: {a: "é"}\n  condition: s')).toEqual({ everything: true });
    expect(of('s: {a|contains: [urlcache, "-f"]}\n  condition: s')).toEqual({ everything: true });
    expect(of('s: {a: null}\n  condition: s')).toEqual({ everything: true });
  });

  it('knows event ids, wildcards, keywords and what a regular expression must hold', () => {
    expect(of('s: {EventID: [4624, 4625]}\n  condition: s')).toEqual({ any: [{ column: 'eventCode', values: ['4624'] }, { column: 'eventCode', values: ['4625'] }] });
    expect(of('s: {CommandLine: "*mimi*katz*"}\n  condition: s')).toEqual({ all: [{ text: 'mimi' }, { text: 'katz' }] });
    expect(of('s: ["Failed password"]\n  condition: s')).toEqual({ text: 'failed password' });
    expect(JSON.stringify(of("s: {CommandLine|re: '(?i)downloadstring.{1,9}http'}\n  condition: s"))).toContain('downloadstring');
  });
});
