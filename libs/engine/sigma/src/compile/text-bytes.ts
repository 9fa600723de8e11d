/** What stands between the values of a text that is joined from several. */
export const separator = '\0';

const encoder = new TextEncoder();
const firstCapacity = 4_096;
/** A larger buffer is given back after use. */
const keptCapacity = 1 << 20;
/** Below these, a loop beats the call; joining needs a view of the rest of the buffer, too. */
const shortText = 32;
const shortJoined = 64;

/** A–Z to a–z, every other byte as it is. */
const folded = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

export function foldedByte(byte: number | undefined): number {
  return folded[byte ?? 0] ?? 0;
}

/**
 * One text at a time as UTF-8, for searches that read every byte. ASCII stays in the letter case it came in (readers
 * fold as they go); a text with other letters is lower-cased first, because theirs is not a matter of bytes.
 */
export class TextBytes {
  bytes = new Uint8Array(firstCapacity);
  /** The same bytes: reads four at once, wherever they stand. */
  view = new DataView(this.bytes.buffer);
  length = 0;

  show(text: string): void {
    if (text.length * 3 > this.bytes.length) this.take(text.length * 4);
    else if (this.bytes.length > keptCapacity) this.take(Math.max(firstCapacity, text.length * 4));
    if (text.length <= shortText && this.showAscii(text)) return;
    const { written } = encoder.encodeInto(text, this.bytes);
    this.length = written;
    // Longer in UTF-8 than in UTF-16 units: not ASCII.
    if (written !== text.length) this.showLowered(text.toLowerCase());
  }

  /** Begins a joined text. */
  clear(): void {
    if (this.bytes.length > keptCapacity) this.take(firstCapacity);
    this.length = 0;
  }

  /** Joins one more value. @returns false when it is not ASCII: such texts are shown whole */
  join(text: string): boolean {
    const from = this.length + 1;
    const end = from + text.length;
    if (from + text.length * 3 > this.bytes.length) {
      const { bytes, length } = this;
      this.take(end * 4);
      this.bytes.set(bytes.subarray(0, length));
    }
    const { bytes } = this;
    bytes[from - 1] = 0;
    this.length = end;
    if (text.length > shortJoined) return encoder.encodeInto(text, bytes.subarray(from)).written === text.length;
    let seen = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      seen |= code;
      bytes[from + at] = code;
    }
    return seen < 128;
  }

  private take(capacity: number): void {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  private showAscii(text: string): boolean {
    const { bytes } = this;
    let seen = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      seen |= code;
      bytes[at] = code;
    }
    this.length = text.length;
    return seen < 128;
  }

  private showLowered(lower: string): void {
    if (lower.length * 3 > this.bytes.length) this.take(lower.length * 4);
    this.length = encoder.encodeInto(lower, this.bytes).written;
  }

  /** True when `literal` (lower-cased) stands at `at`. */
  holds(literal: Uint8Array, at: number): boolean {
    const { bytes } = this;
    if (at < 0 || at + literal.length > this.length) return false;
    for (let i = 0; i < literal.length; i++) if (folded[bytes[at + i] ?? 0] !== literal[i]) return false;
    return true;
  }
}

/** A lower-cased literal as `TextBytes` would show it. Half a surrogate pair has no bytes of its own: null. */
export function literalBytes(literal: string): Uint8Array | null {
  return /\p{Surrogate}/u.test(literal) ? null : encoder.encode(literal);
}
