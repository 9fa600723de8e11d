import { readAuditd } from './audit/auditd';
import { readCef } from './pairs/cef';
import { readKeyValues } from './pairs/key-values';
import { readLeef } from './pairs/leef';
import { TextFramer } from './frame/text-framer';
import type { PlainObject } from './record/field-bag';
import { readJson } from './record/json-record';
import type { FormatName, ReadOptions, ReadText } from './record/read-text-result';
import { longestRecord } from './record/read-text-result';
import { readSyslog } from './syslog/syslog';
import { readAccessLog } from './web/access-log';
import { readWindowsXml } from './windows/windows-xml';

function named(format: FormatName, fields: PlainObject | undefined): ReadText | undefined {
  return fields && { format, fields };
}

/** The formats that stand alone or as the message of a syslog line. */
function readAnnounced(text: string, options: ReadOptions): ReadText | undefined {
  switch (text.charAt(0)) {
    case '{':
      return named('json', readJson(text));
    case '<':
      return named('windows-xml', readWindowsXml(text));
    case 'C':
      if (text.startsWith('CEF:')) return named('cef', readCef(text, options));
      break;
    case 'L':
      if (text.startsWith('LEEF:')) return named('leef', readLeef(text, options));
      break;
    // The cookie of structured logging in syslog (Lumberjack).
    case '@':
      if (text.startsWith('@cee:')) return named('json', readJson(text.slice('@cee:'.length).trimStart()));
      break;
  }
  return named('auditd', readAuditd(text)) ?? named('access-log', readAccessLog(text));
}

/** Firewalls send bare pairs behind the priority, without host or program; behind a program they are its own wording. */
function readPayload(text: string, hasProgram: boolean, options: ReadOptions): ReadText | undefined {
  return readAnnounced(text, options) ?? (hasProgram ? undefined : readKeyValues(text));
}

function trimmed(text: string): string {
  return (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).trim();
}

/**
 * Formats that announce themselves: a JSON object, CEF, LEEF, syslog with a priority or an RFC 3164 header, Windows
 * event XML, auditd, an access log. Undefined for free text; never throws.
 */
export function readStructured(text: string, options: ReadOptions = {}): ReadText | undefined {
  if (text.length > longestRecord) return undefined;
  const record = trimmed(text);
  return readAnnounced(record, options) ?? readSyslog(record, options, (message, hasProgram) => readPayload(message, hasProgram, options));
}

/** A Zeek file of one row; more rows are what `TextFramer` cuts apart. */
function readZeekFile(text: string): ReadText | undefined {
  if (!text.startsWith('#separator ')) return undefined;
  const framer = new TextFramer();
  const [row, ...others] = [...framer.push(Buffer.from(text)), ...framer.end()];
  return row && others.length === 0 ? named('zeek-tsv', readJson(row.text)) : undefined;
}

/** One log record as text → fields under the names that Sigma rules use for that log. What no parser knows is `text` with `{ message }`; never throws. */
export function readText(text: string, options: ReadOptions = {}): ReadText {
  const structured = readStructured(text, options);
  if (structured) return structured;
  if (text.length > longestRecord) return { format: 'text', fields: { message: text.slice(0, longestRecord) } };
  const record = trimmed(text);
  return readZeekFile(record) ?? readKeyValues(record) ?? { format: 'text', fields: { message: record } };
}
