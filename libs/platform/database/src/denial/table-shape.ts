import type { Client } from 'pg';

export interface ColumnShape {
  readonly name: string;
  /** As `format_type` writes it. */
  readonly type: string;
  /** Whether a row without it is refused, or would be asked who it belongs to. */
  readonly needed: boolean;
  /** Texts of the checks on this column alone. */
  readonly checks: readonly string[];
}

export interface ReferenceShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** `schema.table` */
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** A table as far as probing needs to know it. */
export interface TableShape {
  /** `schema.table` */
  readonly name: string;
  readonly tenant: boolean;
  /** The table a partition belongs to. */
  readonly partitionOf: string | null;
  readonly doors: readonly string[];
  readonly columns: readonly ColumnShape[];
  readonly key: readonly string[];
  readonly references: readonly ReferenceShape[];
}

const SHAPES = `
  select n.nspname || '.' || c.relname as name, t.name is not null as tenant, coalesce(t.doors, '{}') as doors,
    pn.nspname || '.' || parent.relname as "partitionOf",
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'needed', a.attnotnull and coalesce(pg_get_expr(d.adbin, d.adrelid) like '%app.%', true), 'checks', coalesce(
        (select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '[]')) order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select json_agg(a.attname order by p.position) from pg_constraint k, unnest(k.conkey) with ordinality p(attnum, position)
      join pg_attribute a on a.attnum = p.attnum where k.conrelid = c.oid and k.contype = 'p' and a.attrelid = c.oid) as key,
    (select coalesce(json_agg(json_build_object('name', k.conname, 'target', tn.nspname || '.' || target.relname,
        'columns', (select json_agg(a.attname order by p.position) from unnest(k.conkey) with ordinality p(attnum, position)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum),
        'targetColumns', (select json_agg(a.attname order by p.position) from unnest(k.confkey) with ordinality p(attnum, position)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.attnum))), '[]')
      from pg_constraint k join pg_class target on target.oid = k.confrelid join pg_namespace tn on tn.oid = target.relnamespace
      where k.conrelid = c.oid and k.contype = 'f') as references
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_inherits i on i.inhrelid = c.oid and c.relispartition left join pg_class parent on parent.oid = i.inhparent
    left join pg_namespace pn on pn.oid = parent.relnamespace
    left join app.tenant_tables t on n.nspname = 'public' and t.name = coalesce(parent.relname, c.relname)
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by 1`;

/** Every table of the database, partitions included: what the matrix is generated from, so that none is forgotten. */
export async function readTables(admin: Client): Promise<TableShape[]> {
  return (await admin.query<TableShape>(SHAPES)).rows;
}
