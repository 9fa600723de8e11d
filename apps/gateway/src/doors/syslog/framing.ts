export interface SyslogFrame {
  readonly bytes: Buffer;
  /** It was longer than a message may be, and this is its beginning. */
  readonly truncated: boolean;
}

/** RFC 5425 §4.3.1 asks for 8 KB; Windows events as text reach 32 KB. */
export const MOST_MESSAGE_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const nothing = Buffer.alloc(0);
/** `<` must follow: a line of text may begin with a number and a blank too. */
const counted = /^([1-9]\d{0,9}) </;
const perhapsCounted = /^[1-9]\d{0,9} ?$/;
const LONGEST_PREFIX = 12;

/**
 * Messages of a stream, each counted in octets or ended by a line break, as its first byte says (RFC 6587 §3.4). Holds
 * one message and what came with it. A message that is too long loses its end and not its place: closing the connection
 * would have the sender begin with the same message for ever.
 */
export class Framing {
  private held: Buffer = nothing;
  /** Up to here there is no line break in `held`. */
  private searched = 0;
  private skipBytes = 0;
  private skipLine = false;

  push(chunk: Buffer): void {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
  }

  /** The next whole message, or undefined until more is pushed. */
  next(): SyslogFrame | undefined {
    if (!this.skip()) return undefined;
    this.drop(blanksBefore(this.held));
    if (this.held.length === 0) return undefined;
    const prefix = this.held.toString('latin1', 0, LONGEST_PREFIX);
    const [, digits] = counted.exec(prefix) ?? [];
    if (digits !== undefined) return this.byCount(digits.length + 1, Number(digits));
    return this.held.length < LONGEST_PREFIX && perhapsCounted.test(prefix) ? undefined : this.byLine();
  }

  /** What is left when the stream has ended: a last line may lack its break, a counted message may not lack its rest. */
  end(): SyslogFrame | undefined {
    const rest = this.skipLine || this.skipBytes > 0 || counted.test(this.held.toString('latin1', 0, LONGEST_PREFIX)) ? nothing : this.held;
    this.held = nothing;
    return rest.length > 0 ? framed(rest, false) : undefined;
  }

  private byCount(prefix: number, count: number): SyslogFrame | undefined {
    const kept = Math.min(count, MOST_MESSAGE_BYTES);
    if (this.held.length < prefix + kept) return undefined;
    const bytes = this.held.subarray(prefix, prefix + kept);
    this.drop(prefix + kept);
    this.skipBytes = count - kept;
    return framed(bytes, count > kept);
  }

  private byLine(): SyslogFrame | undefined {
    const newline = this.held.indexOf(NEWLINE, this.searched);
    this.searched = this.held.length;
    const length = newline < 0 ? this.held.length : newline;
    if (newline < 0 && length <= MOST_MESSAGE_BYTES) return undefined;
    const bytes = this.held.subarray(0, Math.min(length, MOST_MESSAGE_BYTES));
    this.drop(newline < 0 ? length : newline + 1);
    this.skipLine = newline < 0;
    return framed(bytes, length > MOST_MESSAGE_BYTES);
  }

  /** Passes over the end of a message that was cut; false while there may be more of it. */
  private skip(): boolean {
    if (this.skipBytes > 0) {
      const skipped = Math.min(this.skipBytes, this.held.length);
      this.skipBytes -= skipped;
      this.drop(skipped);
    }
    if (this.skipLine) {
      const newline = this.held.indexOf(NEWLINE);
      this.skipLine = newline < 0;
      this.drop(newline < 0 ? this.held.length : newline + 1);
    }
    return this.skipBytes === 0 && !this.skipLine;
  }

  private drop(bytes: number): void {
    if (bytes === 0) return;
    this.held = this.held.subarray(bytes);
    this.searched = 0;
  }
}

function framed(bytes: Buffer, truncated: boolean): SyslogFrame {
  let end = bytes.length;
  while (end > 0 && isEnding(bytes[end - 1])) end--;
  return { bytes: bytes.subarray(0, end), truncated };
}

function blanksBefore(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length && isEnding(bytes[at])) at++;
  return at;
}

/** Line breaks, and the NUL that some senders end with. */
function isEnding(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === 0x0d || byte === 0x00;
}
