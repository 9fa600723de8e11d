import { longestRecord } from '../record/read-text-result';
import type { ByteWindow } from './byte-window';
import type { FramedRecord } from './framed-record';
import { ZeekTsv } from './zeek-tsv';

/** So much of a record that is too large is given out, to find it by. */
const shownBytes = 1024;
const newline = 10;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Makes records of ranges of the window: counts lines, decodes, and reads the rows of a Zeek file. */
export class RecordCutter {
  private counted = 0;
  private line = 1;
  private zeek: ZeekTsv | null = null;
  private records: FramedRecord[] = [];

  constructor(private readonly window: ByteWindow) {}

  get isInZeekFile(): boolean {
    return this.zeek !== null;
  }

  /** What was given since the last time. */
  take(): FramedRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  /** Counts the lines up to a position, and answers its line; asked in ascending order, so that each byte is counted once. */
  lineOf(position: number): number {
    if (position <= this.counted) return this.line;
    const passed = this.window.slice(this.counted, position);
    for (let at = passed.indexOf(newline); at >= 0; at = passed.indexOf(newline, at + 1)) this.line++;
    this.counted = position;
    return this.line;
  }

  recordOf(from: number, to: number): FramedRecord {
    const line = this.lineOf(from);
    const isLarge = to - from > longestRecord;
    const bytes = this.window.slice(from, isLarge ? from + shownBytes : to);
    if (isLarge) return { line, text: bytes.toString('utf8'), fault: 'too-large' };
    try {
      return { line, text: strict.decode(bytes) };
    } catch {
      return { line, text: bytes.toString('utf8'), fault: 'invalid-utf8' };
    }
  }

  give(record: FramedRecord): void {
    this.records.push(record);
  }

  /** A line: a record, or part of a Zeek file. */
  giveLine(from: number, to: number): void {
    if (to === from) return;
    const record = this.recordOf(from, to);
    const begins = ZeekTsv.begins(record.text);
    if (record.fault !== undefined || !(this.zeek || begins)) {
      this.records.push(record);
      return;
    }
    if (begins) this.zeek = new ZeekTsv();
    if (!record.text.startsWith('#')) this.records.push({ line: record.line, text: this.zeek?.row(record.text) ?? record.text });
    else if (this.zeek?.header(record.text)) this.zeek = null;
  }
}
