import { json, type CatalogDoor } from '@vedette/database';
import type { RuleRow } from './rule-rows';

type Sql = CatalogDoor['sql'];

interface KnownRule {
  readonly path: string;
  readonly rule_id: string;
  readonly title: string;
  readonly yaml: string;
}

/** Versions of a pack whose changes are kept for drift reports. */
const KEPT_VERSIONS = 20;

/** Writes down what the next version of a pack changes, before it takes the place of the last one. The first has no changes. */
export async function recordChanges(sql: Sql, packId: string, checksum: string, next: readonly RuleRow[], at: Date): Promise<void> {
  const known = await sql<KnownRule>`select path, rule_id, title, yaml from rules where pack_id = ${packId}`;
  if (known.length === 0) return;
  const before = new Map(known.map((row) => [row.path, row]));
  const after = new Map(next.map((row) => [row.path, row]));
  const changes = [
    ...next.flatMap((row) => {
      const old = before.get(row.path);
      if (old?.yaml === row.yaml) return [];
      return [{ path: row.path, rule_id: row.rule_id, title: row.title, change: old ? 'changed' : 'added', before: old?.yaml ?? null, after: row.yaml }];
    }),
    ...known.filter(({ path }) => !after.has(path)).map((row) => ({ ...row, change: 'removed', before: row.yaml, after: null })),
  ];
  if (changes.length === 0) return;
  await sql`
    insert into rule_changes (pack_id, checksum, path, at, rule_id, title, change, before, after)
    select ${packId}, ${checksum}, r.path, ${at}, r.rule_id, r.title, r.change, r.before, r.after
    from jsonb_to_recordset(${json(changes)}) as r(path text, rule_id text, title text, change text, before text, after text)
    on conflict do nothing`;
  await sql`
    delete from rule_changes where pack_id = ${packId} and checksum not in (
      select checksum from rule_changes where pack_id = ${packId} group by checksum order by max(at) desc limit ${KEPT_VERSIONS})`;
}
