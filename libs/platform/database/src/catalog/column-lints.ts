import { ourTables } from './lint';
import type { Lint } from './lint';

const columns = `${ourTables}, cols as (
    select o.*, a.attname, a.atttypid, col_description(o.oid, a.attnum) as comment
    from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
  )`;

export const columnLints: readonly Lint[] = [
  {
    // Under RLS a filter uses an index only when its operator is leakproof; those of these types are not.
    name: 'column.leaky-type',
    sql: `${columns} select name || '.' || attname as object,
        format_type(atttypid, null) || ' cannot be filtered by index under row security: text with a check, int or inet' as detail
      from cols join pg_type t on t.oid = atttypid where tenant and (t.typtype in ('e', 'd') or t.oid in ('numeric'::regtype, 'cidr'::regtype))`,
  },
  {
    name: 'column.privacy',
    sql: `${columns} select name || '.' || attname as object,
        coalesce('"' || comment || '" is not', 'has no') || ' "none|direct|indirect|special; purpose; how erased": call app.describe' as detail
      from cols where comment is null or comment !~ '^(none|direct|indirect|special); [^;]+; [^;]+$'`,
  },
];
