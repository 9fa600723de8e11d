import { newId, type Uuid } from '@vedette/kernel';
import type { EventPost, IngestAnswer } from './event-post';
import { cutIntoSegments } from './segment-body';

/** A post and the id that its sender will know it by. */
export interface Batch {
  readonly id: Uuid;
  readonly post: EventPost;
}

export interface ComposedSegment {
  readonly id: Uuid;
  readonly frames: readonly Buffer[];
  readonly batchIds: readonly Uuid[];
}

/** Lays the events of some batches, in order, into as few segments as hold them, and says where each batch's lie. */
export function composeSegments(batches: readonly Batch[], now: number): { segments: ComposedSegment[]; answers: IngestAnswer[] } {
  const runs = cutIntoSegments(batches.flatMap(({ post }) => post.frames));
  const segments = runs.map((frames) => ({ id: newId(now), frames, batchIds: [] as Uuid[] }));
  let [at, first] = [0, 0];
  const answers = batches.map(({ id, post }) => {
    const places: { id: string; first: number; count: number }[] = [];
    for (let left = post.frames.length; left > 0; ) {
      const segment = segments[at];
      if (!segment) throw new Error('a batch lies outside its segments');
      const count = Math.min(left, segment.frames.length - first);
      if (count > 0) {
        segment.batchIds.push(id);
        places.push({ id: segment.id, first, count });
      }
      left -= count;
      first += count;
      if (first === segment.frames.length) [at, first] = [at + 1, 0];
    }
    return { batchId: id, segments: places, accepted: post.frames.length, rejected: post.rejected };
  });
  return { segments, answers };
}
