import type { Fields } from './field-path';
import { fieldOf, textOf } from './field-path';

/** What an event tells of, under one name for the two schemas; `activities` says what each of them calls it. */
export type Activity =
  | 'process-start' | 'process-end' | 'process-access' | 'process-change' | 'module-load' | 'driver-load' | 'script-run'
  | 'file-create' | 'file-change' | 'file-delete' | 'file-access' | 'pipe' | 'registry-key' | 'registry-value' | 'clipboard'
  | 'network' | 'network-denied' | 'dns' | 'http' | 'smb' | 'rdp' | 'ssh' | 'ftp' | 'dhcp' | 'ntp' | 'smtp' | 'tunnel'
  | 'login' | 'logout' | 'session-privileges' | 'account-create' | 'account-change' | 'account-delete' | 'group-change' | 'directory-change'
  | 'service-install' | 'job-change' | 'log-cleared' | 'api-call' | 'finding';

interface Meaning {
  /** ECS `event.category` and `event.type` (allowed values: the ECS reference). */
  readonly category: readonly string[];
  readonly type: readonly string[];
  /** OCSF class, (extension × 100 + category) × 1000 + class. */
  readonly ocsf?: readonly [number, string];
}

const processActivity = [1007, 'Process Activity'] as const;
const fileActivity = [1001, 'File System Activity'] as const;
const authentication = [3002, 'Authentication'] as const;
const accountChange = [3001, 'Account Change'] as const;
const networkActivity = [4001, 'Network Activity'] as const;

export const activities: Readonly<Record<Activity, Meaning>> = {
  'process-start': { category: ['process'], type: ['start'], ocsf: processActivity },
  'process-end': { category: ['process'], type: ['end'], ocsf: processActivity },
  'process-access': { category: ['process'], type: ['access'], ocsf: processActivity },
  'process-change': { category: ['process'], type: ['change'], ocsf: processActivity },
  'module-load': { category: ['library'], type: ['start'], ocsf: [1005, 'Module Activity'] },
  'driver-load': { category: ['driver'], type: ['start'], ocsf: [1002, 'Kernel Extension Activity'] },
  'script-run': { category: ['process'], type: ['info'], ocsf: [1009, 'Script Activity'] },
  'file-create': { category: ['file'], type: ['creation'], ocsf: fileActivity },
  'file-change': { category: ['file'], type: ['change'], ocsf: fileActivity },
  'file-delete': { category: ['file'], type: ['deletion'], ocsf: fileActivity },
  'file-access': { category: ['file'], type: ['access'], ocsf: fileActivity },
  pipe: { category: ['file'], type: ['access'] },
  'registry-key': { category: ['registry'], type: ['change'], ocsf: [201001, 'Registry Key Activity'] },
  'registry-value': { category: ['registry'], type: ['change'], ocsf: [201002, 'Registry Value Activity'] },
  clipboard: { category: ['host'], type: ['access'], ocsf: [1012, 'Clipboard Activity'] },
  network: { category: ['network'], type: ['connection'], ocsf: networkActivity },
  'network-denied': { category: ['network'], type: ['connection', 'denied'], ocsf: networkActivity },
  dns: { category: ['network'], type: ['protocol'], ocsf: [4003, 'DNS Activity'] },
  http: { category: ['web'], type: ['access'], ocsf: [4002, 'HTTP Activity'] },
  smb: { category: ['network'], type: ['protocol'], ocsf: [4006, 'SMB Activity'] },
  rdp: { category: ['network'], type: ['protocol'], ocsf: [4005, 'RDP Activity'] },
  ssh: { category: ['network'], type: ['protocol'], ocsf: [4007, 'SSH Activity'] },
  ftp: { category: ['network'], type: ['protocol'], ocsf: [4008, 'FTP Activity'] },
  dhcp: { category: ['network'], type: ['protocol'], ocsf: [4004, 'DHCP Activity'] },
  ntp: { category: ['network'], type: ['protocol'], ocsf: [4013, 'NTP Activity'] },
  smtp: { category: ['email'], type: ['info'], ocsf: [4009, 'Email Activity'] },
  tunnel: { category: ['network'], type: ['protocol'], ocsf: [4014, 'Tunnel Activity'] },
  login: { category: ['authentication'], type: ['start'], ocsf: authentication },
  logout: { category: ['authentication'], type: ['end'], ocsf: authentication },
  'session-privileges': { category: ['iam'], type: ['admin'], ocsf: [3003, 'Authorize Session'] },
  'account-create': { category: ['iam'], type: ['user', 'creation'], ocsf: accountChange },
  'account-change': { category: ['iam'], type: ['user', 'change'], ocsf: accountChange },
  'account-delete': { category: ['iam'], type: ['user', 'deletion'], ocsf: accountChange },
  'group-change': { category: ['iam'], type: ['group', 'change'], ocsf: [3006, 'Group Management'] },
  'directory-change': { category: ['iam'], type: ['change'], ocsf: [3004, 'Entity Management'] },
  'service-install': { category: ['configuration'], type: ['creation'], ocsf: [201004, 'Windows Service Activity'] },
  'job-change': { category: ['configuration'], type: ['change'], ocsf: [1006, 'Scheduled Job Activity'] },
  'log-cleared': { category: ['configuration'], type: ['change'], ocsf: [1008, 'Event Log Activity'] },
  'api-call': { category: [], type: ['info'], ocsf: [6003, 'API Activity'] },
  finding: { category: ['intrusion_detection'], type: ['info'], ocsf: [2004, 'Detection Finding'] },
};

/** By kind and event number, as `kind#EventID`. */
const byEventId: ReadonlyMap<string, Activity> = new Map([
  ...of('windows/sysmon', {
    1: 'process-start', 2: 'file-change', 3: 'network', 5: 'process-end', 6: 'driver-load', 7: 'module-load', 8: 'process-change', 9: 'file-access', 10: 'process-access', 11: 'file-create',
    12: 'registry-key', 13: 'registry-value', 14: 'registry-key', 15: 'file-create', 17: 'pipe', 18: 'pipe', 22: 'dns', 23: 'file-delete', 24: 'clipboard', 25: 'process-change', 26: 'file-delete',
    29: 'file-create',
  }),
  ...of('linux/sysmon', { 1: 'process-start', 3: 'network', 5: 'process-end', 9: 'file-access', 11: 'file-create', 23: 'file-delete' }),
  ...of('windows/security', {
    1102: 'log-cleared', 4624: 'login', 4625: 'login', 4634: 'logout', 4647: 'logout', 4648: 'login', 4657: 'registry-value', 4672: 'session-privileges', 4688: 'process-start', 4689: 'process-end',
    4697: 'service-install', 4698: 'job-change', 4699: 'job-change', 4700: 'job-change', 4701: 'job-change', 4702: 'job-change', 4720: 'account-create', 4722: 'account-change', 4723: 'account-change',
    4724: 'account-change', 4725: 'account-change', 4726: 'account-delete', 4727: 'group-change', 4728: 'group-change', 4729: 'group-change', 4730: 'group-change', 4731: 'group-change', 4732: 'group-change',
    4733: 'group-change', 4734: 'group-change', 4735: 'group-change', 4737: 'group-change', 4738: 'account-change', 4740: 'account-change', 4741: 'account-create', 4742: 'account-change',
    4743: 'account-delete', 4756: 'group-change', 4757: 'group-change', 4767: 'account-change', 4768: 'login', 4769: 'login', 4771: 'login', 4776: 'login', 4781: 'account-change', 5136: 'directory-change',
    5137: 'directory-change', 5140: 'smb', 5141: 'directory-change', 5145: 'smb', 5156: 'network', 5157: 'network-denied', 5158: 'network',
  }),
  ...of('windows/system', { 104: 'log-cleared', 7045: 'service-install' }),
  ...of('windows/powershell', { 4103: 'script-run', 4104: 'script-run' }),
  ...of('windows/powershell-classic', { 400: 'script-run', 600: 'script-run', 800: 'script-run' }),
  ...of('windows/dns-client', { 3008: 'dns' }),
  ...of('windows/taskscheduler', { 106: 'job-change', 140: 'job-change', 141: 'job-change' }),
  ...of('windows/windefend', { 1006: 'finding', 1015: 'finding', 1116: 'finding', 1117: 'finding' }),
  ...of('windows/openssh', { 4: 'ssh' }),
]);

function of(kind: string, known: Readonly<Record<number, Activity>>): [string, Activity][] {
  return Object.entries(known).map(([id, activity]) => [`${kind}#${id}`, activity]);
}

const byAuditType: ReadonlyMap<string, Activity> = new Map<string, Activity>([
  ['EXECVE', 'process-start'], ['PROCTITLE', 'process-start'], ['USER_CMD', 'process-start'], ['ANOM_ABEND', 'process-end'], ['PATH', 'file-access'], ['CWD', 'file-access'], ['SOCKADDR', 'network'],
  ['USER_LOGIN', 'login'], ['USER_AUTH', 'login'], ['USER_START', 'login'], ['CRED_ACQ', 'login'], ['USER_LOGOUT', 'logout'], ['USER_END', 'logout'], ['CRED_DISP', 'logout'],
  ['ADD_USER', 'account-create'], ['DEL_USER', 'account-delete'], ['USER_MGMT', 'account-change'], ['USER_CHAUTHTOK', 'account-change'], ['ADD_GROUP', 'group-change'], ['DEL_GROUP', 'group-change'],
  ['GRP_MGMT', 'group-change'], ['KERN_MODULE', 'driver-load'],
]);

const byKind: ReadonlyMap<string, Activity> = new Map<string, Activity>([
  ['web', 'http'], ['proxy', 'http'], ['dns', 'dns'], ['zeek/conn', 'network'], ['zeek/dns', 'dns'], ['zeek/http', 'http'], ['zeek/smb_files', 'smb'], ['zeek/smb_mapping', 'smb'],
  ['zeek/rdp', 'rdp'], ['zeek/ssh', 'ssh'], ['zeek/ftp', 'ftp'], ['zeek/dhcp', 'dhcp'], ['zeek/ntp', 'ntp'], ['zeek/smtp', 'smtp'], ['zeek/tunnel', 'tunnel'], ['zeek/kerberos', 'login'],
  ['zeek/ntlm', 'login'], ['zeek/radius', 'login'], ['zeek/notice', 'finding'], ['zeek/ssl', 'network'], ['zeek/dce_rpc', 'network'], ['aws/cloudtrail', 'api-call'], ['gcp/gcp.audit', 'api-call'],
  ['azure/activitylogs', 'api-call'], ['azure/signinlogs', 'login'], ['kubernetes/audit', 'api-call'], ['github/audit', 'api-call'], ['m365/audit', 'api-call'],
]);

const byName: ReadonlyMap<string, Activity> = new Map<string, Activity>([
  // AWS, Okta, Microsoft 365.
  ['ConsoleLogin', 'login'], ['user.session.start', 'login'], ['user.authentication.auth_via_mfa', 'login'], ['user.session.end', 'logout'], ['UserLoggedIn', 'login'], ['UserLoginFailed', 'login'],
  // What readText says of sshd, PAM and sudo.
  ['login', 'login'], ['pam-authentication', 'login'], ['session-opened', 'login'], ['session-closed', 'logout'], ['invalid-user', 'login'], ['attempts-exceeded', 'login'], ['login-refused', 'login'],
]);

const suricata: ReadonlyMap<string, Activity> = new Map<string, Activity>([
  ['alert', 'finding'], ['flow', 'network'], ['dns', 'dns'], ['http', 'http'], ['smb', 'smb'], ['rdp', 'rdp'], ['ssh', 'ssh'], ['ftp', 'ftp'], ['dhcp', 'dhcp'], ['smtp', 'smtp'], ['tls', 'network'],
]);

const refusals = /^(den(y|ied)|block(ed)?|drop(ped)?|reject(ed)?|refused?|reset)$/i;

/** What the event tells of, as far as its kind and fields say it. */
export function activityOf(kind: string | undefined, fields: Fields): Activity | undefined {
  const text = (name: string): string => textOf(fieldOf(fields, name)) ?? '';
  if (kind === undefined) return undefined;
  const [family] = kind.split('/');
  switch (kind) {
    case 'linux/auditd':
      if (text('type') === 'SYSCALL') return /^(execve(at)?|59|322)$/.test(text('SYSCALL') || text('syscall')) ? 'process-start' : undefined;
      return byAuditType.get(text('type').toUpperCase());
    case 'firewall':
      return refusals.test(text('action')) ? 'network-denied' : 'network';
    case 'network/suricata':
      return suricata.get(text('event_type'));
    case 'linux/sshd':
    case 'linux/auth':
    case 'linux/sudo':
    case 'linux/cron':
      return kind === 'linux/sudo' && text('COMMAND') !== '' ? 'process-start' : byName.get(text('action'));
    case 'honeypot/cowrie':
      return text('eventid').startsWith('cowrie.login.') ? 'login' : text('eventid') === 'cowrie.command.input' ? 'process-start' : 'network';
  }
  if (family === 'windows' || kind === 'linux/sysmon') return byEventId.get(`${kind}#${text('EventID')}`);
  if (family === 'okta') return byName.get(text('eventType')) ?? 'api-call';
  return byName.get(text('eventName') || text('Operation')) ?? byKind.get(kind);
}
