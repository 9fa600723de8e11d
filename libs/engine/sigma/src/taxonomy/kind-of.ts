import { channelOfProvider, kindOfChannel } from './channels';
import type { Fields } from './event-values';
import { kindBySignature } from './kind-by-signature';

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function has(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name);
}

function windowsKind(fields: Fields): string | undefined {
  const channel = text(fields, 'Channel') || (channelOfProvider(text(fields, 'Provider_Name')) ?? '');
  if (channel === '') return undefined;
  return kindOfChannel(channel) ?? (/^linux-sysmon\//i.test(channel) ? 'linux/sysmon' : 'windows/other');
}

const auditdTypes = /^(SYSCALL|EXECVE|PATH|CWD|PROCTITLE|SOCKADDR|USER_\w+|CRED_\w+|ADD_\w+|DEL_\w+|SERVICE_\w+|ANOM_\w+|CONFIG_CHANGE|DAEMON_\w+|KERN_MODULE|NETFILTER_CFG|TTY|SECCOMP|AVC)$/;

const linuxPrograms: Readonly<Record<string, string>> = {
  sshd: 'sshd', 'sshd-session': 'sshd', sudo: 'sudo', su: 'auth', login: 'auth', cron: 'cron', crond: 'cron', CRON: 'cron',
  clamd: 'clamav', clamav: 'clamav', freshclam: 'clamav', vsftpd: 'vsftpd', guacd: 'guacamole', auditd: 'auditd',
};

function linuxKind(fields: Fields): string | undefined {
  if (auditdTypes.test(text(fields, 'type'))) return 'linux/auditd';
  const program = text(fields, 'program') || text(fields, 'SYSLOG_IDENTIFIER') || text(fields, 'syslog_identifier') || text(fields, 'appname');
  if (program === '') return undefined;
  return `linux/${Object.hasOwn(linuxPrograms, program) ? linuxPrograms[program] : 'syslog'}`;
}

const azureCategories: Readonly<Record<string, string>> = {
  administrative: 'activitylogs', security: 'activitylogs', policy: 'activitylogs', servicehealth: 'activitylogs', alert: 'activitylogs', autoscale: 'activitylogs',
  auditlogs: 'auditlogs', signinlogs: 'signinlogs', noninteractiveusersigninlogs: 'signinlogs', serviceprincipalsigninlogs: 'signinlogs',
  managedidentitysigninlogs: 'signinlogs', userriskevents: 'riskdetection', riskyusers: 'riskdetection',
};

function azureKind(fields: Fields): string | undefined {
  if (has(fields, 'riskEventType')) return 'azure/riskdetection';
  if (!has(fields, 'operationName') && !has(fields, 'OperationName')) return undefined;
  const category = (text(fields, 'category') || text(fields, 'Category')).toLowerCase();
  const service = Object.hasOwn(azureCategories, category) ? azureCategories[category] : undefined;
  if (service) return `azure/${service}`;
  if (has(fields, 'LoggedByService') || has(fields, 'InitiatedBy')) return 'azure/auditlogs';
  if (has(fields, 'AppDisplayName') || has(fields, 'ResultType')) return 'azure/signinlogs';
  return has(fields, 'resourceId') || has(fields, 'ResourceId') || has(fields, 'callerIpAddress') ? 'azure/activitylogs' : undefined;
}

function cloudKind(fields: Fields): string | undefined {
  if (text(fields, 'eventSource').endsWith('.amazonaws.com') && has(fields, 'eventName')) return 'aws/cloudtrail';
  if (has(fields, 'eventType') && has(fields, 'actor') && (has(fields, 'debugContext') || has(fields, 'displayMessage') || has(fields, 'legacyEventType'))) return 'okta/okta';
  if (text(fields, 'action').includes('.') && has(fields, 'actor') && (has(fields, 'org') || has(fields, 'repo') || has(fields, '_document_id'))) return 'github/audit';
  if (has(fields, 'protoPayload') || (has(fields, 'data') && has(fields, 'logName')) || has(fields, 'gcp')) return 'gcp/gcp.audit';
  if (text(fields, 'apiVersion').startsWith('audit.k8s.io')) return 'kubernetes/audit';
  if (has(fields, 'Workload') && has(fields, 'Operation')) return 'm365/audit';
  if (text(fields, 'eventService').endsWith('google.com') || text(fields, 'kind') === 'admin#reports#activity') return 'gcp/google_workspace.admin';
  if (has(fields, 'auditType') || has(fields, 'auditType.category')) return 'bitbucket/audit';
  return azureKind(fields);
}

function networkKind(fields: Fields): string | undefined {
  const zeek = text(fields, '_path');
  if (/^\w{1,40}$/.test(zeek)) return `zeek/${zeek}`;
  if (has(fields, 'c-uri') || has(fields, 'c-useragent') || has(fields, 'r-dns')) return 'proxy';
  if (has(fields, 'cs-uri-stem') || has(fields, 'cs-uri-query') || (has(fields, 'cs-method') && has(fields, 'sc-status'))) return 'web';
  if (text(fields, 'event_type') === 'dns' || (has(fields, 'record_type') && has(fields, 'query'))) return 'dns';
  if (has(fields, 'event_type') && has(fields, 'flow_id')) return 'network/suricata';
  if (has(fields, 'dst_port') && has(fields, 'action')) return 'firewall';
  return undefined;
}

function honeypotKind(fields: Fields): string | undefined {
  if (text(fields, 'eventid').startsWith('cowrie.')) return 'honeypot/cowrie';
  return has(fields, 'logtype') && has(fields, 'node_id') ? 'honeypot/opencanary' : undefined;
}

/** What Vedette tells of itself (docs/guides/vedette-watches-itself.md). */
function ownKind(fields: Fields): string | undefined {
  const { event } = fields;
  const told = typeof event === 'object' && event !== null && Object.hasOwn(event, 'dataset') && 'dataset' in event ? event.dataset : undefined;
  return told === 'vedette.identity' ? 'vedette/identity' : undefined;
}

/** Which log an event is from, told by the names and values that only that log has; undefined when none is recognised. */
export function kindOf(fields: Fields): string | undefined {
  return windowsKind(fields) ?? honeypotKind(fields) ?? networkKind(fields) ?? cloudKind(fields) ?? ownKind(fields) ?? kindBySignature(fields) ?? linuxKind(fields);
}
