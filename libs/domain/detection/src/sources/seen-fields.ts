import type { TenantTx } from '@vedette/database';
import { dateFrom } from '@vedette/kernel';

const HOUR = 3_600_000;
/** Sources remembered; beyond it all are forgotten, and written once more. */
const MOST_SOURCES = 20_000;
/** Of a source: one that makes up names does not fill the table. */
const MOST_FIELDS = 5_000;

/** Writes down which fields each source sends, once an hour for each field and process. */
export class SeenFields {
  private readonly seen = new Map<string, { hour: number; names: Set<string> }>();

  async store(tx: TenantTx, source: string, fields: ReadonlySet<string>, now: number): Promise<void> {
    const key = `${tx.tenantId} ${source}`;
    const hour = Math.floor(now / HOUR);
    let known = this.seen.get(key);
    if (known?.hour !== hour) {
      if (this.seen.size >= MOST_SOURCES) this.seen.clear();
      this.seen.set(key, (known = { hour, names: new Set() }));
    }
    const { names } = known;
    const fresh = [...fields].filter((name) => !names.has(name)).slice(0, Math.max(0, MOST_FIELDS - names.size));
    if (fresh.length === 0) return;
    await tx.sql`
      insert into source_fields (tenant_id, source, field, first_seen_at, last_seen_at)
      select (select app.tenant_id()), ${source}, f, ${dateFrom(now)}, ${dateFrom(now)} from unnest(${fresh}::text[]) as f order by f collate "C"
      on conflict (tenant_id, source, field) do update set last_seen_at = greatest(source_fields.last_seen_at, excluded.last_seen_at)`;
    for (const name of fresh) names.add(name);
  }
}
