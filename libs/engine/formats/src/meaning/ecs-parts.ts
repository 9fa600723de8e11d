import type { Activity } from './activity';
import type { EcsFields, EcsValue } from './ecs-fields';
import type { Fields } from './field-path';
import { baseName, fieldOf, textOf, wholeOf } from './field-path';

function set(ecs: EcsFields, name: string, value: EcsValue | undefined): void {
  if (value !== undefined) ecs[name] = value;
}

const reader = (fields: Fields) => (name: string): string | undefined => textOf(fieldOf(fields, name));

/** Events whose target is the user who acts: logons and ticket requests. */
const aboutTarget = new Set(['4624', '4625', '4634', '4647', '4648', '4768', '4769', '4771', '4776']);

/** `DOMAIN\name` of Sysmon; subject and target of the Security log. */
export function usersOf(kind: string | undefined, fields: Fields): EcsFields {
  const ecs: EcsFields = {};
  if (!kind?.startsWith('windows/')) return ecs;
  const text = reader(fields);
  const isTarget = kind === 'windows/security' && aboutTarget.has(text('EventID') ?? '');
  const who = isTarget ? 'Target' : 'Subject';
  set(ecs, 'user.name', text(`${who}UserName`));
  set(ecs, 'user.domain', text(`${who}DomainName`));
  set(ecs, 'user.id', text(`${who}UserSid`) ?? text('Security_UserID'));
  if (!isTarget && text('SubjectUserName') !== undefined) {
    set(ecs, 'user.target.name', text('TargetUserName'));
    set(ecs, 'user.target.domain', text('TargetDomainName'));
    set(ecs, 'user.target.id', text('TargetSid') ?? text('TargetUserSid'));
  }
  const user = ecs['user.name'] === undefined ? (text('User') ?? text('SourceUser')) : undefined;
  if (user !== undefined) {
    set(ecs, 'user.name', baseName(user));
    if (user.includes('\\')) set(ecs, 'user.domain', user.slice(0, user.lastIndexOf('\\')));
  }
  return ecs;
}

/** Event 4688 names its creator `ProcessId`; the new process is `NewProcessId`. EXECVE has the arguments one by one. */
export function processOf(kind: string | undefined, fields: Fields): EcsFields {
  const ecs: EcsFields = {};
  const text = reader(fields);
  const started = wholeOf(fieldOf(fields, 'NewProcessId'));
  if (kind?.startsWith('windows/')) set(ecs, 'process.pid', started ?? wholeOf(fieldOf(fields, 'ProcessId')) ?? wholeOf(fieldOf(fields, 'SourceProcessId')));
  if (started !== undefined) set(ecs, 'process.parent.pid', wholeOf(fieldOf(fields, 'ProcessId')));
  if (kind === 'linux/auditd' && text('type') === 'EXECVE') {
    const args: string[] = [];
    for (let i = 0; i < 1000; i++) {
      const argument = fieldOf(fields, `a${i}`);
      if (typeof argument !== 'string') break;
      args.push(argument);
    }
    if (args.length > 0) {
      set(ecs, 'process.args', args);
      set(ecs, 'process.args_count', args.length);
    }
  }
  if (kind === 'linux/auditd') set(ecs, 'process.title', text('proctitle') ?? text('PROCTITLE'));
  return ecs;
}

const hashNames: Readonly<Record<string, string>> = { MD5: 'hash.md5', SHA1: 'hash.sha1', SHA256: 'hash.sha256', SHA512: 'hash.sha512', IMPHASH: 'pe.imphash' };
const peNames = [['OriginalFileName', 'pe.original_file_name'], ['Company', 'pe.company'], ['Description', 'pe.description'], ['FileVersion', 'pe.file_version'], ['Product', 'pe.product']] as const;

/** Sysmon's `Hashes`, `SHA1=…,MD5=…`, and file version, of whatever the event is about. */
export function hashesOf(activity: Activity | undefined, fields: Fields): EcsFields {
  const ecs: EcsFields = {};
  const text = reader(fields);
  const isLoaded = activity === 'module-load' || activity === 'driver-load';
  const owner = isLoaded ? 'dll' : activity?.startsWith('file-') ? 'file' : activity === 'process-start' ? 'process' : undefined;
  if (owner === undefined) return ecs;
  for (const part of (text('Hashes') ?? text('Hash') ?? '').slice(0, 1024).split(',')) {
    const [name = '', hash] = part.trim().split('=', 2);
    const known = Object.hasOwn(hashNames, name.toUpperCase()) ? hashNames[name.toUpperCase()] : undefined;
    if (known !== undefined && hash && /^[0-9a-f]{8,128}$/i.test(hash)) set(ecs, `${owner}.${known}`, hash.toLowerCase());
  }
  if (owner !== 'file') for (const [from, to] of peNames) set(ecs, `${owner}.${to}`, text(from));
  return ecs;
}

const hives: Readonly<Record<string, string>> = { HKEY_LOCAL_MACHINE: 'HKLM', HKEY_USERS: 'HKU', HKEY_CURRENT_USER: 'HKCU', HKEY_CLASSES_ROOT: 'HKCR' };

/** `HKLM\SOFTWARE\…\Run\x` → hive, key, value. */
export function registryParts(fields: Fields): EcsFields {
  const ecs: EcsFields = {};
  const path = reader(fields)('TargetObject');
  const slash = path?.indexOf('\\') ?? -1;
  if (path === undefined || slash < 0) return ecs;
  const hive = path.slice(0, slash);
  set(ecs, 'registry.hive', Object.hasOwn(hives, hive) ? hives[hive] : hive);
  set(ecs, 'registry.key', path.slice(slash + 1));
  set(ecs, 'registry.value', baseName(path) || undefined);
  return ecs;
}

/** `url.original`, `.query`, `.full` and `http.version` of a web server's or proxy's log. */
export function urlParts(family: string, fields: Fields): EcsFields {
  const ecs: EcsFields = {};
  if (family !== 'web' && family !== 'proxy') return ecs;
  const text = reader(fields);
  const listed = Object.hasOwn(fields, 'cs-uri-query') ? fields['cs-uri-query'] : undefined;
  const stem = text('cs-uri-stem') ?? text('c-uri-stem');
  // From an access log the query comes with the whole target, or is the whole target where there is none.
  const whole = textOf(Array.isArray(listed) ? listed.at(-1) : listed);
  const query = Array.isArray(listed) ? textOf(listed[0]) : whole === stem ? undefined : (whole ?? text('c-uri-query'));
  set(ecs, 'url.query', query);
  const absolute = text('c-uri') ?? text('cs-uri');
  set(ecs, 'url.original', absolute ?? (Array.isArray(listed) ? whole : stem !== undefined && query !== undefined ? `${stem}?${query}` : stem));
  if (absolute !== undefined && /^https?:\/\//i.test(absolute)) set(ecs, 'url.full', absolute);
  const version = /^HTTP\/(\d(?:\.\d)?)$/.exec(text('cs-version') ?? '')?.[1];
  set(ecs, 'http.version', version);
  return ecs;
}

/** Names that follow from a path. */
export function fileParts(ecs: Readonly<EcsFields>): EcsFields {
  const parts: EcsFields = {};
  const named = (path: string, name: string): void => {
    const value = ecs[path];
    if (typeof value === 'string' && ecs[name] === undefined) set(parts, name, baseName(value) || undefined);
  };
  named('process.executable', 'process.name');
  named('process.parent.executable', 'process.parent.name');
  named('dll.path', 'dll.name');
  named('file.path', 'file.name');
  const file = parts['file.name'];
  const dot = typeof file === 'string' ? file.lastIndexOf('.') : -1;
  if (typeof file === 'string' && dot > 0 && file.length - dot <= 17) set(parts, 'file.extension', file.slice(dot + 1).toLowerCase() || undefined);
  return parts;
}

const failures = new Set(['4625', '4771']);
const success = /^(success|succeeded|yes|allow|true|0|0x0)$/i;
const failure = /^(fail(ed|ure)?|no|deny|denied|false)$/i;

/** ECS `event.outcome`: `success` or `failure` where the log says which. */
export function outcomeOf(kind: string | undefined, fields: Fields): 'success' | 'failure' | undefined {
  const text = reader(fields);
  if (kind === 'windows/security') {
    const id = text('EventID') ?? '';
    if (failures.has(id)) return 'failure';
    // Bits of Keywords: audit failure and audit success.
    const keywords = text('Keywords')?.toLowerCase() ?? '';
    if (keywords.startsWith('0x801')) return 'failure';
    return keywords.startsWith('0x802') || id === '4624' ? 'success' : undefined;
  }
  if (kind === 'aws/cloudtrail') {
    if (text('errorCode') !== undefined) return 'failure';
    return failure.test(text('responseElements.ConsoleLogin') ?? '') ? 'failure' : 'success';
  }
  const status = wholeOf(fieldOf(fields, 'sc-status')) ?? wholeOf(fieldOf(fields, kind === 'zeek/http' ? 'status_code' : 'responseStatus.code'));
  if (status !== undefined && status >= 100) return status < 400 ? 'success' : 'failure';
  for (const name of ['outcome', 'outcome.result', 'res', 'success', 'auth_success', 'resultType', 'ResultStatus']) {
    const said = text(name);
    if (said === undefined) continue;
    if (success.test(said)) return 'success';
    if (failure.test(said)) return 'failure';
  }
  return undefined;
}

