import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import { isoOf } from '../record/log-time';
import type { AuditPair } from './audit-pairs';
import { auditPairs } from './audit-pairs';

/** What the kernel log writes as a number (linux/audit.h). */
const typeNames: Readonly<Record<string, string>> = {
  1100: 'USER_AUTH', 1101: 'USER_ACCT', 1102: 'USER_MGMT', 1103: 'CRED_ACQ', 1104: 'CRED_DISP', 1105: 'USER_START', 1106: 'USER_END', 1112: 'USER_LOGIN', 1113: 'USER_LOGOUT',
  1123: 'USER_CMD', 1130: 'SERVICE_START', 1131: 'SERVICE_STOP', 1300: 'SYSCALL', 1302: 'PATH', 1305: 'CONFIG_CHANGE', 1306: 'SOCKADDR', 1307: 'CWD', 1309: 'EXECVE', 1320: 'EOE',
  1325: 'NETFILTER_CFG', 1326: 'SECCOMP', 1327: 'PROCTITLE', 1330: 'KERN_MODULE', 1400: 'AVC', 1701: 'ANOM_ABEND',
};

/** Fields of untrusted text (audit's field dictionary: "encoded"): in quotes, or in hex when they hold a quote, blank or control character. */
const encoded = new Set(['proctitle', 'name', 'comm', 'exe', 'cwd', 'cmd', 'acct', 'data', 'key', 'ocomm', 'dir', 'file', 'path', 'vm', 'new_name', 'old_name']);

function isEncoded(type: string, key: string): boolean {
  // In SYSCALL a0 to a3 are register values in hex, which are no text.
  return encoded.has(key) || (type === 'EXECVE' && /^a\d{1,5}(\[\d{1,5}\])?$/.test(key));
}

function fromHex(value: string): string | undefined {
  if (value.length < 2 || value.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(value)) return undefined;
  return Buffer.from(value, 'hex').toString('utf8');
}

function decoded(type: string, { key, value, quote }: AuditPair): unknown {
  if (quote !== '' || !isEncoded(type, key)) return value;
  const text = fromHex(value);
  if (text === undefined) return value;
  // Several keys of one rule are joined by 0x01; the arguments of a title by NUL.
  if (key === 'key' && text.includes('\u0001')) return text.split('\u0001');
  return key === 'proctitle' ? text.replace(/\0+$/, '').replaceAll('\0', ' ') : text;
}

/** An argument too long for one record: `a1[0]=… a1[1]=…` are the parts of a1. */
function joinParts(bag: FieldBag): void {
  const parts = new Map<string, string[]>();
  for (const [name, value] of Object.entries(bag.fields)) {
    const found = /^(a\d{1,5})\[\d{1,5}\]$/.exec(name);
    if (!found?.[1] || typeof value !== 'string') continue;
    const known = parts.get(found[1]);
    if (known) known.push(value);
    else parts.set(found[1], [value]);
  }
  for (const [name, pieces] of parts) bag.addIfAbsent(name, pieces.join(''));
}

const stampForm = /(?:msg=)?audit\((\d{1,12})(?:\.(\d{1,9}))?:(\d{1,20})\): ?/y;
const beforeForm = /(?:\[ *\d{1,12}\.\d{1,9}\] )?(?:audit: )?(?:node=([^\s]{1,255}) )?type=([A-Z][A-Z0-9_]{1,63}|UNKNOWN\[\d{1,6}\]|\d{4}) /y;
const accessForm = /avc: {1,2}(denied|granted) {1,2}\{ ([^}]{1,512}) \} for /y;

/** One record of the Linux audit log, plain or enriched, as auditd or the kernel log writes it; undefined for what is none. */
export function readAuditd(text: string): PlainObject | undefined {
  beforeForm.lastIndex = 0;
  const before = beforeForm.exec(text);
  if (!before) return undefined;
  stampForm.lastIndex = beforeForm.lastIndex;
  const stamp = stampForm.exec(text);
  if (!stamp) return undefined;
  let start = stampForm.lastIndex;

  const bag = new FieldBag();
  const [, node, written = ''] = before;
  const type = typeNames[written] ?? written;
  if (node) bag.add('node', node);
  bag.add('type', type);
  bag.addIfAbsent('timestamp', isoOf(Number(stamp[1]) * 1000 + Math.floor(Number(`0.${stamp[2] ?? '0'}`) * 1000 + 1e-6)));
  bag.add('sequence', stamp[3]);
  accessForm.lastIndex = start;
  const access = accessForm.exec(text);
  if (access) {
    bag.add('seresult', access[1]);
    bag.add('seperms', access[2]);
    start = accessForm.lastIndex;
  }
  auditPairs(text, start, (pair) => {
    bag.add(pair.key, decoded(type, pair));
    // What a program reported stands in quotes, `msg='op=login acct="root" res=success'`; an interpreted address in braces.
    if ((pair.key === 'msg' && pair.quote === "'") || pair.quote === '{') {
      auditPairs(pair.value, 0, (inner) => {
        bag.add(inner.key, decoded(type, inner));
        return !bag.isFull;
      });
    }
    return !bag.isFull;
  });
  joinParts(bag);
  return bag.fields;
}
