import { refuse } from '../refusals';

const UNKNOWN_BYTES = 1024 * 1024;
const UNPACKED_TIMES = 10;

/** Bounds what bodies under way may hold of this process's memory, by what they announce. */
export class Room {
  private taken = 0;

  constructor(private readonly bytes: number) {}

  /** @throws Refusal `ingest.busy`, with `retryAfter` in seconds, when too much is under way already */
  async within<T>(announced: string | undefined, work: () => Promise<T>): Promise<T> {
    const wanted = (Number(announced) || UNKNOWN_BYTES) * UNPACKED_TIMES;
    // One body alone always fits, however big it says it is: its own limits judge it.
    if (this.taken > 0 && this.taken + wanted > this.bytes) throw refuse('ingest.busy', { retryAfter: 1 });
    this.taken += wanted;
    try {
      return await work();
    } finally {
      this.taken -= wanted;
    }
  }
}
