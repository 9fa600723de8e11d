import { refuse } from '../refusals';

const UNKNOWN_BYTES = 1024 * 1024;
const UNPACKED_TIMES = 10;
/** Of the room, what one tenant may hold: who floods us is told to come back while there is room for the others. */
const ONE_TENANT = 0.5;

/** Bounds what bodies under way may hold of this process's memory, by what they announce. */
export class Room {
  private taken = 0;
  private readonly byTenant = new Map<string, number>();

  constructor(private readonly bytes: number) {}

  /** @throws Refusal `ingest.busy`, with `retryAfter` in seconds, when too much is under way already, of all or of this tenant */
  async within<T>(tenantId: string, announced: string | undefined, work: () => Promise<T>): Promise<T> {
    const wanted = (Number(announced) || UNKNOWN_BYTES) * UNPACKED_TIMES;
    const own = this.byTenant.get(tenantId) ?? 0;
    // One body alone always fits, however big it says it is: its own limits judge it.
    if (this.taken > 0 && this.taken + wanted > this.bytes) throw refuse('ingest.busy', { retryAfter: 1 });
    if (own > 0 && own + wanted > this.bytes * ONE_TENANT) throw refuse('ingest.busy', { retryAfter: 1 });
    this.taken += wanted;
    this.byTenant.set(tenantId, own + wanted);
    try {
      return await work();
    } finally {
      this.taken -= wanted;
      const left = (this.byTenant.get(tenantId) ?? 0) - wanted;
      if (left > 0) this.byTenant.set(tenantId, left);
      else this.byTenant.delete(tenantId);
    }
  }
}
