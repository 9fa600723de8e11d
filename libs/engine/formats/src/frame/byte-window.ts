/**
 * The bytes of a stream that are not yet given out, under their positions in the stream. Grows by doubling, so that a
 * sender of single bytes costs no more than one of large pieces.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafe(64 * 1024);
  /** Stream position of `bytes[0]`, of the first byte kept, and behind the last. */
  private base = 0;
  start = 0;
  end = 0;

  /** Index in `bytes` of a stream position. */
  index(position: number): number {
    return position - this.base;
  }

  byte(position: number): number {
    return this.bytes[position - this.base] ?? -1;
  }

  append(chunk: Buffer): void {
    const kept = this.end - this.start;
    if (this.end - this.base + chunk.length > this.bytes.length) {
      const size = kept + chunk.length;
      // Half empty at least after a move: each byte is moved once on average.
      const target = size * 2 > this.bytes.length ? Buffer.allocUnsafe(size * 2) : this.bytes;
      this.bytes.copy(target, 0, this.start - this.base, this.end - this.base);
      this.bytes = target;
      this.base = this.start;
    }
    chunk.copy(this.bytes, this.end - this.base);
    this.end += chunk.length;
  }

  /** Forgets what lies before `position`. */
  dropTo(position: number): void {
    this.start = Math.min(position, this.end);
  }

  slice(from: number, to: number): Buffer {
    return this.bytes.subarray(from - this.base, to - this.base);
  }

  /** Stream position of `value` at or behind `from`; -1 when there is none. */
  find(value: number | Buffer, from: number): number {
    const found = this.bytes.subarray(0, this.end - this.base).indexOf(value, Math.max(0, from - this.base));
    return found < 0 ? -1 : found + this.base;
  }
}
