import { ourTables } from './lint';
import type { Lint } from './lint';

const behindDirectory = 'global by nature; no door has a grant, the directory functions alone reach it';
const runner = 'the schema’s own bookkeeping; no door has a grant';
const sharedCatalog = 'the same for every tenant; written by the catalog door, read by the app';

/** What every tenant table must have, and which tables are not a tenant's. */
export const tableLints: readonly Lint[] = [
  {
    name: 'table.not-tenant',
    sql: `${ourTables} select name as object, 'was not made by app.tenant_table' as detail from ours where not tenant`,
    allowed: {
      'app.context_keys': runner,
      'app.schema_migrations': runner,
      'app.tenant_tables': runner,
      'public.account_devices': behindDirectory,
      'public.account_email_changes': behindDirectory,
      'public.account_passkeys': behindDirectory,
      'public.account_recovery_codes': behindDirectory,
      'public.account_totps': behindDirectory,
      'public.accounts': behindDirectory,
      'public.one_time_artefacts': behindDirectory,
      'public.platform_log': behindDirectory,
      'public.platform_operators': behindDirectory,
      'public.sessions': behindDirectory,
      'public.tenants': behindDirectory,
      'public.trials': behindDirectory,
      'public.rule_changes': sharedCatalog,
      'public.rule_packs': sharedCatalog,
      'public.rules': sharedCatalog,
    },
  },
  {
    name: 'table.tenant-id',
    sql: `${ourTables}
      select o.name as object, 'needs tenant_id uuid not null default app.tenant_id()' as detail
      from ours o left join pg_attribute a on a.attrelid = o.oid and a.attname = 'tenant_id' and not a.attisdropped
        left join pg_attrdef d on d.adrelid = o.oid and d.adnum = a.attnum
      where o.tenant and (a.atttypid = 'uuid'::regtype and a.attnotnull
        and pg_get_expr(d.adbin, d.adrelid) = 'app.tenant_id()') is not true`,
  },
  {
    name: 'table.rls',
    sql: `${ourTables} select name as object, 'row security is not enabled and forced' as detail
      from ours where tenant and not (relrowsecurity and relforcerowsecurity)`,
  },
  {
    name: 'table.tenant-policy',
    sql: `${ourTables}
      select o.name as object, 'needs exactly one restrictive policy, for all commands, using and checking tenant_id = (select app.tenant_id())' as detail
      from ours o where o.tenant and (
        (select count(*) from pg_policy p where p.polrelid = o.oid and not p.polpermissive) <> 1
        or not exists (select from pg_policy p where p.polrelid = o.oid and not p.polpermissive and p.polcmd = '*'
          and p.polroles = array[case when o.doors = '{}' then 0 else 'vedette_app'::regrole end]::oid[]
          and pg_get_expr(p.polqual, o.oid) = '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))'
          and pg_get_expr(p.polwithcheck, o.oid) = '(tenant_id = ( SELECT app.tenant_id() AS tenant_id))'))`,
  },
  {
    name: 'table.door-policies',
    sql: `${ourTables}
      select o.name as object, 'permissive policies must be one for vedette_app and one for each door it was made with' as detail
      from ours o where o.tenant and
        (select coalesce(array_agg(r.rolname || ' ' || p.polcmd::text order by r.rolname), '{}')
          from pg_policy p left join lateral unnest(p.polroles) u(role) on true left join pg_roles r on r.oid = u.role
          where p.polrelid = o.oid and p.polpermissive)::text[]
        is distinct from
        (select array_agg(role || ' *' order by role) from (select 'vedette_app' as role
          union all select case door when 'relay' then 'vedette_relay' else 'vedette_migrate' end from unnest(o.doors) door) r)::text[]`,
  },
  {
    name: 'policy.unwrapped',
    sql: `${ourTables}
      select o.name || '.' || p.polname as object, 'calls a function once a row: wrap it as (select f())' as detail
      from ours o join pg_policy p on p.polrelid = o.oid,
        lateral regexp_replace(concat_ws(' ', pg_get_expr(p.polqual, o.oid), pg_get_expr(p.polwithcheck, o.oid)),
          '\\( SELECT [a-z_.]+\\(\\) AS [a-z_]+\\)', '', 'g') as bare
      where bare ~ '[a-z_]\\('`,
  },
  {
    // A wrapped function may itself call something slow or unsafe; rather than read bodies, only one may be called at all.
    name: 'policy.function',
    sql: `${ourTables}
      select o.name || '.' || p.polname as object, 'calls ' || d.refobjid::regprocedure || '; policies call app.tenant_id() only' as detail
      from ours o join pg_policy p on p.polrelid = o.oid
        join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
      where d.refobjid <> 'app.tenant_id()'::regprocedure`,
  },
  {
    name: 'table.owner',
    sql: `${ourTables} select name as object, 'is owned by ' || relowner::regrole as detail from ours
      where relowner <> 'vedette_migrate'::regrole`,
  },
];
