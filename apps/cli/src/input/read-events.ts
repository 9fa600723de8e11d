import type { ByteSource } from './byte-source';
import type { EnvelopeMode } from './envelope';
import { isObject, unwrap } from './envelope';
import type { LineTaker } from './line-splitter';
import { LineSplitter } from './line-splitter';

const keptBadLines = 1_000;

export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

/** What was read so far. */
export interface EventTally {
  events: number;
  /** Unpacked. */
  bytes: number;
  /** Lines that hold no event. */
  bad: number;
  /** The first of them. */
  readonly badLines: BadLine[];
}

export interface EventRead {
  readonly envelope: EnvelopeMode;
  /** Takes one event; what it is given is its own. */
  readonly take: (event: Record<string, unknown>, line: number) => void;
  /** Between chunks, where nothing is held up by waiting. False ends the reading. */
  readonly between: (tally: EventTally) => Promise<boolean>;
  readonly signal: AbortSignal;
}

class EventLines implements LineTaker {
  readonly tally: EventTally = { events: 0, bytes: 0, bad: 0, badLines: [] };

  constructor(private readonly read: EventRead) {}

  text(text: string, line: number): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      if (text.trim() !== '') this.bad(line, 'not JSON');
      return;
    }
    if (!isObject(parsed)) return this.bad(line, Array.isArray(parsed) ? 'a list; an event is one object' : 'no object');
    const event = unwrap(parsed, this.read.envelope);
    if (event === undefined) return this.bad(line, 'no object under "event"');
    this.tally.events++;
    this.read.take(event, line);
  }

  tooLong(line: number): void {
    this.bad(line, 'longer than 16 MB');
  }

  private bad(line: number, reason: string): void {
    this.tally.bad++;
    if (this.tally.badLines.length < keptBadLines) this.tally.badLines.push({ line, reason });
  }
}

async function nextOr<T>(iterator: AsyncIterator<T>, aborted: Promise<null>): Promise<IteratorResult<T> | null> {
  return Promise.race([iterator.next(), aborted]);
}

/** Newline-delimited JSON → events. Ends early, without an error, when aborted or when `between` says so. */
export async function readEvents(source: ByteSource, read: EventRead): Promise<EventTally> {
  const { signal } = read;
  const lines = new EventLines(read);
  const splitter = new LineSplitter(lines);
  const aborted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const iterator = source.chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextOr(iterator, aborted);
      if (next === null) return lines.tally;
      if (next.done) break;
      lines.tally.bytes += next.value.length;
      splitter.push(next.value);
      if (!(await read.between(lines.tally))) return lines.tally;
    }
    splitter.end();
    await read.between(lines.tally);
    return lines.tally;
  } finally {
    source.close();
  }
}
