import { createHash } from 'node:crypto';
import { refuse } from '../refusals';
import type { RejectedLine } from './rejected-line';

/** One post to `/v1/events`, after its key was checked, its body decompressed and `splitFrames` done. */
export interface EventPost {
  readonly source: string;
  readonly idempotencyKey?: string;
  /** Of the body as sent; made from the frames where it is absent. */
  readonly bodyHash?: Buffer;
  readonly frames: readonly Buffer[];
  readonly rejected: readonly RejectedLine[];
  readonly bodyBytes?: number;
}

/** What the sender is told, and told again for the same key. */
export interface IngestAnswer {
  readonly batchId: string;
  /** Where its events lie, in order: `count` of them from index `first` of the segment. */
  readonly segments: readonly { readonly id: string; readonly first: number; readonly count: number }[];
  readonly accepted: number;
  /** Of those accepted, how many were not kept, since the source is muted. */
  readonly dropped?: number;
  readonly rejected: readonly RejectedLine[];
}

/** Checked before a post joins others, so that a bad one fails alone. @throws Refusal `source.malformed`, `ingest.key_malformed` */
export function checkPost(post: EventPost): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(post.source)) throw refuse('source.malformed');
  if (post.idempotencyKey !== undefined && !/^[\x21-\x7e]{1,200}$/.test(post.idempotencyKey)) {
    throw refuse('ingest.key_malformed');
  }
}

/** Tells a repeated post from another one under the same key: its source and its body. */
export function postHash(post: EventPost): Buffer {
  const hash = createHash('sha256').update(post.source).update('\n');
  if (post.bodyHash) return hash.update(post.bodyHash).digest();
  for (const frame of post.frames) hash.update(frame).update('\n');
  return hash.digest();
}
