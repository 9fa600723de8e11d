import type { RejectedLine } from '@vedette/detection';
import { dateFrom } from '@vedette/kernel';
import { malformed, objectFrame, textFrame, withMissing } from '../frames';
import type { Member } from '../frames';
import { membersOf, textOf, valueOf } from '../json-members';
import type { Span } from '../json-members';
import { sourceName } from '../source-name';

/** What query parameters say about events that say nothing themselves. */
export interface HecDefaults {
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
}

/** An event, or Splunk's code for what is wrong with it. */
export interface HecEvent {
  readonly source: string | undefined;
  readonly frame: Buffer | RejectedLine;
  /** 6 invalid data, 12 no event, 13 a blank one, 15 malformed `fields` */
  readonly fault?: 6 | 12 | 13 | 15;
}

/** Under one of these the detector finds when an event happened. */
const ownTimes = [
  'TimeCreated', 'EventTime', 'eventTime', 'UtcTime', 'timestamp', 'Timestamp', 'time', 'ts', 'published', 'created_at',
  'TimeGenerated', 'CreationTime', 'date', 'datetime', 'requestReceivedTimestamp',
];
const LAST_SECOND = 253_402_300_799;

/** One envelope `{ time, host, source, sourcetype, index, event, fields }`. @param line counts from 1 */
export function readHecEvent(envelope: Buffer, line: number, defaults: HecDefaults): HecEvent {
  const bytes = objectFrame(envelope, line);
  if (!(bytes instanceof Buffer)) return { source: undefined, frame: bytes, fault: 6 };
  const members = membersOf(bytes, { from: 0, to: bytes.length }) ?? new Map<string, Span>();
  const textIn = (name: string) => textOf(bytes, members.get(name) ?? { from: 0, to: 0 });
  const source = sourceName(textIn('source')) ?? sourceName(textIn('sourcetype')) ?? sourceName(defaults.source) ?? sourceName(defaults.sourcetype);
  const fail = (fault: HecEvent['fault'], message: string): HecEvent => ({ source, frame: malformed(line, message), fault });

  const span = members.get('event');
  const event = span && bytes.subarray(span.from, span.to);
  if (!span || !event || event.equals(nothing)) return fail(12, 'An event is required.');
  const text = textOf(bytes, span);
  if (text?.trim() === '') return fail(13, 'An event cannot be blank.');
  const fields = members.get('fields');
  if (fields && bytes[fields.from] !== 0x7b) return fail(15, 'The fields of an event are an object.');
  const time = members.get('time');
  const instant = time && hecTime(valueOf(bytes, time));
  if (instant === null) return fail(6, 'The time of an event is in seconds since 1970.');

  const frame = event[0] === 0x7b ? event : textFrame(text ?? event, line);
  if (!(frame instanceof Buffer)) return { source, frame, fault: 6 };
  const meta = timeMember(instant);
  for (const name of ['host', 'sourcetype', 'index', 'fields'] as const) {
    const own = members.get(name);
    const json = own ? bytes.toString('utf8', own.from, own.to) : name === 'fields' ? undefined : JSON.stringify(defaults[name]);
    if (json !== undefined && json !== 'null') meta.push({ name, json });
  }
  return { source, frame: withMissing(frame, meta) };
}

/** A line of the raw endpoint, which has its metadata from the query alone. */
export function withDefaults(frame: Buffer, defaults: HecDefaults, instant: string | undefined): Buffer {
  const meta = (['host', 'sourcetype', 'index'] as const).flatMap((name): Member[] => {
    const json = JSON.stringify(defaults[name]);
    return json === undefined ? [] : [{ name, json }];
  });
  return withMissing(frame, [...timeMember(instant), ...meta]);
}

/** Seconds, as number or text; senders that count in thousandths or millionths are understood. Null for no time. */
export function hecTime(time: unknown): string | undefined | null {
  if (time === null || time === undefined || time === '') return undefined;
  const count = typeof time === 'string' && /^\d{1,16}(?:\.\d{1,12})?$/.test(time.trim()) ? Number(time) : time;
  if (typeof count !== 'number' || !(count >= 0)) return null;
  const seconds = count >= 1e14 ? count / 1e6 : count >= 1e12 ? count / 1e3 : count;
  return seconds > LAST_SECOND ? null : dateFrom(Math.round(seconds * 1000)).toISOString();
}

const nothing = Buffer.from('null');

function timeMember(instant: string | undefined): Member[] {
  return instant === undefined ? [] : [{ name: '@timestamp', json: JSON.stringify(instant), synonyms: ownTimes }];
}
