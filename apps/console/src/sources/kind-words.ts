import { visibleText } from '../layout/visible-text';

const makers: Readonly<Record<string, string>> = {
  auth0: 'Auth0',
  aws: 'AWS',
  carbonblack: 'Carbon Black',
  crowdstrike: 'CrowdStrike',
  gcp: 'Google Cloud',
  github: 'GitHub',
  gitlab: 'GitLab',
  m365: 'Microsoft 365',
  mongodb: 'MongoDB',
  onelogin: 'OneLogin',
  onepassword: '1Password',
  openai: 'OpenAI',
  osquery: 'osquery',
  sentinelone: 'SentinelOne',
  socradar: 'SOCRadar',
  vedette: 'Vedette',
};

const logs: Readonly<Record<string, string>> = {
  activitylogs: 'activity log',
  audit: 'audit log',
  auditd: 'auditd',
  auditlogs: 'audit log',
  cloudtrail: 'CloudTrail',
  guardduty: 'GuardDuty',
  identity: 'sign-ins, members and keys',
  other: 'event log',
  powershell: 'PowerShell log',
  'powershell-classic': 'classic PowerShell log',
  s3_server_access: 'S3 access log',
  security: 'Security log',
  securityhub: 'Security Hub',
  signinlogs: 'sign-in log',
  sshd: 'sshd',
  suricata: 'Suricata',
  sysmon: 'Sysmon',
  system: 'System log',
  vpcflow: 'VPC flow log',
  waf: 'WAF',
  windefend: 'Defender log',
};

/** `windows/sysmon` as people say it: `Windows Sysmon`. What is not known here is shown as it is written. */
export function kindWords(kind: string | null): string {
  if (kind === null) return 'Kind not known yet';
  const [maker = '', log = ''] = [kind.split('/', 1)[0], kind.split('/').slice(1).join('/')];
  const who = Object.hasOwn(makers, maker) ? makers[maker] : capital(maker.replaceAll('_', ' '));
  if (log === '' || log === maker) return visibleText(who ?? maker);
  const bare = log.startsWith(`${maker}.`) ? log.slice(maker.length + 1) : log;
  return visibleText(`${who} ${Object.hasOwn(logs, bare) ? logs[bare] : bare.replaceAll(/[._]/g, ' ')}`);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
