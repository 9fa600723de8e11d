import type { PlainObject } from '../record/field-bag';
import { isoOf, isoTime, monthOf, fractionMs, instantOf, nearestInstant } from '../record/log-time';
import type { ReadOptions } from '../record/read-text-result';

export interface SyslogHeader {
  readonly timestamp?: string;
  readonly hostname?: string;
  readonly program?: string;
  readonly pid?: string;
  readonly msgid?: string;
  readonly structured?: PlainObject;
  /** Where the message begins. */
  readonly end: number;
}

interface ReadStamp {
  readonly timestamp?: string;
  readonly isIso: boolean;
  readonly end: number;
}

/** RFC 3164's `Mar  7 01:02:03`, with what devices add: a year before, within or after it, a fraction, UTC, Cisco's `*` and `:`. */
const namedStamp = /[*.]?(?:((?:19|20)\d\d) )?([A-Za-z]{3}) {1,2}(\d{1,2}) (?:((?:19|20)\d\d) )?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: ((?:19|20)\d\d)(?= ))?(?: (?:UTC|GMT|Z)(?=[: ]))?:?(?: |$)/y;
const isoStamp = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?):? /y;

function stampAt(text: string, at: number, { receivedAt }: ReadOptions): ReadStamp | undefined {
  isoStamp.lastIndex = at;
  const iso = isoStamp.exec(text);
  if (iso) {
    const timestamp = isoTime(iso[1]);
    return timestamp === undefined ? undefined : { timestamp, isIso: true, end: isoStamp.lastIndex };
  }
  namedStamp.lastIndex = at;
  const named = namedStamp.exec(text);
  const month = monthOf(named?.[2] ?? '');
  if (!named || month < 0) return undefined;
  const [, before, , day, within, hour, minute, second, fraction, after] = named;
  const time = { month, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), ms: fractionMs(fraction) };
  // A leap year has every day: what is no day of it is no time at all.
  if (instantOf(2024, time) === undefined) return undefined;
  const year = before ?? within ?? after;
  const guessed = receivedAt === undefined ? undefined : nearestInstant(time, receivedAt);
  const happened = year === undefined ? guessed : instantOf(Number(year), time);
  return { timestamp: happened === undefined ? undefined : isoOf(happened), isIso: false, end: namedStamp.lastIndex };
}

const hostForm = /([A-Za-z0-9_%][A-Za-z0-9_.:%/-]{0,254}) /y;
const tagForm = /([^\s[\]:<>"'{}=|,;]{1,128})(?:\[([^\]\s]{1,64})\])?:(?= |$)/y;
const bracketTag = /([^\s[\]:<>"'{}=|,;]{1,128})\[(\d{1,10})\](?= |$)/y;
const level = /^(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)$/i;

function tagAt(text: string, at: number): { readonly program?: string; readonly pid?: string; readonly end: number } | undefined {
  for (const form of [tagForm, bracketTag]) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) return { program: found[1], pid: found[2], end: form.lastIndex };
  }
  return undefined;
}

function afterBlanks(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 32) end++;
  return end;
}

/**
 * The header of RFC 3164 at `from`, as programs really write it; undefined when there is none. Without a priority only
 * a time announces a header, and an ISO time only together with a host and a tag: application logs begin with one, too.
 */
export function readOldHeader(text: string, from: number, hasPriority: boolean, options: ReadOptions): SyslogHeader | undefined {
  // Cisco puts a sequence number first.
  const counted = hasPriority ? /^\d{1,10}: /.exec(text.slice(from, from + 12)) : null;
  let at = from + (counted?.[0].length ?? 0);
  const stamp = stampAt(text, at, options);
  if (!stamp && !hasPriority) return undefined;
  if (stamp) at = afterBlanks(text, stamp.end);

  let hostname: string | undefined;
  let tag = tagAt(text, at);
  if (!tag && stamp) {
    hostForm.lastIndex = at;
    const host = hostForm.exec(text)?.[1];
    if (host !== undefined && !host.endsWith(':')) {
      hostname = host;
      at = afterBlanks(text, hostForm.lastIndex);
      // Cisco ASA: `host : %ASA-6-302013: …`.
      if (text.startsWith(': ', at)) at = afterBlanks(text, at + 1);
      tag = tagAt(text, at);
    }
  }
  if (!hasPriority && stamp?.isIso && (!hostname || !tag || level.test(hostname))) return undefined;
  return { timestamp: stamp?.timestamp, hostname, program: tag?.program, pid: tag?.pid, end: afterBlanks(text, tag?.end ?? at) };
}
