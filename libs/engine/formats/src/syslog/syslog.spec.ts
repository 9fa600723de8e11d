import { readStructured, readText } from '../read-text';

const receivedAt = Date.UTC(2026, 0, 2, 12);
const read = (text: string): Record<string, unknown> => readText(text, { receivedAt }).fields;

describe('syslog, RFC 5424', () => {
  it.each([
    [
      "the RFC's first example",
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
      { priority: 34, facility: 'auth', severity: 'critical', hostname: 'mymachine.example.com', program: 'su', msgid: 'ID47', timestamp: '2003-10-11T22:14:15.003Z', message: "'su root' failed for lonvick on /dev/pts/8" },
    ],
    [
      'a zone, microseconds and a process',
      '<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It\'s time.',
      { priority: 165, facility: 'local4', severity: 'notice', hostname: '192.0.2.1', program: 'myproc', pid: '8710', timestamp: '2003-08-24T12:14:15.000Z', message: "%% It's time." },
    ],
    [
      'structured data',
      '<165>1 2003-10-11T22:14:15.003Z m evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"] An event',
      {
        priority: 165, facility: 'local4', severity: 'notice', hostname: 'm', program: 'evntslog', msgid: 'ID47', timestamp: '2003-10-11T22:14:15.003Z', message: 'An event',
        'exampleSDID@32473': { iut: '3', eventSource: 'Application', eventID: '1011' }, 'examplePriority@32473': { class: 'high' },
      },
    ],
    [
      'escapes in structured data, and no message',
      '<13>1 - - - - - [a b="x\\"y\\]z\\\\" c="d" c="e"]',
      { priority: 13, facility: 'user', severity: 'notice', a: { b: 'x"y]z\\', c: ['d', 'e'] }, message: '' },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(readText(text)).toEqual({ format: 'syslog', fields: expected });
  });

  it('keeps malformed structured data in the message', () => {
    expect(read('<13>1 - h p - - [a b=c] text')).toMatchObject({ hostname: 'h', program: 'p', message: '[a b=c] text' });
  });

  it('lets the header win over an element of the same name, and a name reach no prototype', () => {
    const fields = read('<13>1 - h p - - [hostname x="1"][__proto__ y="2"] text');
    expect(fields['hostname']).toBe('h');
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(fields['y']).toBeUndefined();
  });
});

describe('syslog, RFC 3164', () => {
  it.each([
    ["the RFC's example", "<34>Oct 11 22:14:15 mymachine su: 'su root' failed", { priority: 34, facility: 'auth', severity: 'critical', hostname: 'mymachine', program: 'su', timestamp: '2025-10-11T22:14:15.000Z', message: "'su root' failed" }],
    ['no priority', 'Jan  2 03:04:05 web-1 CRON[42]: (root) CMD (x)', { hostname: 'web-1', program: 'CRON', pid: '42', timestamp: '2026-01-02T03:04:05.000Z', message: '(root) CMD (x)' }],
    ['no host', '<13>Jan  2 03:04:05 app[7]: x', { program: 'app', pid: '7', message: 'x' }],
    ['no tag', '<13>Jan  2 03:04:05 host last message repeated 3 times', { hostname: 'host', message: 'last message repeated 3 times' }],
    ['a year within', '<166>Jan 02 2021 03:04:05 fw : %ASA-6-302013: Built outbound', { hostname: 'fw', program: '%ASA-6-302013', timestamp: '2021-01-02T03:04:05.000Z', message: 'Built outbound' }],
    ['a year before', '<13>2021 Jan  2 03:04:05 host p: x', { hostname: 'host', timestamp: '2021-01-02T03:04:05.000Z' }],
    ["Cisco's counter and star", '<189>29: *Mar  1 18:46:11.123: %SYS-5-CONFIG_I: Configured', { program: '%SYS-5-CONFIG_I', timestamp: '2025-03-01T18:46:11.123Z', message: 'Configured' }],
    ['an ISO time', '<13>2026-01-02T03:04:05.678901+02:00 host p[1]: x', { hostname: 'host', program: 'p', pid: '1', timestamp: '2026-01-02T01:04:05.678Z', message: 'x' }],
    ['an ISO time without a priority', '2026-01-02T03:04:05.678+00:00 host sudo:   ann : x', { hostname: 'host', program: 'sudo', message: 'ann : x' }],
    ['an IPv6 host', '<13>Jan  2 03:04:05 2001:db8::1 p: x', { hostname: '2001:db8::1', program: 'p', message: 'x' }],
    ['nothing but a priority', '<13>hello there', { priority: 13, message: 'hello there' }],
  ])('reads %s', (_, text, expected) => {
    expect(readText(text, { receivedAt })).toMatchObject({ format: 'syslog', fields: expected });
  });

  it('takes the latest year in which the time is not more than a day ahead', () => {
    const at = (text: string, received: number): unknown => readText(`<13>${text} h p: x`, { receivedAt: received }).fields['timestamp'];
    expect(at('Dec 31 23:59:59', Date.UTC(2026, 0, 1))).toBe('2025-12-31T23:59:59.000Z');
    expect(at('Jan  1 00:30:00', Date.UTC(2025, 11, 31, 23, 59))).toBe('2026-01-01T00:30:00.000Z');
    expect(at('Jan  4 00:00:00', Date.UTC(2026, 0, 2))).toBe('2025-01-04T00:00:00.000Z');
    expect(at('Feb 29 00:00:00', Date.UTC(2026, 0, 2))).toBe('2024-02-29T00:00:00.000Z');
    expect(readText('<13>Jan  2 03:04:05 h p: x').fields).not.toHaveProperty('timestamp');
  });

  it.each(['2026-01-02T03:04:05Z INFO main: started', '2026-01-02 03:04:05 host p: x', 'May be nothing', 'Feb 30 03:04:05 h p: x', '<192>x', 'hello'])('takes %s for text', (text) => {
    expect(readText(text)).toEqual({ format: 'text', fields: { message: text } });
    expect(readStructured(text)).toBeUndefined();
  });
});

describe('a record inside syslog', () => {
  it.each([
    ['CEF', '<134>Jan  2 03:04:05 fw CEF:0|V|P|1|7|n|5|src=192.0.2.1', 'cef', { hostname: 'fw', deviceVendor: 'V', severity: '5', src_ip: '192.0.2.1', priority: 134, facility: 'local0' }],
    ['LEEF', '<134>Jan  2 03:04:05 fw LEEF:1.0|V|P|1|7|src=192.0.2.1', 'leef', { hostname: 'fw', src_ip: '192.0.2.1', severity: 'informational' }],
    ['JSON', '<134>1 - h app - - - {"message":"inner","a":{"b":1}}', 'json', { hostname: 'h', program: 'app', message: 'inner', a: { b: 1 } }],
    ['JSON with a cookie', '<134>1 - h app - - - @cee: {"a":1}', 'json', { a: 1, message: '@cee: {"a":1}' }],
    ['auditd', 'Jan  2 03:04:05 h audispd: node=n type=CWD msg=audit(1364481363.243:24287): cwd="/home"', 'auditd', { hostname: 'h', program: 'audispd', node: 'n', type: 'CWD', cwd: '/home' }],
    ["the kernel's audit", 'Jan  2 03:04:05 h kernel: [   12.345678] audit: type=1400 audit(1364481363.243:24287): apparmor="DENIED" name="/x"', 'auditd', { type: 'AVC', apparmor: 'DENIED', name: '/x' }],
    ['an access log', '<190>Jan  2 03:04:05 h nginx: 192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 5 "-" "curl"', 'access-log', { hostname: 'h', program: 'nginx', 'c-ip': '192.0.2.1' }],
    ["FortiGate's pairs", '<189>date=2026-01-02 time=03:04:05 tz="+0200" devname="FW 1" srcip=192.0.2.1 dstip=192.0.2.2 dstport=22 action="deny"', 'key-value', { timestamp: '2026-01-02T01:04:05.000Z', devname: 'FW 1', src_ip: '192.0.2.1', dst_port: '22', action: 'deny', priority: 189 }],
  ])('merges %s', (_, text, format, expected) => {
    expect(readText(text)).toMatchObject({ format, fields: expected });
    expect(readText(text).fields).toHaveProperty('message');
  });
});

describe('who logged in', () => {
  it.each([
    ['Accepted password for ann from 192.0.2.1 port 51144 ssh2', { user: 'ann', src_ip: '192.0.2.1', src_port: 51144, action: 'login', outcome: 'success' }],
    ['Accepted publickey for ann from 2001:db8::1 port 1 ssh2: RSA SHA256:x', { user: 'ann', src_ip: '2001:db8::1', src_port: 1, action: 'login', outcome: 'success' }],
    ['Failed password for root from 192.0.2.1 port 22 ssh2', { user: 'root', src_ip: '192.0.2.1', action: 'login', outcome: 'failure' }],
    ['Failed password for invalid user root from 198.51.100.1 from 192.0.2.1 port 22 ssh2', { user: 'root from 198.51.100.1', src_ip: '192.0.2.1', action: 'login', outcome: 'failure' }],
    ['Failed keyboard-interactive/pam for root from 192.0.2.1 port 22 ssh2', { user: 'root', src_ip: '192.0.2.1', action: 'login', outcome: 'failure' }],
    ['Invalid user  from 192.0.2.1 port 9', { src_ip: '192.0.2.1', src_port: 9, action: 'invalid-user', outcome: 'failure' }],
    ['Invalid user a b from 192.0.2.1', { user: 'a b', src_ip: '192.0.2.1', action: 'invalid-user' }],
    ['input_userauth_request: invalid user admin [preauth]', { user: 'admin', action: 'invalid-user' }],
    ['Connection closed by invalid user eve 192.0.2.1 port 9 [preauth]', { user: 'eve', src_ip: '192.0.2.1', src_port: 9, action: 'disconnected' }],
    ['Connection closed by 192.0.2.1 port 9 [preauth]', { src_ip: '192.0.2.1', src_port: 9, action: 'disconnected' }],
    ['Disconnected from user ann 192.0.2.1 port 9', { user: 'ann', src_ip: '192.0.2.1' }],
    ['Received disconnect from 192.0.2.1 port 9:11: Bye Bye [preauth]', { src_ip: '192.0.2.1', src_port: 9 }],
    ['Received disconnect from 192.0.2.1: 11: Bye Bye', { src_ip: '192.0.2.1' }],
    ['Connection from 192.0.2.1 port 9 on 192.0.2.2 port 22', { src_ip: '192.0.2.1', src_port: 9, action: 'connected' }],
    ["Bad protocol version identification 'GET / from ' from 192.0.2.1 port 9", { src_ip: '192.0.2.1', src_port: 9, action: 'connected', outcome: 'failure' }],
    ['Did not receive identification string from 192.0.2.1', { src_ip: '192.0.2.1' }],
    ['User eve from 192.0.2.1 not allowed because not listed in AllowUsers', { user: 'eve', src_ip: '192.0.2.1', action: 'login-refused', reason: 'not listed in AllowUsers' }],
    ['message repeated 2 times: [ Failed password for root from 192.0.2.1 port 22 ssh2]', { user: 'root', src_ip: '192.0.2.1', outcome: 'failure' }],
    ['error: maximum authentication attempts exceeded for root from 192.0.2.1 port 9 ssh2 [preauth]', { user: 'root', src_ip: '192.0.2.1', action: 'attempts-exceeded' }],
    ['pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root', { user: 'root', src_ip: '192.0.2.1', action: 'pam-authentication', outcome: 'failure' }],
    ['pam_unix(sshd:session): session opened for user ann(uid=1000) by (uid=0)', { user: 'ann', action: 'session-opened', outcome: 'success' }],
  ])('sshd: %s', (message, expected) => {
    const fields = read(`Jan  2 03:04:05 h sshd[9]: ${message}`);
    expect(fields).toMatchObject({ ...expected, program: 'sshd', message });
    if (!Object.hasOwn(expected, 'user')) expect(fields).not.toHaveProperty('user');
  });

  it('sudo: the command and as whom', () => {
    expect(read('Jan  2 03:04:05 h sudo:   ann : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/bin/sh -c a ; b')).toMatchObject({ user: 'ann', TTY: 'pts/0', PWD: '/home', USER: 'root', COMMAND: '/bin/sh -c a ; b' });
    expect(read('Jan  2 03:04:05 h sudo: eve : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=#-1 ; COMMAND=/bin/sh')).toMatchObject({ user: 'eve', outcome: 'failure', reason: 'user NOT in sudoers', USER: '#-1' });
  });

  it('other programs: only what PAM says', () => {
    expect(read('Jan  2 03:04:05 h su[1]: pam_unix(su:session): session closed for user root')).toMatchObject({ user: 'root', action: 'session-closed' });
    expect(read('Jan  2 03:04:05 h app[1]: Failed password for root from 192.0.2.1 port 22 ssh2')).not.toHaveProperty('user');
  });
});
