import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import type { FormatName, ReadOptions, ReadText } from '../record/read-text-result';
import { addLoginFields } from './login-messages';
import { priorityOf } from './priority';
import { readNewHeader } from './syslog-5424';
import type { SyslogHeader } from './syslog-header';
import { readOldHeader } from './syslog-header';

/** What reads the message: given in, because a message may itself be any announced format. */
export type ReadPayload = (text: string, hasProgram: boolean) => ReadText | undefined;

function addHeader(bag: FieldBag, header: SyslogHeader): void {
  for (const name of ['timestamp', 'hostname', 'program', 'pid', 'msgid'] as const) {
    const value = header[name];
    if (value !== undefined) bag.replace(name, value);
  }
}

function merged(bag: FieldBag, payload: PlainObject): PlainObject {
  for (const [name, value] of Object.entries(payload)) bag.replace(name, value);
  return bag.fields;
}

/**
 * A syslog line, RFC 5424 or 3164 with or without priority; undefined for what is none. A message that is itself a
 * record is merged in, its fields winning, and names the format; `message` stays complete.
 */
export function readSyslog(text: string, options: ReadOptions, readPayload: ReadPayload): { format: FormatName; fields: PlainObject } | undefined {
  const priority = priorityOf(text);
  const from = priority?.end ?? 0;
  const header = (priority ? readNewHeader(text, from) : undefined) ?? readOldHeader(text, from, priority !== undefined, options);
  if (!header) return undefined;
  const message = text.slice(header.end);
  const bag = new FieldBag();
  // First, so that an element called `hostname` gives way to the header.
  for (const [id, element] of Object.entries(header.structured ?? {})) bag.add(id, element);
  if (priority) {
    bag.replace('priority', priority.priority);
    bag.replace('facility', priority.facility);
    bag.replace('severity', priority.severity);
  }
  addHeader(bag, header);
  bag.replace('message', message);
  const payload = readPayload(message, header.program !== undefined);
  if (payload) return { format: payload.format, fields: merged(bag, payload.fields) };
  addLoginFields(bag, header.program ?? '', message);
  return { format: 'syslog', fields: bag.fields };
}
