import type { Fields } from '../taxonomy/event-values';
import { fieldValue, someLeaf } from '../taxonomy/event-values';
import type { TextBytes } from './text-bytes';
import { separator } from './text-bytes';

const none: Fields = {};
const longestKept = 256;
const shortText = 128;
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * The values of one event by slot number, each read and lower-cased at most once.
 * One view serves all events of a bucket in turn: what it hands out is valid until the next `show`.
 */
export class EventView {
  fields = none;
  private turn = 0;
  private readonly values: unknown[];
  private readonly lowered: (string | undefined)[];
  private readonly readAt: Uint32Array;
  private readonly plainName: readonly boolean[];
  /** Values by position that `showAll` showed, and nothing was found in them. */
  private readonly clean: string[] = [];
  private leafTexts: readonly string[] | undefined;
  private lowerTexts: readonly string[] | undefined;

  constructor(readonly names: readonly string[]) {
    this.values = names.map(() => undefined);
    this.lowered = names.map(() => undefined);
    this.readAt = new Uint32Array(names.length);
    this.plainName = names.map((name) => !name.includes('.') && !inherited.has(name));
  }

  show(fields: Fields): void {
    this.fields = fields;
    this.leafTexts = undefined;
    this.lowerTexts = undefined;
    if (++this.turn === 0xffffffff) {
      this.turn = 1;
      this.readAt.fill(0);
    }
  }

  /** Drops what belongs to the last event, so a large one is not kept alive. */
  forget(): void {
    this.fields = none;
    this.leafTexts = undefined;
    this.lowerTexts = undefined;
  }

  value(slot: number): unknown {
    if (this.readAt[slot] === this.turn) return this.values[slot];
    const name = this.names[slot] ?? '';
    const value = this.plainName[slot] ? this.fields[name] : fieldValue(this.fields, name);
    this.readAt[slot] = this.turn;
    this.values[slot] = value;
    this.lowered[slot] = undefined;
    return value;
  }

  /** Only after `value(slot)` gave this string. */
  lower(slot: number, value: string): string {
    return (this.lowered[slot] ??= value.toLowerCase());
  }

  /** Every scalar in the event as text, collected once. */
  leaves(): readonly string[] {
    if (this.leafTexts) return this.leafTexts;
    const texts: string[] = [];
    someLeaf(this.fields, (text) => {
      texts.push(text);
      return false;
    });
    return (this.leafTexts = texts);
  }

  lowerLeaves(): readonly string[] {
    return (this.lowerTexts ??= this.leaves().map((text) => text.toLowerCase()));
  }

  /**
   * All leaves joined to one text, but for those that cannot matter.
   * @param shortest literal looked for: what is too short to hold it is left out
   * @param mayHold false: it holds no literal; asked of short texts
   */
  showAll(bytes: TextBytes, shortest: number, mayHold: (text: string) => boolean): void {
    bytes.clear();
    const join = (text: string): boolean => {
      // One letter (U+0130) becomes two when lowered.
      if (text.length * 2 < shortest || (text.length <= shortText && !mayHold(text))) return false;
      return !bytes.join(text);
    };
    const { fields, clean } = this;
    let at = -1;
    // Not Object.values: the list alone would cost a tenth of the search.
    for (const name in fields) {
      const value = fields[name];
      at++;
      if (typeof value === 'string') {
        // Half of an event is often as in the last one.
        if (value === clean[at]) continue;
        clean[at] = value.length <= longestKept ? value : '';
      }
      if (typeof value === 'string' ? join(value) : value !== null && someLeaf(value, join)) {
        bytes.show(separator + this.leaves().join(separator));
        return;
      }
    }
  }

  /** What `showAll` showed held something after all: none of it may be left out next time. */
  forgetClean(): void {
    this.clean.length = 0;
  }
}
