import { MAX_EVENT_BYTES, MAX_EVENTS } from '@vedette/detection';
import { elementsOf, endOfValue, membersOf, skipBlanks, valueOf } from '../json-members';
import type { Span } from '../json-members';
import { refuse } from '../refusals';
import type { LogEntry } from './log-entry';

/**
 * The records of an ExportLogsServiceRequest in JSON, parsed one at a time.
 * @throws Refusal `body.malformed`, `batch.too_many_events`
 */
export function* jsonEntries(body: Buffer): Generator<LogEntry> {
  const from = skipBlanks(body, 0, body.length);
  const to = endOfValue(body, from, body.length);
  if (to < 0 || skipBlanks(body, to, body.length) < body.length) throw refuse('body.malformed');
  let groups = 0;
  for (const resourceLogs of listIn(body, { from, to }, 'resourceLogs')) {
    const resource = partIn(body, resourceLogs, 'resource');
    for (const scopeLogs of listIn(body, resourceLogs, 'scopeLogs')) {
      if (++groups > MAX_EVENTS) throw refuse('batch.too_many_events');
      const scope = partIn(body, scopeLogs, 'scope');
      for (const span of listIn(body, scopeLogs, 'logRecords')) {
        const record = parsed(body, span);
        const tooLarge = [resource, scope, record].some((part) => part === oversized);
        yield { resource, scope, record: tooLarge ? undefined : record, tooLarge };
      }
    }
    if (++groups > MAX_EVENTS) throw refuse('batch.too_many_events');
  }
}

const oversized = Symbol('oversized');

function* listIn(body: Buffer, object: Span, name: string): Generator<Span> {
  const members = membersOf(body, object);
  if (!members) throw refuse('body.malformed');
  const list = members.get(name);
  if (!list || body.toString('latin1', list.from, list.from + 4) === 'null') return;
  for (const element of elementsOf(body, list)) {
    if (!element) throw refuse('body.malformed');
    yield element;
  }
}

function partIn(body: Buffer, object: Span, name: string): unknown {
  const span = membersOf(body, object)?.get(name);
  return span ? parsed(body, span) : {};
}

function parsed(body: Buffer, span: Span): unknown {
  return span.to - span.from > MAX_EVENT_BYTES ? oversized : valueOf(body, span);
}
