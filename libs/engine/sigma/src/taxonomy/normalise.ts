import type { Fields, NormalisedEvent } from './event-values';
import { instantOf } from './event-time';
import { kindOf } from './kind-of';
import { flattenWinlogbeat, flattenWindowsEvent, renameNxlog } from './windows-event';

const timeNames = [
  'TimeCreated', '@timestamp', 'EventTime', 'eventTime', 'UtcTime', 'timestamp', 'Timestamp', 'time', 'ts', 'published', 'date-time', 'created_at',
  'createdDateTime', 'TimeGenerated', 'CreationTime', 'EventReceivedTime', 'date', 'datetime', 'requestReceivedTimestamp', 'local_time', 'utc_time',
] as const;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function timeOf(fields: Fields): number | undefined {
  for (const name of timeNames) {
    const value = fields[name];
    if (value === undefined) continue;
    const at = instantOf(value);
    if (at !== undefined) return at;
  }
  return undefined;
}

function fieldsOf(raw: Record<string, unknown>): Fields {
  const event = raw['Event'];
  if (isRecord(event) && isRecord(event['System'])) return flattenWindowsEvent(event);
  if (isRecord(raw['System']) && ('EventData' in raw || 'UserData' in raw)) return flattenWindowsEvent(raw);
  if (isRecord(raw['winlog']) || isRecord(raw['event_data'])) return flattenWinlogbeat(raw);
  if (raw['EventID'] !== undefined && (raw['SourceName'] !== undefined || raw['Hostname'] !== undefined)) return renameNxlog(raw);
  if (raw['event_id'] !== undefined && raw['log_name'] !== undefined) return flattenWinlogbeat(raw);
  return raw;
}

/**
 * One parsed JSON object → flat fields under Sigma's names, the time it happened and the log it is from.
 * Takes `raw` over: the answer may share the object, with fields added under Sigma's names. Anything but an object
 * becomes an event without fields. Never throws.
 */
export function normalise(raw: unknown): NormalisedEvent {
  if (!isRecord(raw)) return { fields: {} };
  const fields = fieldsOf(raw);
  return { fields, at: timeOf(fields), kind: kindOf(fields) };
}
