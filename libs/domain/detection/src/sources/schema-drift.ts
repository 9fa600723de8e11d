import type { Database } from '@vedette/database';
import type { Actor } from '@vedette/identity';
import { dateFrom, systemClock, type Clock } from '@vedette/kernel';

/** A field that a source began to send, or that stays away while the source goes on. */
export interface FieldDrift {
  readonly source: string;
  readonly field: string;
  readonly change: 'appeared' | 'disappeared';
  /** When it was first, or last, seen. */
  readonly at: Date;
}

const DAY = 86_400_000;
const MOST = 500;

/** What changed in the shape of the sources: a new version of a log, or a shipper that broke. */
export class SchemaDrift {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock?: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock ?? systemClock;
  }

  /**
   * Of the last seven days, the newest first. A field counts as gone when its source has sent for a day without it;
   * those of a source's first day are not news. @throws Refusal `auth.forbidden`
   */
  async recent(actor: Actor): Promise<FieldDrift[]> {
    actor.require('source:read');
    const since = dateFrom(this.clock.now() - 7 * DAY);
    return this.database.tenant(actor, (tx) => tx.sql<FieldDrift>`
      with shape as (
        select f.source, f.field, f.first_seen_at, f.last_seen_at, min(f.first_seen_at) over (partition by f.source) as began,
          max(f.last_seen_at) over (partition by f.source) as latest
        from source_fields f)
      select source, field, 'appeared' as change, first_seen_at as at from shape
      where first_seen_at >= ${since} and first_seen_at > began + interval '1 day'
      union all
      select source, field, 'disappeared', last_seen_at from shape
      where last_seen_at >= ${since} and last_seen_at < latest - interval '1 day'
      order by at desc, source, field limit ${MOST}`);
  }
}
