import type { ExecutionResult } from 'graphql';
import type { SharedExecution } from './shared-execution';
import { nextFrame } from './shared-message';
import type { SharedMessage } from './shared-message';
import { outboxLimits, SLOW_CONSUMER } from './socket-outbox';
import type { SocketOutbox } from './socket-outbox';

export interface SubscriberOptions {
  readonly operationId: string;
  readonly outbox: SocketOutbox;
  /** Resume after this number; from now on without it. */
  readonly after: string | null;
  /** Called once when it has ended, however. */
  readonly onEnd: () => void;
}

type Last = IteratorResult<ExecutionResult, void>;

/**
 * One operation on one socket, in the shape that graphql-ws runs. It yields nothing: frames of a shared execution go to
 * the socket as they are, since graphql-ws would serialise each of them once per socket.
 */
export class Subscriber implements AsyncGenerator<ExecutionResult, void, void> {
  private readonly finished: Promise<Last>;
  private finish: (last: Last) => void;
  private abandon: (error: unknown) => void;
  private readonly leave: () => void;
  private readonly from: bigint;
  private catchingUp: SharedMessage[] | null = [];
  private last: bigint;
  private started = false;
  private ended = false;

  constructor(
    private readonly shared: SharedExecution,
    private readonly options: SubscriberOptions,
  ) {
    this.finished = new Promise<Last>((resolve, reject) => {
      this.finish = resolve;
      this.abandon = reject;
    });
    // Nobody may be waiting for it: the socket can be gone already.
    this.finished.catch(() => undefined);
    const joined = shared.join((message) => this.hear(message), (error) => this.fail(error));
    this.leave = joined.leave;
    this.from = joined.from;
    this.last = options.after === null ? joined.from : BigInt(options.after);
  }

  next(): Promise<Last> {
    if (!this.started) {
      this.started = true;
      this.catchUp().catch((error: unknown) => this.fail(error));
    }
    return this.finished;
  }

  return(): Promise<Last> {
    this.end();
    this.finish({ done: true, value: undefined });
    return this.finished;
  }

  throw(error: unknown): Promise<Last> {
    this.fail(error);
    return this.finished;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** First what it missed, from the log; then what arrived meanwhile; from then on each message as it comes. */
  private async catchUp(): Promise<void> {
    const { after } = this.options;
    if (after !== null) {
      for (const message of await this.shared.feed.after(after)) {
        if (this.ended || BigInt(message.seq) > this.from) break;
        const shared = await this.shared.run(message);
        if (shared) this.send(shared);
      }
    }
    const meanwhile = this.catchingUp ?? [];
    this.catchingUp = null;
    for (const message of meanwhile) this.send(message);
  }

  private hear(message: SharedMessage): void {
    if (!this.catchingUp) return this.send(message);
    if (this.catchingUp.length < outboxLimits.frames) this.catchingUp.push(message);
    else this.options.outbox.close(SLOW_CONSUMER.code, SLOW_CONSUMER.reason);
  }

  private send(message: SharedMessage): void {
    if (this.ended || message.seq <= this.last) return;
    this.last = message.seq;
    this.options.outbox.push(nextFrame(this.options.operationId, message));
  }

  private fail(error: unknown): void {
    if (this.ended) return;
    this.end();
    this.abandon(error);
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.catchingUp = null;
    this.leave();
    this.options.onEnd();
  }
}
