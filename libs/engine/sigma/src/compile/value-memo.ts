const maxEntries = 2_048;
const maxLength = 512;
const sampleSize = 4_096;
const restAfter = 65_536;

/**
 * Answers remembered by text, for fields whose values repeat. Two generations bound it: when the young one is full
 * it becomes the old one. A sender of all-distinct values makes it rest, so it costs such a field next to nothing.
 */
export class ValueMemo<T> {
  private young = new Map<string, T>();
  private old = new Map<string, T>();
  private asked = 0;
  private found = 0;
  private resting = 0;

  get(text: string): T | undefined {
    if (this.resting > 0) {
      this.resting--;
      return undefined;
    }
    if (text.length > maxLength) return undefined;
    if (++this.asked === sampleSize) this.judge();
    let known = this.young.get(text);
    if (known === undefined && this.old.size > 0) {
      known = this.old.get(text);
      if (known !== undefined) this.young.set(text, known);
    }
    if (known !== undefined) this.found++;
    return known;
  }

  /** Whether an answer for this text would be remembered. */
  wants(text: string): boolean {
    return this.resting === 0 && text.length <= maxLength;
  }

  /** Only what it `wants`. */
  set(text: string, answer: T): void {
    if (this.young.size >= maxEntries) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(text, answer);
  }

  private judge(): void {
    if (this.found * 4 < this.asked) {
      this.resting = restAfter;
      this.young.clear();
      this.old.clear();
    }
    this.asked = 0;
    this.found = 0;
  }
}
