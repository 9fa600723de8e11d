import { MAX_EVENT_BYTES } from '@vedette/detection';
import type { RejectedLine } from '@vedette/detection';
import { dateFrom } from '@vedette/kernel';
import { malformed, objectFrame, textFrame, tooLarge, withMissing } from '../frames';
import type { Member } from '../frames';
import { sourceName } from '../source-name';
import { memberOf, pairsOf, plainOf, TooDeep } from './any-value';
import type { LogEntry } from './log-entry';

const LAST_NANO = 253_402_300_799_999_999_999n;

/** What a group of records has in common, worked out once. */
export interface Surroundings {
  readonly source: string | undefined;
  readonly members: readonly Member[];
}

/** @throws TooDeep */
export function surroundingsOf({ resource, scope }: LogEntry): Surroundings {
  const attributes = pairsOf(memberOf(resource, 'attributes'));
  const members: Member[] = [];
  if (Object.keys(attributes).length > 0) members.push({ name: 'resource', json: JSON.stringify({ attributes }) });
  const own = { name: textIn(scope, 'name'), version: textIn(scope, 'version') };
  if (own.name !== undefined || own.version !== undefined) members.push({ name: 'scope', json: JSON.stringify(own) });
  return { source: sourceName(attributes['service.name']), members };
}

/** A log record as an event: its body's fields, or its text as original, and beside them what the record says of it. */
export function recordFrame({ record, ...entry }: LogEntry, around: Surroundings, line: number): Buffer | RejectedLine {
  if (entry.tooLarge) return tooLarge(line);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return malformed(line, 'This is not a log record.');
  try {
    const frame = bodyFrame(memberOf(record, 'body'), line);
    if (!(frame instanceof Buffer)) return frame;
    const whole = withMissing(frame, [...membersOf(record), ...around.members]);
    return whole.length > MAX_EVENT_BYTES ? tooLarge(line) : whole;
  } catch (error) {
    if (error instanceof TooDeep) return tooDeep(line);
    throw error;
  }
}

export function tooDeep(line: number): RejectedLine {
  return { line, code: 'event.too_deep', message: 'An attribute or body nests at most 40 levels deep.' };
}

function bodyFrame(body: unknown, line: number): Buffer | RejectedLine {
  const plain = plainOf(body);
  if (plain === undefined) return Buffer.from('{}');
  if (typeof plain === 'string') return textFrame(plain, line);
  if (typeof plain === 'object' && plain !== null && !Array.isArray(plain)) return objectFrame(Buffer.from(JSON.stringify(plain)), line);
  return Buffer.from(JSON.stringify({ message: Array.isArray(plain) ? JSON.stringify(plain) : String(plain) }));
}

function membersOf(record: object): Member[] {
  const observed = instantOf(memberOf(record, 'observedTimeUnixNano'));
  const attributes = pairsOf(memberOf(record, 'attributes'));
  const severity = memberOf(record, 'severityNumber');
  const values: readonly [string, unknown][] = [
    ['@timestamp', instantOf(memberOf(record, 'timeUnixNano')) ?? observed],
    ['observed_timestamp', observed],
    ['severity_text', textIn(record, 'severityText')],
    ['severity_number', typeof severity === 'number' && severity > 0 && severity <= 24 ? severity : undefined],
    ['event_name', textIn(record, 'eventName')],
    ['attributes', Object.keys(attributes).length > 0 ? attributes : undefined],
    ['trace_id', idIn(record, 'traceId', 32)],
    ['span_id', idIn(record, 'spanId', 16)],
  ];
  return values.flatMap(([name, value]): Member[] => (value === undefined ? [] : [{ name, json: JSON.stringify(value) }]));
}

/** Nanoseconds since 1970, as text or number; 0 is no time. */
function instantOf(nanos: unknown): string | undefined {
  const text = typeof nanos === 'number' && Number.isSafeInteger(Math.trunc(nanos / 1e6)) ? BigInt(Math.trunc(nanos)).toString() : nanos;
  if (typeof text !== 'string' || !/^\d{1,21}$/.test(text)) return undefined;
  const count = BigInt(text);
  return count === 0n || count > LAST_NANO ? undefined : dateFrom(Number(count / 1_000_000n)).toISOString();
}

function textIn(value: unknown, name: string): string | undefined {
  const text = memberOf(value, name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function idIn(record: object, name: string, digits: number): string | undefined {
  const id = memberOf(record, name);
  return typeof id === 'string' && id.length === digits && /^[0-9a-f]+$/i.test(id) && !/^0+$/.test(id) ? id.toLowerCase() : undefined;
}
