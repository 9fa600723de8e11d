import { MAX_EVENTS } from '@vedette/detection';
import type { EventPost, RejectedLine } from '@vedette/detection';
import type { Actor } from '@vedette/identity';
import type { Intake } from '../ingest/intake';
import { bodyLimits } from '../ingest/read-body';
import { refuse } from './refusals';

/** Each source is a commit of its own; what a body names beyond these goes to the door's own source. */
const MOST_SOURCES = 64;
const AT_ONCE = 8;

/** The events of one body, sorted by the source that each names. */
export class SourcePosts {
  private readonly posts = new Map<string, { source: string; frames: Buffer[]; rejected: RejectedLine[] }>();
  private bytes = 0;
  events = 0;

  constructor(private readonly fallback: string) {}

  /**
   * @returns the source it went to
   * @throws Refusal `batch.too_many_events`, `batch.too_large`: one body must not grow beyond what it may bring in plain
   */
  add(wanted: string | undefined, frame: Buffer | RejectedLine): string {
    if (this.events === MAX_EVENTS) throw refuse('batch.too_many_events');
    this.events++;
    const source = wanted !== undefined && (this.posts.has(wanted) || this.posts.size < MOST_SOURCES) ? wanted : this.fallback;
    let post = this.posts.get(source);
    if (!post) this.posts.set(source, (post = { source, frames: [], rejected: [] }));
    if ('code' in frame) post.rejected.push(frame);
    else if ((this.bytes += frame.length) > bodyLimits.bytes) throw refuse('batch.too_large');
    else post.frames.push(frame);
    return source;
  }

  /** Stores them all; what a source met instead of being stored is in the answer, so that the door can say which. */
  async store(intake: Intake, actor: Actor): Promise<Stored> {
    const failures = new Map<string, unknown>();
    let accepted = 0;
    const waiting: EventPost[] = [...this.posts.values()];
    const work = async () => {
      for (let post = waiting.shift(); post; post = waiting.shift()) {
        try {
          const answer = await intake.store(actor, post);
          accepted += answer.accepted;
        } catch (error) {
          failures.set(post.source, error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, work));
    return { accepted, failures, total: this.posts.size };
  }
}

export interface Stored {
  readonly accepted: number;
  readonly failures: ReadonlyMap<string, unknown>;
  /** Sources there were. */
  readonly total: number;
}

/** For a protocol that answers for the whole body: one source that was not stored fails it. The sender sends it all again. */
export function allStored({ accepted, failures }: Stored): number {
  for (const error of failures.values()) throw error;
  return accepted;
}
