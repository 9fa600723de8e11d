import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import { isoTime } from '../record/log-time';
import type { SyslogHeader } from './syslog-header';

const headForm = /1 (\S{1,64}) (\S{1,255}) (\S{1,255}) (\S{1,128}) (\S{1,64})(?: |$)/y;
const nameForm = /[^\s="\]]{1,64}/y;

function nameAt(text: string, at: number): string {
  nameForm.lastIndex = at;
  return nameForm.exec(text)?.[0] ?? '';
}

/** `val\"ue"` from behind its opening quote; undefined when it does not close. */
function valueAt(text: string, from: number): { readonly value: string; readonly end: number } | undefined {
  let escaped = false;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) {
      escaped = true;
      i++;
    } else if (code === 34) {
      const raw = text.slice(from, i);
      return { value: escaped ? raw.replace(/\\(["\\\]])/g, '$1') : raw, end: i + 1 };
    }
  }
  return undefined;
}

interface Structured {
  readonly elements: PlainObject;
  readonly end: number;
}

/** `[id name="value" …][…]`; undefined when it is malformed: all is the message then. */
function structuredAt(text: string, from: number): Structured | undefined {
  const all = new FieldBag();
  let at = from;
  while (text.charAt(at) === '[') {
    const id = nameAt(text, at + 1);
    if (id === '' || all.isFull) return undefined;
    at += 1 + id.length;
    const element = new FieldBag();
    while (text.charAt(at) === ' ') {
      const name = nameAt(text, at + 1);
      const valueStart = at + 1 + name.length;
      if (name === '') {
        at++;
        continue;
      }
      const found = text.startsWith('="', valueStart) ? valueAt(text, valueStart + 2) : undefined;
      if (!found) return undefined;
      element.add(name, found.value);
      at = found.end;
    }
    if (text.charAt(at) !== ']') return undefined;
    at++;
    all.add(id, element.fields);
  }
  return { elements: all.fields, end: at };
}

const given = (value: string | undefined): string | undefined => (value === '-' ? undefined : value);

/** The header of RFC 5424 behind the priority; undefined when it is none. */
export function readNewHeader(text: string, from: number): SyslogHeader | undefined {
  headForm.lastIndex = from;
  const found = headForm.exec(text);
  if (!found) return undefined;
  const [, stamp, hostname, program, pid, msgid] = found;
  const timestamp = isoTime(given(stamp));
  if (stamp !== '-' && timestamp === undefined) return undefined;
  let end = headForm.lastIndex;
  let structured: PlainObject | undefined;
  if (text.charAt(end) === '-' && (end + 1 === text.length || text.charAt(end + 1) === ' ')) end++;
  else if (text.charAt(end) === '[') {
    const elements = structuredAt(text, end);
    if (elements) {
      structured = elements.elements;
      end = elements.end;
    }
  }
  if (text.charAt(end) === ' ') end++;
  // The message may begin with a byte order mark to say that it is UTF-8.
  if (text.charCodeAt(end) === 0xfeff) end++;
  return { timestamp, hostname: given(hostname), program: given(program), pid: given(pid), msgid: given(msgid), structured, end };
}
