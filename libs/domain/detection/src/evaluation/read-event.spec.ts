import { entityOf } from '@vedette/sigma';
import { readEvent, spelledOut } from './read-event';

const NOW = Date.UTC(2026, 10, 20, 12);
const text = (original: string, beside: object = {}) => readEvent(JSON.stringify({ event: { original }, ...beside }), NOW);

describe('reading an event', () => {
  it('reads text by its format, whichever door it came through', () => {
    const ssh = text('<86>Nov 20 11:59:58 bastion sshd[812]: Failed password for root from 203.0.113.9 port 4022 ssh2');
    expect(ssh).toMatchObject({ kind: 'linux/sshd', at: NOW - 2_000, fields: { program: 'sshd', src_ip: '203.0.113.9' } });
    expect(text('203.0.113.9 - - [20/Nov/2026:11:00:00 +0000] "GET /a?b=c HTTP/1.1" 404 12 "-" "curl/8"')).toMatchObject({ kind: 'web', fields: { 'cs-uri-query': expect.arrayContaining(['b=c']), 'sc-status': 404 } });
    expect(text('type=SYSCALL msg=audit(1763640000.243:24287): arch=c000003e syscall=59 comm="cat" exe="/bin/cat"')).toMatchObject({ kind: 'linux/auditd' });
    const xml = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4625</EventID><Channel>Security</Channel><Computer>dc-1</Computer></System><EventData><Data Name='TargetUserName'>ann</Data></EventData></Event>";
    expect(text(xml)).toMatchObject({ kind: 'windows/security', fields: { EventID: expect.anything(), TargetUserName: 'ann', Computer: 'dc-1' } });
    expect(entityOf(text(xml))).toEqual({ kind: 'host', value: 'dc-1' });
  });

  it('keeps the original and what the door put beside it', () => {
    const { fields } = text('{"EventID":1,"Channel":"Security"}', { host: 'fw-1', sourcetype: 'json' });
    expect(fields).toMatchObject({ EventID: 1, host: 'fw-1', sourcetype: 'json', event: { original: expect.any(String) } });
    expect(text('hello').fields).toMatchObject({ message: 'hello' });
  });

  it('looks into the message of a shipper that knows no better, and leaves other messages alone', () => {
    const wrapped = readEvent(JSON.stringify({ message: '<86>Nov 20 11:59:58 bastion sshd[812]: Accepted password for ann from 203.0.113.9 port 4022 ssh2', agent: { type: 'filebeat' } }), NOW);
    expect(wrapped).toMatchObject({ kind: 'linux/sshd', fields: { agent: { type: 'filebeat' } } });
    expect(readEvent('{"message":"all is well","level":"info"}')).toEqual({ fields: { message: 'all is well', level: 'info' }, at: undefined, kind: undefined });
    expect(readEvent('{"EventID":4625,"Channel":"Security","message":"<86>Nov 20 11:59:58 a sshd[1]: x"}').kind).toBe('windows/security');
  });

  it('takes nothing of a prototype for an original', () => {
    expect(readEvent('{"__proto__":{"event":{"original":"x"}}}').fields).not.toHaveProperty('message');
    expect(readEvent('{"event":"text"}').kind).toBeUndefined();
  });

  it('reads the same out of a line that spells what was read', () => {
    const lines = [
      JSON.stringify({ event: { original: '<86>Nov 20 11:59:58 bastion sshd[812]: Failed password for root from 203.0.113.9 port 4022 ssh2' }, host: 'x' }),
      JSON.stringify({ event: { original: 'type=EXECVE msg=audit(1763640000.243:24287): argc=2 a0="cat" a1=2F6574632F706173737764' } }),
      JSON.stringify({ message: '<86>Nov 20 11:59:58 bastion sshd[812]: Accepted password for ann from 203.0.113.9 port 4022 ssh2', agent: 1 }),
      JSON.stringify({ event: { original: 'free text' } }),
      '{"EventID":4625,"Channel":"Security"}',
    ];
    for (const line of lines) expect(readEvent(spelledOut(line, NOW), NOW)).toEqual(readEvent(line, NOW));
    expect(spelledOut(lines[1] ?? '', NOW)).toContain('/etc/passwd');
    expect(spelledOut(lines[4] ?? '', NOW)).toBe(lines[4]);
  });
});
