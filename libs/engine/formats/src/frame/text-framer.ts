import { longestRecord } from '../record/read-text-result';
import { ByteWindow } from './byte-window';
import type { FramedRecord } from './framed-record';
import { JsonScan } from './json-scan';
import { RecordCutter } from './record-cutter';

/** The longest start tag of `<Events>` or XML declaration. */
const longestTag = 4096;
const newline = 10;
const endOfEvent = Buffer.from('</Event>');

type Mode = 'start' | 'line' | 'skip-line' | 'json' | 'after-json' | 'event' | 'tag';

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

function lastEventIn(bytes: Buffer): number {
  return Math.max(bytes.lastIndexOf('<Event '), bytes.lastIndexOf('<Event>'));
}

/**
 * Cuts a stream of bytes into record texts: lines, `<Event>` elements, the rows of a Zeek TSV file (as JSON), JSON
 * objects over several lines or in a list. Holds 1 MB and a chunk at most, and looks at each byte a few times at most,
 * whatever the sender cuts or writes.
 */
export class TextFramer {
  private readonly window = new ByteWindow();
  private mode: Mode = 'start';
  /** Where the record, or the line it is in, began; how far it has been looked at. */
  private from = 0;
  private seek = 0;
  /** Lines before this position have proved not to be the JSON or XML they began as. */
  private plainUntil = 0;
  private scan = new JsonScan(0);
  private tooLarge: FramedRecord | null = null;
  private readonly cutter = new RecordCutter(this.window);

  push(chunk: Buffer): FramedRecord[] {
    this.window.append(chunk);
    return this.run(false);
  }

  /** What the stream ended in. */
  end(): FramedRecord[] {
    return this.run(true);
  }

  private run(isFinal: boolean): FramedRecord[] {
    while (this.step(isFinal));
    // Counted while its bytes are there.
    this.cutter.lineOf(this.from);
    this.window.dropTo(this.from);
    return this.cutter.take();
  }

  /** Goes on; false when the window says no more. */
  private step(isFinal: boolean): boolean {
    switch (this.mode) {
      case 'start':
        return this.start(isFinal);
      case 'line':
        return this.readLine(isFinal);
      case 'skip-line':
        return this.skipLine();
      case 'json':
        return this.readJson(isFinal);
      case 'after-json':
        return this.afterJson(isFinal);
      case 'event':
        return this.readEvent(isFinal);
      case 'tag':
        return this.skipTag(isFinal);
    }
  }

  private enter(mode: Mode, from: number, seek = from): true {
    this.mode = mode;
    this.from = from;
    this.seek = seek;
    return true;
  }

  private give(from: number, to: number): void {
    this.cutter.give(this.cutter.recordOf(from, to));
  }

  private start(isFinal: boolean): boolean {
    const { window } = this;
    while (this.seek < window.end) {
      const code = window.byte(this.seek);
      if (code === newline) this.from = ++this.seek;
      else if (isBlank(code) && !this.cutter.isInZeekFile) this.seek++;
      else return this.choose(code, isFinal);
    }
    if (this.seek - this.from > longestRecord) return this.enter('line', this.from, this.seek);
    if (isFinal) this.from = this.seek;
    return false;
  }

  /** What the record is, by how it begins. */
  private choose(code: number, isFinal: boolean): boolean {
    if (this.cutter.isInZeekFile || this.from < this.plainUntil) return this.enter('line', this.from);
    if (code === 123 || code === 91) {
      this.scan = new JsonScan(this.seek);
      return this.enter('json', this.from, this.seek);
    }
    const isMark = code === 0xef && this.seek === 0;
    if (code !== 60 && !isMark) return this.enter('line', this.from, this.seek);
    const head = this.window.slice(this.seek, Math.min(this.seek + 9, this.window.end)).toString('latin1');
    if (head.length < 9 && !isFinal) return false;
    if (isMark && head.startsWith('\u00ef\u00bb\u00bf')) return this.enter('start', 3);
    if (/^<Event[\s>]/.test(head)) return this.enter('event', this.seek);
    if (/^<(\/?Events[\s>]|\?xml\s)/.test(head)) return this.enter('tag', this.from, this.seek);
    return this.enter('line', this.from, this.seek);
  }

  private readLine(isFinal: boolean): boolean {
    const { window } = this;
    const at = window.find(newline, this.seek);
    if (at < 0 && window.end - this.from > longestRecord) {
      this.give(this.from, window.end);
      return this.enter('skip-line', window.end);
    }
    if (at < 0 && !isFinal) {
      this.seek = window.end;
      return false;
    }
    const end = at < 0 ? window.end : at;
    const isReturn = end > this.from && window.byte(end - 1) === 13;
    this.cutter.giveLine(this.from, isReturn ? end - 1 : end);
    return this.enter('start', at < 0 ? end : at + 1);
  }

  private skipLine(): boolean {
    const at = this.window.find(newline, this.seek);
    const to = at < 0 ? this.window.end : at;
    return this.enter(at < 0 ? 'skip-line' : 'start', to) && at >= 0;
  }

  private readJson(isFinal: boolean): boolean {
    const { scan, window } = this;
    const step = scan.next(window);
    switch (step.kind) {
      case 'record':
        if (this.tooLarge) this.cutter.give(this.tooLarge);
        else if (scan.listed === 0) return this.enter('after-json', this.from, step.to);
        else this.give(step.from, step.to);
        this.tooLarge = null;
        return this.enter(scan.listed > 0 ? 'json' : 'start', step.to);
      case 'done':
        return this.enter('after-json', step.to);
      case 'broken':
        return this.giveUp(step.at);
      case 'more':
        if (isFinal && window.end > this.from) return this.giveUp(window.end);
        this.bound();
        return false;
    }
  }

  /** Keeps the window small: a record that has become too large is only run through to its end. */
  private bound(): void {
    const { scan, window } = this;
    if (scan.recordStart < 0) {
      if (scan.listed > 0 || window.end - this.from > longestRecord) this.from = window.end;
    } else if (this.tooLarge) this.from = window.end;
    else if (window.end - scan.recordStart > longestRecord) {
      this.tooLarge = this.cutter.recordOf(scan.recordStart, window.end);
      this.from = window.end;
    }
  }

  /** It was no JSON: the lines up to the one that shows it are plain, and that one may begin anew. Each byte is so read twice at most. */
  private giveUp(at: number): true {
    const { scan, window } = this;
    if (this.tooLarge) {
      this.cutter.give(this.tooLarge);
      this.tooLarge = null;
      return this.enter('skip-line', at);
    }
    const listed = scan.recordStart >= 0 ? scan.recordStart : at;
    const from = Math.max(this.from, scan.listed > 0 ? listed : 0);
    const before = window.slice(from, at).lastIndexOf(newline);
    const isWholeLine = at >= window.end || window.byte(at) === newline || before < 0;
    this.plainUntil = isWholeLine ? at + 1 : from + before + 1;
    return this.enter('start', from);
  }

  /** What follows an object on its line: nothing, another one, or text, which makes the whole line text. */
  private afterJson(isFinal: boolean): boolean {
    const { window } = this;
    while (this.seek < window.end && (isBlank(window.byte(this.seek)) || window.byte(this.seek) === 44)) this.seek++;
    if (this.seek === window.end && !isFinal) return false;
    const to = this.scan.at;
    const isSingle = this.from < to;
    const code = window.byte(this.seek);
    const isEnd = this.seek === window.end || code === newline || code === 123 || code === 91;
    if (isSingle && !isEnd && window.slice(this.from, to).indexOf(newline) < 0) {
      this.plainUntil = to;
      return this.enter('line', this.from, to);
    }
    if (isSingle) this.give(this.scan.began, to);
    return this.enter('start', this.seek);
  }

  private readEvent(isFinal: boolean): boolean {
    const { window } = this;
    const at = window.find(endOfEvent, Math.max(this.from, this.seek - endOfEvent.length));
    const to = at + endOfEvent.length;
    if (at >= 0 && to - this.from <= longestRecord) {
      const inner = lastEventIn(window.slice(this.from + 1, at));
      // One that was cut off, and the next whole one.
      if (inner >= 0) this.give(this.from, this.from + 1 + inner);
      this.give(inner >= 0 ? this.from + 1 + inner : this.from, to);
      return this.enter('start', to);
    }
    this.seek = window.end;
    if (at < 0 && !isFinal && window.end - this.from <= longestRecord) return false;
    // Windows events have 64 KB at most: this is text that began like one, and must not hide the lines behind it.
    this.plainUntil = window.end;
    return this.enter('line', this.from);
  }

  private skipTag(isFinal: boolean): boolean {
    const at = this.window.find(62, this.seek);
    if (at >= 0 && at - this.seek < longestTag) return this.enter('start', at + 1);
    if (at < 0 && !isFinal && this.window.end - this.seek < longestTag) return false;
    return this.enter('line', this.from);
  }
}
