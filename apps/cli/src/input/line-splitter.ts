/** Longer lines are skipped: one of them would otherwise decide how much memory is used. */
export const maxLineBytes = 16_777_216;

export interface LineTaker {
  /** @param line counts from 1, blank ones too */
  text(text: string, line: number): void;
  tooLong(line: number): void;
}

const newline = 10;

/** Chunks of bytes in, lines of text out, without anything per line but the text itself. */
export class LineSplitter {
  private line = 0;
  /** Of a line that goes on in the next chunk. */
  private parts: Buffer[] = [];
  private held = 0;
  private skipping = false;

  constructor(private readonly taker: LineTaker, private readonly maxBytes = maxLineBytes) {}

  push(chunk: Buffer): void {
    let start = 0;
    // The mark that some editors put in front of UTF-8.
    if (this.line === 0 && this.held === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) start = 3;
    for (let end = chunk.indexOf(newline, start); end >= 0; end = chunk.indexOf(newline, start)) {
      if (this.held > 0 || this.skipping) this.finish(chunk.subarray(start, end));
      else this.take(chunk, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.hold(chunk.subarray(start));
  }

  /** The last line, if nothing ended it. */
  end(): void {
    if (this.held > 0 || this.skipping) this.finish(Buffer.alloc(0));
  }

  private take(chunk: Buffer, start: number, end: number): void {
    this.line++;
    if (end - start > this.maxBytes) this.taker.tooLong(this.line);
    else this.taker.text(chunk.toString('utf8', start, end), this.line);
  }

  private hold(part: Buffer): void {
    if (this.skipping) return;
    this.held += part.length;
    this.parts.push(part);
    if (this.held <= this.maxBytes) return;
    this.skipping = true;
    this.parts = [];
  }

  private finish(part: Buffer): void {
    this.hold(part);
    this.held = 0;
    if (this.skipping) {
      this.skipping = false;
      this.line++;
      this.taker.tooLong(this.line);
      return;
    }
    const whole = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    this.parts = [];
    if (whole) this.take(whole, 0, whole.length);
  }
}
