import { ourTables } from './lint';
import type { Lint } from './lint';

/** Keys, references and indexes of tenant tables begin with the tenant: RLS hides rows, it does not hide a clash of keys. */
export const keyLints: readonly Lint[] = [
  {
    name: 'key.missing',
    sql: `${ourTables} select name as object, 'has no primary key' as detail from ours o
      where tenant and not exists (select from pg_constraint k where k.conrelid = o.oid and k.contype = 'p')`,
  },
  {
    name: 'key.reference',
    sql: `${ourTables}
      select o.name || '.' || k.conname as object, 'refers to a row of any tenant: both sides must begin with tenant_id' as detail
      from ours o join pg_constraint k on k.conrelid = o.oid and k.contype = 'f' join ours target on target.oid = k.confrelid
        left join pg_attribute here on here.attrelid = k.conrelid and here.attnum = k.conkey[1]
        left join pg_attribute there on there.attrelid = k.confrelid and there.attnum = k.confkey[1]
      where (o.tenant or target.tenant) and not (here.attname = 'tenant_id' and there.attname = 'tenant_id')`,
    allowed: {
      'public.members.members_account_id_fkey': 'accounts are global; the directory alone writes members, and account ids are random',
    },
  },
  {
    name: 'key.cascade',
    sql: `${ourTables} select o.name || '.' || k.conname as object, 'deletes or changes rows out of sight: no cascades' as detail
      from ours o join pg_constraint k on k.conrelid = o.oid and k.contype = 'f'
      where k.confdeltype not in ('a', 'r') or k.confupdtype not in ('a', 'r')`,
  },
  {
    name: 'key.index',
    sql: `${ourTables}
      select n.nspname || '.' || i.relname as object, 'index on ' || o.name || ' does not begin with tenant_id' as detail
      from ours o join pg_index x on x.indrelid = o.oid join pg_class i on i.oid = x.indexrelid
        join pg_namespace n on n.oid = i.relnamespace
        left join pg_attribute a on a.attrelid = o.oid and a.attnum = x.indkey[0]
      where o.tenant and a.attname is distinct from 'tenant_id'`,
    allowed: {
      'public.api_keys_by_public_id': 'a key names no tenant, so its public id is unique among all; random, 60 bits, no oracle',
      'public.tenant_domains_verified': 'a proven domain belongs to one tenant; only who controls its DNS can learn that it is taken',
      'public.members_of_account': 'sign-in looks for the tenants of an account; the directory alone reads it so',
      'public.outbox_later': 'the relay alone looks for what has come due, over all tenants',
    },
  },
  {
    name: 'key.sequence',
    sql: `${ourTables}
      select o.name || '.' || a.attname as object, 'counts over all tenants: ids are random' as detail
      from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = o.oid and d.adnum = a.attnum
      where o.tenant and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval(%')`,
  },
];
