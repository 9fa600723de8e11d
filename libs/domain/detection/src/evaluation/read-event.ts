import { readStructured, readText } from '@vedette/formats';
import { normalise, type NormalisedEvent } from '@vedette/sigma';
import { renameFields, withKind, type SourceMapping } from '../sources/source-mapping';

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What came as text, as doors for text keep it (ECS `event.original`). */
export function originalText(raw: unknown): string | undefined {
  const event = isPlain(raw) && Object.hasOwn(raw, 'event') ? raw['event'] : undefined;
  const original = isPlain(event) && Object.hasOwn(event, 'original') ? event['original'] : undefined;
  return typeof original === 'string' ? original : undefined;
}

/**
 * A line of a segment as rules see it. The one reading there is: the stream, hunts, backtests and the editor all go
 * through here, so that a rule's verdict is the same in each. Text is read by its format; what a shipper put beside it
 * stays, under other names than the text's own; a tenant's mapping gives further names. @throws SyntaxError when the line is no JSON
 */
export function readEvent(line: string, receivedAt?: number, mapping?: SourceMapping): NormalisedEvent {
  const raw: unknown = JSON.parse(line);
  if (!isPlain(raw)) return normalise(raw);
  const text = originalText(raw);
  const named = (fields: Plain): NormalisedEvent => normalise(mapping ? renameFields(fields, mapping) : fields);
  if (text !== undefined) return withKind(named({ ...raw, ...readText(text, { receivedAt }).fields, event: raw['event'] }), mapping);
  const event = named(raw);
  if (event.kind !== undefined || typeof raw['message'] !== 'string') return withKind(event, mapping);
  // Shippers wrap a line of a log they do not know into an object of theirs.
  const wrapped = readStructured(raw['message'], { receivedAt });
  const inner = wrapped && named({ ...raw, ...wrapped.fields });
  return inner?.kind === undefined ? withKind(event, mapping) : inner;
}

/**
 * The line again, spelling all that was read out of its text: readers undo escapes and name what they found, and who
 * searches lines for what a rule asks must find it there. Reading it gives the same event.
 */
export function spelledOut(line: string, receivedAt?: number): string {
  const raw: unknown = JSON.parse(line);
  if (!isPlain(raw)) return line;
  const text = originalText(raw);
  if (text !== undefined) return JSON.stringify({ ...raw, ...readText(text, { receivedAt }).fields, event: raw['event'] });
  if (typeof raw['message'] !== 'string' || normalise(JSON.parse(line)).kind !== undefined) return line;
  const wrapped = readStructured(raw['message'], { receivedAt });
  return wrapped ? JSON.stringify({ ...raw, ...wrapped.fields }) : line;
}

const DAY = 86_400_000;
/** Before 1980: no log is that old, and a sender's clock may be wrong or hostile. */
const EARLIEST = 315_532_800_000;

/** Whether an event's own time can be believed; else the time of its receipt counts. */
export function isSaneTime(at: number | undefined, receivedAt: number): at is number {
  return at !== undefined && at >= EARLIEST && at <= receivedAt + DAY;
}
