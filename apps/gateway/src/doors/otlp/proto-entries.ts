import { Reader } from 'protobufjs/light';
import type { Type } from 'protobufjs/light';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '@vedette/detection';
import { refuse } from '../refusals';
import type { LogEntry } from './log-entry';
import { messages, walked } from './otlp-messages';

/**
 * The records of an ExportLogsServiceRequest in protobuf. Only one record is decoded at a time: two bytes on the wire can
 * be an object in memory, and a body may have a hundred million.
 * @throws Refusal `body.malformed`, `batch.too_many_events`
 */
export function* protoEntries(body: Buffer): Generator<LogEntry> {
  let groups = 0;
  for (const resourceLogs of fieldsOf(body, walked.resourceLogs)) {
    const resource = decoded(messages.resource, fieldOf(resourceLogs, walked.resource));
    for (const scopeLogs of fieldsOf(resourceLogs, walked.scopeLogs)) {
      if (++groups > MAX_EVENTS) throw refuse('batch.too_many_events');
      const scope = decoded(messages.scope, fieldOf(scopeLogs, walked.scope));
      for (const bytes of fieldsOf(scopeLogs, walked.logRecords)) {
        const record = decoded(messages.record, bytes);
        const tooLarge = [resource, scope, record].some((part) => part === oversized);
        yield { resource, scope, record: inHex(record), tooLarge };
      }
    }
    if (++groups > MAX_EVENTS) throw refuse('batch.too_many_events');
  }
}

const oversized = Symbol('oversized');

/** The messages under this number, in order. */
function* fieldsOf(message: Buffer, number: number): Generator<Buffer> {
  const reader = Reader.create(message);
  try {
    while (reader.pos < message.length) {
      const tag = reader.uint32();
      if (tag >>> 3 !== number || (tag & 7) !== 2) {
        reader.skipType(tag & 7);
        continue;
      }
      const length = reader.uint32();
      const from = reader.pos;
      reader.skip(length);
      yield message.subarray(from, from + length);
    }
  } catch (error) {
    // What the reader throws are faults of the bytes; a Refusal comes through the yield.
    if (error instanceof RangeError || (error instanceof Error && error.constructor === Error)) throw refuse('body.malformed');
    throw error;
  }
}

/** The last one counts, as in every protobuf reader. */
function fieldOf(message: Buffer, number: number): Buffer | undefined {
  let last: Buffer | undefined;
  for (const bytes of fieldsOf(message, number)) last = bytes;
  return last;
}

function decoded(type: Type, bytes: Buffer | undefined): unknown {
  if (!bytes) return {};
  if (bytes.length > MAX_EVENT_BYTES) return oversized;
  try {
    return type.toObject(type.decode(bytes), { longs: String, bytes: String });
  } catch {
    return undefined;
  }
}

/** Ids of traces and spans are hex in OTLP's JSON and here, not base64. */
function inHex(record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return undefined;
  const fields = record as Record<string, unknown>;
  for (const name of ['traceId', 'spanId']) {
    const id = fields[name];
    if (typeof id === 'string') fields[name] = Buffer.from(id, 'base64').toString('hex');
  }
  return fields;
}
