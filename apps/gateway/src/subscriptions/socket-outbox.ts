/** What of a `ws` socket is needed to write to it. */
export interface WritableSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string, done: (error?: Error | null) => void): void;
  close(code: number, reason: string): void;
}

export const outboxLimits = {
  /** Frames that wait for a socket that does not read. */
  frames: 1_000,
  /** Bytes handed to the operating system ahead of it. */
  ahead: 256 * 1024,
} as const;

/** Not a code that clients take as final: whoever was too slow comes back and resumes from its cursor. */
export const SLOW_CONSUMER = { code: 1013, reason: 'too slow: resume from your last cursor' } as const;

const OPEN = 1;

/** Frames to one socket, in order and bounded: memory stays flat whatever a reader does. */
export class SocketOutbox {
  private waiting: string[] = [];
  private closed = false;

  constructor(private readonly socket: WritableSocket) {}

  push(frame: string): void {
    if (this.closed || this.socket.readyState !== OPEN) return;
    if (this.waiting.length === 0 && this.socket.bufferedAmount < outboxLimits.ahead) this.write(frame);
    else if (this.waiting.length < outboxLimits.frames) this.waiting.push(frame);
    else this.close(SLOW_CONSUMER.code, SLOW_CONSUMER.reason);
  }

  close(code: number, reason: string): void {
    if (this.closed) return;
    this.closed = true;
    this.waiting = [];
    this.socket.close(code, reason);
  }

  private write(frame: string): void {
    this.socket.send(frame, () => this.drain());
  }

  private drain(): void {
    while (this.waiting.length > 0 && this.socket.readyState === OPEN && this.socket.bufferedAmount < outboxLimits.ahead) {
      const frame = this.waiting.shift();
      if (frame !== undefined) this.write(frame);
    }
  }
}
