import type { PlainObject } from '../record/field-bag';
import { FieldBag } from '../record/field-bag';
import { isIp } from '../record/ip-address';
import { instantOf, isoOf, monthOf, offsetOf } from '../record/log-time';
import { unescapeLog } from './log-escapes';

const timeForm = /\[(\d{2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})\] "/y;
const resultForm = /" (\d{3}|-) (\d{1,18}|-)(?= |$)/y;
const methodForm = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}$/;
const versionForm = /^HTTP\/\d(\.\d)?$/;

/** Where a field in quotes that begins at `from` ends; -1 when it does not. */
function endOfQuoted(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i;
  }
  return -1;
}

/**
 * The end of the request: its first unescaped quote. Where no status and size follow, the server did not escape the
 * client's own quotes, and it is the first that has them behind it.
 */
function endOfRequest(text: string, from: number): number {
  const proper = endOfQuoted(text, from);
  resultForm.lastIndex = proper;
  if (proper >= 0 && resultForm.test(text)) return proper;
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    resultForm.lastIndex = at;
    if (resultForm.test(text)) return at;
  }
  return -1;
}

/** `[vhost[:port]] client ident user`. A user's name may hold blanks. */
function addClient(bag: FieldBag, words: readonly string[]): void {
  const [first = '', second = ''] = words;
  const hasHost = words.length > 3 && !isIp(first) && (isIp(second) || /:\d{1,5}$/.test(first));
  if (hasHost) {
    const [, host = first, port] = /^(.*):(\d{1,5})$/.exec(first) ?? [];
    bag.add('cs-host', host);
    if (port) bag.add('s-port', Number(port));
  }
  const from = hasHost ? 1 : 0;
  bag.add('c-ip', words[from] ?? '');
  bag.add('cs-username', words.slice(from + 2).join(' '));
}

/**
 * SigmaHQ's rules look for paths in `cs-uri-query` (99 of 244 values) as well as for the query that W3C means by it:
 * it holds both, as a list, and the whole where there is no query.
 */
function addRequest(bag: FieldBag, request: string): void {
  const first = request.indexOf(' ');
  const last = request.lastIndexOf(' ');
  const version = last > first ? request.slice(last + 1) : '';
  const method = first > 0 ? request.slice(0, first) : '';
  const target = versionForm.test(version) ? request.slice(first + 1, last) : request.slice(first + 1);
  // HTTP/0.9 has no version: `GET /path`. Anything else without one is no request.
  if (!methodForm.test(method) || target === '' || (!versionForm.test(version) && (method !== 'GET' || target.includes(' ')))) {
    // W3C's hyphen says that there is none; the record stays a web server's.
    bag.add('cs-method', '-');
    bag.add('cs-uri', request);
    return;
  }
  const mark = target.indexOf('?');
  bag.add('cs-method', method);
  bag.add('cs-uri-stem', mark < 0 ? target : target.slice(0, mark));
  bag.add('cs-uri-query', mark < 0 ? target : [target.slice(mark + 1), target]);
  if (versionForm.test(version)) bag.add('cs-version', version);
}

/** `"referer" "user agent"`, and what a format adds: X-Forwarded-For in quotes, the time taken as a number. */
function addTail(bag: FieldBag, text: string, from: number): void {
  const names = ['cs-referer', 'cs-user-agent', 'x-forwarded-for'];
  let at = from;
  while (text.charCodeAt(at) === 32 && text.charCodeAt(at + 1) === 34 && names.length > 0) {
    const end = endOfQuoted(text, at + 2);
    const value = end < 0 ? text.slice(at + 2) : text.slice(at + 2, end);
    bag.add(names.shift() ?? '', unescapeLog(value));
    at = end < 0 ? text.length : end + 1;
  }
  const rest = text.slice(at).trim();
  // Seconds (nginx $request_time) have a fraction, microseconds (Apache %D) have none; W3C's time-taken is in milliseconds.
  if (/^\d{1,9}\.\d{1,6}$/.test(rest)) bag.add('time-taken', Math.round(Number(rest) * 1e6) / 1e3);
  else if (/^\d{1,15}$/.test(rest)) bag.add('time-taken', Number(rest) / 1e3);
  else if (rest !== '') bag.add('rest', rest);
}

/** Common, combined or vhost_combined log of Apache and nginx under Sigma's web server names; undefined for what is none. */
export function readAccessLog(text: string): PlainObject | undefined {
  let time: RegExpExecArray | null = null;
  let at = text.indexOf(' [');
  for (; at >= 0 && at < 4096; at = text.indexOf(' [', at + 1)) {
    timeForm.lastIndex = at + 1;
    time = timeForm.exec(text);
    if (time) break;
  }
  if (!time) return undefined;
  const start = timeForm.lastIndex;
  const words = text.slice(0, at).split(' ');
  if (words.length < 3 || words.length > 64 || words[0] === '') return undefined;
  const end = endOfRequest(text, start);
  if (end < 0) return undefined;
  resultForm.lastIndex = end;
  const [, status, size] = resultForm.exec(text) ?? [];

  const bag = new FieldBag();
  addClient(bag, words);
  const [date, month = '', year, hour, minute, second, zone = ''] = time.slice(1);
  const clock = { month: monthOf(month), day: Number(date), hour: Number(hour), minute: Number(minute), second: Number(second), ms: 0 };
  const happened = instantOf(Number(year), clock, offsetOf(zone));
  if (happened !== undefined) bag.addIfAbsent('timestamp', isoOf(happened));
  addRequest(bag, unescapeLog(text.slice(start, end)));
  if (status !== '-') bag.add('sc-status', Number(status));
  if (size !== '-') bag.add('sc-bytes', Number(size));
  addTail(bag, text, end + ` ${status} ${size}`.length + 1);
  return bag.fields;
}
