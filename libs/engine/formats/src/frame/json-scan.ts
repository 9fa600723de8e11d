import type { ByteWindow } from './byte-window';

/** Deeper JSON is no log (and `readText` does not read it either). */
const deepest = 100;
const [object, array] = [1, 2];
const [maybe, over] = [-1, -2];

/** What may come next, by JSON's grammar. */
const [value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd] = [0, 1, 2, 3, 4, 5];

export type JsonStep =
  | { readonly kind: 'more' }
  /** An object to give out: the whole, or one of the outer list. */
  | { readonly kind: 'record'; readonly from: number; readonly to: number }
  | { readonly kind: 'done'; readonly to: number }
  /** This is no JSON, as the byte at `at` shows. */
  | { readonly kind: 'broken'; readonly at: number };

const more: JsonStep = { kind: 'more' };

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function isScalar(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code === 45 || code === 43 || code === 46 || code === 69;
}

/**
 * Finds the objects of a JSON text that arrives in pieces: one object, the objects of an outer list, or those of a list
 * under the first name `Records` (CloudTrail) or `records` (Azure). Looks at each byte once and holds none.
 */
export class JsonScan {
  /** How many records were found in a list, and where the open one began (-1: none). */
  listed = 0;
  recordStart = -1;
  private readonly kinds: number[] = [];
  private expects = value;
  private inText = false;
  private escaped = false;
  private inScalar = false;
  /** Depth of the list whose objects are records: 0 none, so that the whole is one; `maybe` at the first name's list; `over` behind it. */
  private listDepth = 0;
  /** The first name of the outer object, up to the length that matters. */
  private firstName = '';
  private naming = false;
  private position: number;

  constructor(readonly began: number) {
    this.position = began;
  }

  get at(): number {
    return this.position;
  }

  private push(kind: number): boolean {
    this.kinds.push(kind);
    this.expects = kind === object ? keyOrEnd : valueOrEnd;
    return this.kinds.length <= deepest;
  }

  /** Opens a container; false where none may be, or where a list of records holds a list. */
  private open(kind: number): boolean {
    if (this.expects !== value && this.expects !== valueOrEnd) return false;
    const depth = this.kinds.length;
    if (kind === object) {
      if (this.listDepth === maybe && depth === 2) this.listDepth = 2;
      if (depth === this.listDepth) this.recordStart = this.position;
      return this.push(object);
    }
    if (depth > 0 && depth === this.listDepth) return false;
    if (depth === 0) this.listDepth = 1;
    else if (depth === 1 && this.listDepth === 0 && (this.firstName === 'Records' || this.firstName === 'records')) this.listDepth = maybe;
    else if (depth === 2 && this.listDepth === maybe) this.listDepth = 0;
    return this.push(array);
  }

  private close(kind: number): boolean {
    const isEmpty = this.expects === (kind === object ? keyOrEnd : valueOrEnd);
    if (this.kinds.at(-1) !== kind || (!isEmpty && this.expects !== commaOrEnd)) return false;
    this.kinds.pop();
    this.expects = commaOrEnd;
    if (kind === array && this.kinds.length === 1) {
      if (this.listDepth === maybe) this.listDepth = 0;
      else if (this.listDepth === 2) this.listDepth = over;
    }
    return true;
  }

  /** A text or scalar; false for `["a"]` and `[1]`, which are no lists of records. `{"records":[1]}` is one record. */
  private takeValue(): boolean {
    if (this.expects !== value && this.expects !== valueOrEnd) return false;
    this.expects = commaOrEnd;
    if (this.listDepth === maybe && this.kinds.length === 2) this.listDepth = 0;
    return this.listDepth !== 1 || this.kinds.length > 1;
  }

  /** One byte outside of texts; false when it does not belong there. */
  private take(code: number): boolean {
    switch (code) {
      case 123:
        return this.open(object);
      case 91:
        return this.open(array);
      case 125:
        return this.close(object);
      case 93:
        return this.close(array);
      case 44:
        if (this.expects !== commaOrEnd || this.kinds.length === 0) return false;
        this.expects = this.kinds.at(-1) === object ? key : value;
        return true;
      case 58:
        if (this.expects !== colon) return false;
        this.expects = value;
        return true;
      case 34:
        this.inText = true;
        if (this.expects !== key && this.expects !== keyOrEnd) return this.takeValue();
        this.naming = this.expects === keyOrEnd && this.kinds.length === 1;
        this.expects = colon;
        return true;
      default:
        this.inScalar = true;
        return isScalar(code) && this.takeValue();
    }
  }

  /** Runs through a text; answers false when the window ends, or a raw line end breaks it. */
  private passText(window: ByteWindow): boolean {
    const { bytes } = window;
    const last = window.index(window.end);
    for (let i = window.index(this.position); i < last; i++) {
      const code = bytes[i] ?? 0;
      if (code === 10 || (code === 34 && !this.escaped)) {
        this.position += i - window.index(this.position);
        return true;
      }
      this.escaped = code === 92 && !this.escaped;
      if (this.naming && this.firstName.length < 8) this.firstName += String.fromCharCode(code);
    }
    this.position = window.end;
    return false;
  }

  /** Goes on through the window up to the next record, the end, or the byte that is no JSON. */
  next(window: ByteWindow): JsonStep {
    while (this.position < window.end) {
      if (this.inText) {
        if (!this.passText(window)) return more;
        if (window.byte(this.position) === 10) return { kind: 'broken', at: this.position };
        this.inText = false;
        this.naming = false;
        this.position++;
        continue;
      }
      const code = window.byte(this.position);
      if (isBlank(code)) this.inScalar = false;
      else if (!this.inScalar || !isScalar(code)) {
        this.inScalar = false;
        const depth = this.kinds.length;
        if (!this.take(code)) return { kind: 'broken', at: this.position };
        const closed = this.kinds.length < depth;
        if (closed && this.recordStart >= 0 && this.kinds.length === Math.max(0, this.listDepth)) {
          const from = this.recordStart;
          this.position++;
          this.recordStart = -1;
          if (this.listDepth > 0) this.listed++;
          return { kind: 'record', from, to: this.position };
        }
        if (this.kinds.length === 0) {
          this.position++;
          return { kind: 'done', to: this.position };
        }
      }
      this.position++;
    }
    return more;
  }
}
