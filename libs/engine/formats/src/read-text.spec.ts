import { readStructured, readText } from './read-text';
import { TextFramer } from './frame/text-framer';
import { ecsOf } from './meaning/ecs-of';
import { ocsfClassOf } from './meaning/ocsf-class-of';

const seeds: readonly string[] = [
  '{"a":{"b":[1,"x",null]},"__proto__":{"polluted":1},"c":"\\u0000"}',
  'CEF:0|security|threat\\|manager|1.0|100|detected a \\= in message|10|src=10.0.0.1 cs1=a b cs1Label=Policy msg=x\\ny dpt=5',
  'LEEF:2.0|Lancope|StealthWatch|1.0|41|^|src=192.0.2.0^dst=172.50.123.1^sev=5^srcPort=81',
  '<165>1 2003-10-11T22:14:15.003Z host app 12 ID47 [ex@32473 iut="3" e="a\\"]b"][x y="z"] \ufeffAn event',
  '<34>Oct 11 22:14:15 host sshd[12]: Failed password for invalid user root from 192.0.2.1 port 22 ssh2',
  'Mar 27 13:06:56 host sudo:   ann : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/bin/ls',
  "<Event xmlns='x'><System><Provider Name='P'/><EventID>1</EventID><Channel>Security</Channel></System><EventData><Data Name='__proto__'>&lt;</Data><![CDATA[x]]></EventData></Event>",
  'type=EXECVE msg=audit(1364481363.243:24287): argc=2 a0="cat" a1=2F6574632F706173737764 msg=\'op=login acct="root"\'\u001dSADDR={ laddr=::1 }',
  'h.example:80 192.0.2.1 - ann [10/Oct/2000:13:55:36 -0700] "GET /a?b=\\"c\\x41 HTTP/1.1" 200 2326 "http://r/" "ua \\" x" 0.125',
  'time="2026-01-02T03:04:05Z" level=error msg="a \\"b\\" c" err=\'x=y\', empty= flag',
  '#separator \\x09\n#path\tconn\n#fields\ta\tb\n#types\tcount\tset[string]\n1\tx,y\n',
  'plain words only',
];

/** A fixed sequence, so that a failure comes again. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const spices = ['"', "'", '\\', '=', '|', '[', ']', '<', '>', ' ', '\t', '\n', '\0', '{', '}', '&', ';', ':', '\ufeff', '\ud800', '\u001d', '__proto__', 'constructor', '9'.repeat(30), ' from ', '" 200 5', '&#x110000;', '<!DOCTYPE', ']]>'];

function mutated(text: string, below: (n: number) => number): string {
  let result = text;
  for (let changes = 1 + below(6); changes > 0; changes--) {
    const at = below(result.length + 1);
    const to = Math.min(result.length, at + below(12));
    const spice = spices[below(spices.length)] ?? '';
    switch (below(4)) {
      case 0:
        result = result.slice(0, at) + result.slice(to);
        break;
      case 1:
        result = result.slice(0, at) + spice + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + (seeds[below(seeds.length)] ?? '').slice(0, 40) + result.slice(to);
        break;
      default:
        result = result.slice(0, at) + String.fromCharCode(below(0x250)) + result.slice(at + 1);
    }
  }
  return result;
}

describe('readText', () => {
  it.each([
    ['json', seeds[0]], ['cef', seeds[1]], ['leef', seeds[2]], ['syslog', seeds[3]], ['syslog', seeds[4]], ['syslog', seeds[5]], ['windows-xml', seeds[6]], ['auditd', seeds[7]], ['access-log', seeds[8]],
    ['key-value', seeds[9]], ['zeek-tsv', seeds[10]], ['text', seeds[11]], ['text', ''], ['text', '[1]'], ['text', '"x"'], ['text', '{"a":'], ['json', '\ufeff {"a":1} '],
  ])('tells %s', (format, text = '') => {
    expect(readText(text).format).toBe(format);
  });

  it.each([9, 10, 11])('offers structure only where a format announces itself', (index) => {
    expect(readStructured(seeds[index] ?? '')).toBeUndefined();
  });

  it('takes JSON deeper than a hundred levels, and records above 1 MB, for text', () => {
    expect(readText(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`).format).toBe('text');
    expect(readText(`{"a":${'['.repeat(99)}${']'.repeat(99)}}`).format).toBe('json');
    expect(readText(`{"a":"${'['.repeat(1000)}"}`).format).toBe('json');
    const { format, fields } = readText(`{"a":"${'x'.repeat(2_000_000)}"}`);
    expect([format, String(fields['message']).length]).toEqual(['text', 1_048_576]);
  });

  it('keeps ten thousand names of an object', () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 10_050 }, (_, i) => [`k${i}`, i])));
    expect(Object.keys(readText(many).fields)).toHaveLength(10_000);
  });

  it('never throws and reaches no prototype, whatever becomes of a record', () => {
    const below = sequence(20260102);
    const formats = new Map<string, number>();
    for (const seed of seeds) {
      for (let i = 0; i < 20_000; i++) {
        const text = mutated(seed, below);
        const { format, fields } = readText(text, { receivedAt: 1_767_323_045_678 });
        formats.set(format, (formats.get(format) ?? 0) + 1);
        if (Object.getPrototypeOf(fields) !== Object.prototype) throw new Error(`a prototype changed by ${JSON.stringify(text)}`);
        if (i % 50 === 0) for (const kind of ['windows/security', 'linux/auditd', 'web', 'zeek/dns', undefined]) if (typeof ecsOf(kind, fields) !== 'object' || ocsfClassOf(kind, fields) === null) throw new Error('no answer');
      }
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect([...formats.keys()].length).toBeGreaterThanOrEqual(10);
  }, 120_000);

  it('cuts whatever becomes of a stream, the same in every cut', () => {
    const below = sequence(7);
    for (let i = 0; i < 1_500; i++) {
      const bytes = Buffer.from(Array.from({ length: 4 }, () => mutated(seeds[below(seeds.length)] ?? '', below)).join('\n'));
      const whole = new TextFramer();
      const parts = new TextFramer();
      const expected = [...whole.push(bytes), ...whole.end()];
      const got = Array.from({ length: bytes.length }, (_, at) => parts.push(bytes.subarray(at, at + 1))).flat();
      expect([...got, ...parts.end()]).toEqual(expected);
    }
  }, 60_000);

  it.each([
    ['JSON', '{"a":', '"x":1,', '}'], ['CEF', 'CEF:0|a|b|1|1|n|1|', 'k=\\\\ =', ''], ['CEF header', 'CEF:0|', '\\', ''], ['CEF words', 'CEF:0|a|b|1|1|n|1|a=', 'x ', ''], ['CEF signs', 'CEF:0|a|b|1|1|n|1|a=', '=', ''],
    ['LEEF', 'LEEF:2.0|a|b|c|d|^|', 'k=^', ''], ['LEEF tabs', 'LEEF:1.0|a|b|c|d|', 'k\t', ''],
    ['5424', '<1>1 - - - - - ', '[a b="', ''], ['5424 values', '<1>1 - - - - - [a', ' b="\\"', ''], ['5424 blanks', '<1>1 - - - - - [a', ' ', ''], ['3164', '<1>Jan  1 00:00:00 h p: ', '<1>', ''], ['3164 blanks', '<1>Jan  1 00:00:00', ' ', ''],
    ['sshd', '<1>Jan  1 00:00:00 h sshd[1]: Failed password for ', ' from ', ''], ['pam', '<1>Jan  1 00:00:00 h sshd[1]: pam_unix(sshd:auth): authentication failure; ', ' rhost= user=', ''],
    ['sudo', '<1>Jan  1 00:00:00 h sudo: a : ', ' ; TTY=', 'COMMAND='], ['repeated', '<1>Jan  1 00:00:00 h sshd[1]: message repeated 2 times: [ ', ']', ''], ['refused', '<1>Jan  1 00:00:00 h sshd[1]: User ', ' not allowed because ', ''],
    ['XML tags', '<Event><System/>', '<a>', ''], ['XML siblings', '<Event><System/><EventData>', '<Data>x</Data>', '</EventData></Event>'], ['XML attributes', '<Event><System ', ' a="', ''], ['XML attribute names', '<Event><System ', 'a ', '/></Event>'],
    ['XML attribute signs', '<Event><System ', "a='\"' ", '/></Event>'], ['XML text', '<Event><System>', '&#', '</System></Event>'], ['XML comments', '<Event><System/>', '<!--', ''], ['XML sections', '<Event><System/>', '<![CDATA[', ''],
    ['auditd', 'type=A msg=audit(1.1:1): ', 'k="', ''], ['auditd braces', 'type=A msg=audit(1.1:1): ', "k={ a='", ''], ['auditd parts', 'type=EXECVE msg=audit(1.1:1): ', 'a1[0]=4142 ', ''], ['auditd signs', 'type=A msg=audit(1.1:1): ', '=', ''],
    ['access', 'a - - [10/Oct/2000:13:55:36 -0700] "', '" 200 ', ''], ['access dates', 'a - -', ' [10/Oct/2000:13:55:36', ''], ['access bytes', 'a - - [10/Oct/2000:13:55:36 -0700] "GET ', '\\x4', '" 200 5'], ['access words', 'a', ' a', ' [10/Oct/2000:13:55:36 -0700] "x" 1 1'],
    ['pairs', 'a=1 b=2 ', 'k="', ''], ['pair signs', 'a=1 b=2 ', '=', ''], ['pair quotes', 'a=1 b=2 ', "'a='", ''], ['pair words', '', 'abc', ''], ['blanks', '', ' \n\t', ''], ['Zeek', '#separator \\x09\n', '#fields\ta\n', ''],
  ])('reads %s of 1 MB in linear time', (what, before, piece, after) => {
    // XML is read up to 256 KB only.
    const took = (full: number): number => {
      const size = what.startsWith('XML') ? full / 4 : full;
      const text = before + piece.repeat(Math.floor((size - before.length - after.length) / piece.length)) + after;
      const began = performance.now();
      readText(text);
      return performance.now() - began;
    };
    took(60_000);
    expect(took(1_000_000)).toBeLessThan(2_000);
  });
});
