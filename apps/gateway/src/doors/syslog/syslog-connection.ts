import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@vedette/kernel';
import { logger } from '@vedette/telemetry';
import type { Intake } from '../../ingest/intake';
import { refuse } from '../../refusals';
import { lineFrame, withMissing } from '../frames';
import { sourceName } from '../source-name';
import { BatchWriter } from './batch-writer';
import { Framing } from './framing';
import type { SyslogFrame } from './framing';
import { readKeyedMessage, readKeyLine } from './message-key';
import type { Seldom } from './seldom';
import { SyslogBatch } from './syslog-batch';

export interface ConnectionDeps {
  readonly intake: Intake;
  readonly refusals: Seldom;
}

const OWN_SOURCE = 'syslog';
const FLUSH_MS = 200;
/** A relay may send for several tenants; each new key is a question to the directory. */
const MOST_KEYS = 16;
const KEY_WITHIN_MS = 30_000;
const IDLE_MS = 30 * 60_000;
/** A stranger keeps a place for so long, so that keys cannot be tried at the speed of the network. */
const REFUSED_FOR_MS = 1_000;

const log = logger('syslog');

/**
 * One sender. Nothing is read while something is stored: the sender's window closes, it waits, and no message is dropped.
 */
export class SyslogConnection {
  private readonly framing = new Framing();
  private readonly stop = new AbortController();
  private readonly writer: BatchWriter;
  private readonly keys = new Set<string>();
  private batch = new SyslogBatch(OWN_SOURCE);
  private own: { readonly key: string; readonly source?: string } | undefined;
  private storing: Promise<void> = Promise.resolve();
  private failure: unknown;
  private timer: NodeJS.Timeout | undefined;
  private begun = false;
  private writing = false;
  private broken: unknown;

  constructor(
    private readonly socket: Socket,
    private readonly deps: ConnectionDeps,
  ) {
    this.writer = new BatchWriter(deps.intake, this.stop.signal, socket.remoteAddress ?? '');
  }

  /** Resolves when the connection is closed and what came over it is stored. Never rejects. */
  async run(): Promise<void> {
    const stranger = setTimeout(() => this.keys.size === 0 && this.socket.destroy(), KEY_WITHIN_MS);
    this.socket.setKeepAlive(true, 60_000);
    // A sender that is kept waiting is not idle.
    this.socket.setTimeout(IDLE_MS, () => this.writing || this.socket.end());
    this.socket.once('error', (error) => (this.broken = error));
    try {
      await this.read();
    } catch (error) {
      // A connection that broke has no message for us; what it brought before is kept.
      if (!this.isOfSocket(error)) this.failure ??= error;
    }
    clearTimeout(stranger);
    if (this.failure === undefined) await this.flush().catch((error: unknown) => (this.failure = error));
    if (this.failure !== undefined) await this.dismiss(this.failure);
    this.socket.destroy();
  }

  /** The sender is told that we leave, and what it had under way is still read. */
  leave(): void {
    this.socket.end();
  }

  /** Nothing more is read; what was read is still stored. */
  finish(): void {
    this.socket.destroy();
  }

  /** Nothing is waited for any more. */
  abandon(): void {
    this.stop.abort();
    this.socket.destroy();
  }

  private async read(): Promise<void> {
    // A stranger is kept for a moment before the door is shut, so the socket outlives the reading.
    for await (const chunk of this.socket.iterator({ destroyOnReturn: false })) {
      this.framing.push(chunk as Buffer);
      for (let frame = this.framing.next(); frame; frame = this.framing.next()) await this.take(frame);
    }
    const rest = this.framing.end();
    if (rest) await this.take(rest);
  }

  private async take(frame: SyslogFrame): Promise<void> {
    await this.storing;
    if (this.failure !== undefined) throw this.failure;
    const first = !this.begun;
    this.begun = true;
    const line = first ? readKeyLine(frame.bytes) : undefined;
    if (line) {
      await this.know(line.key);
      this.own = line;
      return;
    }
    const { text, ...named } = readKeyedMessage(frame.bytes);
    const key = named.key ?? this.own?.key;
    if (key === undefined) throw refuse('auth.unauthenticated');
    await this.know(key);
    const event = lineFrame(Buffer.from(text), 1);
    if (!(event instanceof Buffer)) return;
    const source = sourceName(named.source ?? this.own?.source) ?? OWN_SOURCE;
    this.batch.add(key, source, frame.truncated ? withMissing(event, [{ name: 'tags', json: '["truncated"]' }]) : event);
    if (this.batch.full) await this.flush();
    else this.timer ??= setTimeout(() => void this.flush().catch(() => this.socket.destroy()), FLUSH_MS);
  }

  /** A key is looked at before the first message under it is kept, and again at every batch. */
  private async know(key: string): Promise<void> {
    if (this.keys.has(key)) return;
    if (this.keys.size === MOST_KEYS) throw refuse('auth.malformed');
    await this.writer.admit(key);
    this.keys.add(key);
  }

  private flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { posts } = this.batch;
    this.batch = new SyslogBatch(OWN_SOURCE);
    const work = async () => {
      this.writing = true;
      const outcomes: PromiseSettledResult<void>[] = [];
      // One after the other, so that a sender cannot hold many commits; a key that fails takes no other's messages along.
      for (const post of posts) outcomes.push(...(await Promise.allSettled([this.writer.write(post)])));
      this.writing = false;
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    };
    const written = this.storing.then(work);
    // Who waits for `storing` learns of a failure from `failure`, so that it is nobody's unhandled rejection.
    this.storing = written.catch((error: unknown) => void (this.failure ??= error));
    return written;
  }

  private async dismiss(failure: unknown): Promise<void> {
    if (!(failure instanceof Refusal)) {
      log.error({ err: failure }, 'messages of a syslog connection were not stored');
      return;
    }
    const address = this.socket.remoteAddress;
    this.deps.refusals.say((unsaid) => log.warn({ code: failure.code, address, unsaid }, 'a syslog connection was closed: its key does not open'));
    this.socket.pause();
    await pause(REFUSED_FOR_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }

  private isOfSocket(error: unknown): boolean {
    return error === this.broken || (error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');
  }
}
