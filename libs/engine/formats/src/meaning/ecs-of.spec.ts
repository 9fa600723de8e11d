import { readText } from '../read-text';
import { ecsOf } from './ecs-of';
import { ocsfClassOf } from './ocsf-class-of';

describe('ecsOf', () => {
  it('names a process that Sysmon saw', () => {
    const fields = {
      EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Computer: 'ACME-1', Provider_Name: 'Microsoft-Windows-Sysmon', Image: 'C:\\Windows\\cmd.exe', CommandLine: 'cmd /c x', ProcessId: '1234',
      ParentImage: 'C:\\a\\b.exe', ParentProcessId: 7, User: 'ACME\\ann', Hashes: 'SHA1=AAAABBBBCCCCDDDD0000,MD5=00112233445566778899AABBCCDDEEFF,IMPHASH=0011223344556677', OriginalFileName: 'Cmd.Exe',
    };
    expect(ecsOf('windows/sysmon', fields)).toEqual({
      'event.kind': 'event', 'event.category': ['process'], 'event.type': ['start'], 'event.code': '1', 'event.provider': 'Microsoft-Windows-Sysmon', 'host.name': 'ACME-1',
      'process.executable': 'C:\\Windows\\cmd.exe', 'process.name': 'cmd.exe', 'process.command_line': 'cmd /c x', 'process.pid': 1234, 'process.parent.executable': 'C:\\a\\b.exe', 'process.parent.name': 'b.exe', 'process.parent.pid': 7,
      'process.hash.sha1': 'aaaabbbbccccdddd0000', 'process.hash.md5': '00112233445566778899aabbccddeeff', 'process.pe.imphash': '0011223344556677', 'process.pe.original_file_name': 'Cmd.Exe',
      'user.name': 'ann', 'user.domain': 'ACME',
    });
  });

  it.each([
    ['the new process of 4688, not its creator', 'windows/security', { EventID: 4688, NewProcessId: '0x3e8', ProcessId: '0x4', NewProcessName: 'C:\\x.exe', SubjectUserName: 'ann' }, { 'process.pid': 1000, 'process.parent.pid': 4, 'user.name': 'ann' }],
    ['who logged on', 'windows/security', { EventID: 4625, TargetUserName: 'ann', SubjectUserName: '-', IpAddress: '192.0.2.1', IpPort: '50000' }, { 'user.name': 'ann', 'source.ip': '192.0.2.1', 'source.port': 50000, 'event.outcome': 'failure', 'event.category': ['authentication'] }],
    ['who was created by whom', 'windows/security', { EventID: '4720', TargetUserName: 'new', SubjectUserName: 'ann', Keywords: '0x8020000000000000' }, { 'user.name': 'ann', 'user.target.name': 'new', 'event.type': ['user', 'creation'], 'event.outcome': 'success' }],
    ['a registry value', 'windows/sysmon', { EventID: 13, TargetObject: 'HKLM\\SOFTWARE\\Run\\x', Details: 'evil' }, { 'registry.hive': 'HKLM', 'registry.key': 'SOFTWARE\\Run\\x', 'registry.value': 'x', 'registry.data.strings': ['evil'] }],
    ['a loaded library', 'windows/sysmon', { EventID: 7, ImageLoaded: 'C:\\a.dll', Image: 'C:\\b.exe', Hashes: 'MD5=00112233445566778899AABBCCDDEEFF' }, { 'dll.name': 'a.dll', 'dll.hash.md5': '00112233445566778899aabbccddeeff', 'process.name': 'b.exe' }],
    ['a call to AWS', 'aws/cloudtrail', { eventName: 'ConsoleLogin', sourceIPAddress: '192.0.2.1', userIdentity: { userName: 'ann' }, responseElements: { ConsoleLogin: 'Failure' } }, { 'user.name': 'ann', 'source.ip': '192.0.2.1', 'cloud.provider': 'aws', 'event.outcome': 'failure', 'event.category': ['authentication'] }],
    ['an IIS request', 'web', { 'cs-uri-stem': '/a', 'cs-uri-query': 'b=1', 'sc-status': '404' }, { 'url.path': '/a', 'url.query': 'b=1', 'url.original': '/a?b=1', 'http.response.status_code': 404, 'event.outcome': 'failure' }],
    ['a denied connection', 'firewall', { action: 'Deny', dst_port: '22', src_ip: '192.0.2.1' }, { 'event.type': ['connection', 'denied'], 'destination.port': 22 }],
  ])('names %s', (_, kind, fields, expected) => {
    expect(ecsOf(kind, fields)).toMatchObject(expected);
  });

  it('names what readText reads', () => {
    const at = '[02/Jan/2026:03:04:05 +0000]';
    expect(ecsOf('web', readText(`192.0.2.1 - - ${at} "GET /a?b HTTP/1.1" 200 5 "-" "curl"`).fields)).toMatchObject({ 'url.path': '/a', 'url.query': 'b', 'url.original': '/a?b', 'http.version': '1.1', 'user_agent.original': 'curl' });
    expect(ecsOf('web', readText(`192.0.2.1 - - ${at} "GET /a HTTP/1.1" 200 5`).fields)).not.toHaveProperty('url.query');
    expect(ecsOf('linux/sshd', readText('<38>1 - h sshd 9 - - Accepted password for ann from 192.0.2.1 port 7 ssh2').fields)).toMatchObject({ 'user.name': 'ann', 'source.port': 7, 'event.outcome': 'success', 'log.syslog.appname': 'sshd', 'process.pid': 9 });
    expect(ecsOf('linux/auditd', readText('type=EXECVE msg=audit(1.1:1): argc=2 a0="ls" a1="-l"').fields)).toMatchObject({ 'process.args': ['ls', '-l'], 'event.type': ['start'] });
  });

  it('leaves out what does not have the type that the schema gives it', () => {
    const ecs = ecsOf('windows/security', { EventID: 4624, IpAddress: '::ffff:nonsense', IpPort: '-', TargetUserName: '' });
    for (const name of ['source.ip', 'source.port', 'user.name']) expect(ecs).not.toHaveProperty([name]);
    expect(ecsOf(undefined, JSON.parse('{"__proto__":{"a":1},"constructor":"x"}'))).toEqual({ 'event.kind': 'event' });
    expect(ecsOf('constructor/x', {})).toEqual({ 'event.kind': 'event' });
  });
});

describe('ocsfClassOf', () => {
  it.each([
    ['windows/sysmon', { EventID: 1 }, 1007], ['windows/sysmon', { EventID: '11' }, 1001], ['windows/sysmon', { EventID: 13 }, 201002], ['windows/security', { EventID: 4624 }, 3002], ['zeek/conn', {}, 4001], ['web', {}, 4002],
    ['zeek/dns', {}, 4003], ['aws/cloudtrail', { eventName: 'RunInstances' }, 6003], ['aws/cloudtrail', { eventName: 'ConsoleLogin' }, 3002], ['linux/sshd', { action: 'login' }, 3002], ['linux/auditd', { type: 'EXECVE' }, 1007],
    ['linux/auditd', { type: 'SYSCALL', syscall: '59' }, 1007], ['network/suricata', { event_type: 'alert' }, 2004],
  ])('%s %j is %i', (kind, fields, uid) => {
    expect(ocsfClassOf(kind, fields)?.uid).toBe(uid);
  });

  it.each([[undefined, { EventID: 1 }], ['windows/sysmon', { EventID: 255 }], ['linux/auditd', { type: 'SYSCALL', syscall: '2' }], ['linux/sshd', {}], ['other', {}], ['windows/sysmon', { EventID: 'constructor' }]])('%s %j has none', (kind, fields) => {
    expect(ocsfClassOf(kind, fields)).toBeUndefined();
  });
});
