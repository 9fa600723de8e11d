import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileFrames } from '@vedette/detection';
import type { FileBatch, RejectedLine } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import { Refusal } from '@vedette/kernel';
import type { Intake } from '../../ingest/intake';
import { refuse } from '../../refusals';

export interface Upload {
  readonly intake: Intake;
  readonly actor: Actor;
  readonly source: string;
  readonly body: AsyncIterable<{ readonly chunk: Buffer; readonly sent: number }>;
  readonly idempotencyKey?: string;
  readonly say: (line: object) => void;
}

/** How far an upload has come; bytes as they were sent. */
interface Progress {
  bytes: number;
  events: number;
  rejected: number;
}

/** Told one by one; the rest are counted. */
const TOLD_REJECTS = 20;
const LONGEST_WAIT_MS = 120_000;

/** Stores a file batch by batch; each is committed before the next is read, so what is said to be stored is stored. */
export async function storeUpload({ intake, actor, source, body, idempotencyKey, say }: Upload): Promise<void> {
  const file = new FileFrames();
  const progress: Progress = { bytes: 0, events: 0, rejected: 0 };
  const rejects: RejectedLine[] = [];
  let batches = 0;
  const store = async (batch: FileBatch): Promise<void> => {
    await takeInTime(intake, actor, batch.frames.length + batch.rejected.length);
    const key = idempotencyKey === undefined ? undefined : batchKey(idempotencyKey, batches);
    await intake.store(actor, { source, frames: batch.frames, rejected: batch.rejected, bodyBytes: batch.bytes, idempotencyKey: key });
    batches++;
    progress.events += batch.frames.length;
    progress.rejected += batch.rejected.length;
    rejects.push(...batch.rejected.slice(0, TOLD_REJECTS - rejects.length));
    say(progress);
  };
  for await (const { chunk, sent } of body) {
    progress.bytes = sent;
    for (const batch of file.push(chunk)) await store(batch);
  }
  for (const batch of file.end()) await store(batch);
  if (batches === 0) throw refuse('upload.empty');
  say({ done: true, source, ...progress, rejects });
}

/** A file is worth waiting for: the quota of the next minute is taken when this one's is used up. @throws Refusal after two minutes */
async function takeInTime(intake: Intake, actor: Actor, events: number): Promise<void> {
  for (let waited = 0; ; ) {
    try {
      return await intake.take(actor, events);
    } catch (error) {
      const seconds = error instanceof Refusal && error.code === 'ingest.quota_exceeded' ? Number(error.facts['retryAfter']) : NaN;
      if (!(waited < LONGEST_WAIT_MS) || Number.isNaN(seconds)) throw error;
      const wait = Math.min(Math.max(seconds, 1) * 1_000, 5_000);
      waited += wait;
      await sleep(wait);
    }
  }
}

/** Of the file's key and the batch's place, short enough for a key of its own. */
function batchKey(key: string, place: number): string {
  return `upload-${createHash('sha256').update(key).digest('hex').slice(0, 32)}-${place}`;
}
