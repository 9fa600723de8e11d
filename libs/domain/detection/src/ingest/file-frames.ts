import { TextFramer } from '@vedette/formats';
import { reject, type RejectedLine } from './rejected-line';
import { MAX_EVENT_BYTES, splitFrames } from './split-frames';

export interface FileBatch {
  readonly frames: readonly Buffer[];
  readonly rejected: readonly RejectedLine[];
  readonly bytes: number;
}

const BATCH_EVENTS = 2_000;
const BATCH_BYTES = 4 * 1_048_576;

/**
 * Events out of a file of any known format, as it streams in: NDJSON, JSON lists and envelopes, Windows event XML, Zeek
 * tables, lines of text. JSON objects stay as they are; other text is kept as `event.original`, for the detector to read.
 */
export class FileFrames {
  private readonly framer = new TextFramer();
  private frames: Buffer[] = [];
  private rejected: RejectedLine[] = [];
  private bytes = 0;

  /** Batches that have become full. */
  push(chunk: Buffer): FileBatch[] {
    return this.take(this.framer.push(chunk));
  }

  /** What is left when the file has ended; nothing where nothing is. */
  end(): FileBatch[] {
    const full = this.take(this.framer.end());
    return this.frames.length + this.rejected.length > 0 ? [...full, this.cut()] : full;
  }

  private take(records: ReturnType<TextFramer['push']>): FileBatch[] {
    const full: FileBatch[] = [];
    for (const { line, text, fault } of records) {
      if (text.trim() === '' && !fault) continue;
      const frame = fault === 'too-large' ? null : frameOf(text);
      if (!frame || frame.length > MAX_EVENT_BYTES) this.rejected.push(reject(line, 'event.too_large'));
      else {
        this.frames.push(frame);
        this.bytes += frame.length;
      }
      if (this.frames.length + this.rejected.length >= BATCH_EVENTS || this.bytes >= BATCH_BYTES) full.push(this.cut());
    }
    return full;
  }

  private cut(): FileBatch {
    const batch = { frames: this.frames, rejected: this.rejected, bytes: this.bytes };
    [this.frames, this.rejected, this.bytes] = [[], [], 0];
    return batch;
  }
}

function frameOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes[0] === 0x7b) {
    const { frames, rejected } = splitFrames(bytes, 'application/json');
    const [frame] = frames;
    if (frame && frames.length === 1 && rejected.length === 0) return frame;
  }
  return Buffer.from(`{"event":{"original":${JSON.stringify(text)}}}`);
}
