import { ecsOf } from '@vedette/formats';
import { fieldValue, type NormalisedEvent } from '@vedette/sigma';
import type { LakeRow } from '@vedette/lake';
import { isSaneTime, readEvent, spelledOut } from '../evaluation/read-event';
import type { SourceMapping } from '../sources/source-mapping';

interface RowSegment {
  readonly segmentId: string;
  readonly source: string;
  readonly receivedAt: number;
}

/** A value that equals no text of a rule without being a candidate for all: the lake takes what is not ASCII for anything. */
const ANYTHING = '\u212a';
const LONGEST = 1_000;

/** Promoted as rules compare it: by its text. */
function eventCode({ fields }: NormalisedEvent): string | null {
  const value = fieldValue(fields, 'EventID');
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, LONGEST) : ANYTHING;
}

/** An event as the lake keeps it: its line, with what was read out of text spelled beside it, and in columns what is often asked for. A line that cannot be read is kept too. */
export function lakeRowOf(line: string, index: number, segment: RowSegment, mapping?: SourceMapping): LakeRow {
  const event = readSafely(line, segment.receivedAt, mapping);
  const ecs = event ? ecsOf(event.kind, event.fields) : {};
  const column = (name: string): string | null => {
    const value = ecs[name];
    return typeof value === 'string' ? value.slice(0, LONGEST) : null;
  };
  return {
    ...segment,
    index,
    at: isSaneTime(event?.at, segment.receivedAt) ? Math.floor(event.at) : segment.receivedAt,
    kind: event?.kind ?? null,
    eventCode: event && eventCode(event),
    host: column('host.name') ?? column('host.hostname'),
    user: column('user.name'),
    sourceIp: column('source.ip'),
    destinationIp: column('destination.ip'),
    original: event ? spelledOut(line, segment.receivedAt) : line,
  };
}

function readSafely(line: string, receivedAt: number, mapping: SourceMapping | undefined): NormalisedEvent | null {
  try {
    return readEvent(line, receivedAt, mapping);
  } catch {
    return null;
  }
}
