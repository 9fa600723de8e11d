/** One thing in the catalog that breaks a rule of HOUSE.md §6. */
export interface Finding {
  /** `subject.rule`, as `table.rls`. */
  readonly lint: string;
  /** `schema.table`, `schema.table.column`, `schema.index` or a function's signature. */
  readonly object: string;
  readonly detail: string;
}

/**
 * One rule as one query over pg_catalog, which answers rows `(object text, detail text)`. Objects in `allowed` may break it,
 * each for the reason that stands beside it.
 */
export interface Lint {
  readonly name: string;
  readonly sql: string;
  readonly allowed?: Readonly<Record<string, string>>;
}

/** Tables of ours: `tenant` says whether app.tenant_table made it; a partition counts as its parent. Prefix of most lints. */
export const ourTables = `
  with ours as (
    select c.oid, c.oid::regclass::text as short, n.nspname || '.' || c.relname as name, c.relname, c.relkind, c.relispartition,
      c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner, t.name is not null as tenant, coalesce(t.doors, '{}') as doors
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
      left join pg_class parent on parent.oid = i.inhparent
      left join app.tenant_tables t on n.nspname = 'public' and t.name = coalesce(parent.relname, c.relname)
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  )`;
