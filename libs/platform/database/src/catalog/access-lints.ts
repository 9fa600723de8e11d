import { ourTables } from './lint';
import type { Lint } from './lint';

/** Who may touch what, and through which functions and views. */
export const accessLints: readonly Lint[] = [
  {
    name: 'grant.table',
    sql: `${ourTables}, grants as (
        select o.*, case g.grantee when 0 then 'public' else g.grantee::regrole::text end as role, g.privilege_type as privilege
        from ours o, aclexplode(o.relacl) g where g.grantee <> o.relowner)
      select name as object, role || ' may ' || lower(privilege) as detail from grants
      where not (not relispartition and case
        when tenant then privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
          and (role = 'vedette_app' or role = 'vedette_relay' and 'relay' = any (doors))
        else name in ('public.rule_changes', 'public.rule_packs', 'public.rules') and (role = 'vedette_app' and privilege = 'SELECT'
          or role = 'vedette_catalog' and privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')) end)`,
  },
  {
    name: 'grant.column',
    sql: `${ourTables} select o.name || '.' || a.attname as object, 'grants are made on tables, not on columns' as detail
      from ours o join pg_attribute a on a.attrelid = o.oid and not a.attisdropped where a.attacl is not null`,
  },
  {
    name: 'view.invoker',
    sql: `select n.nspname || '.' || c.relname as object, 'a view runs as its owner unless security_invoker is true' as detail
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1']`,
  },
  {
    name: 'view.stored',
    sql: `select n.nspname || '.' || c.relname as object, 'materialized views and foreign tables know no row security' as detail
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('m', 'f') and n.nspname !~ '^pg_'`,
  },
  {
    name: 'function.definer-path',
    sql: `select p.oid::regprocedure::text as object, 'a security definer needs a fixed search_path that ends in pg_temp' as detail
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prosecdef
        and not exists (select from unnest(p.proconfig) setting where setting ~ '^search_path=(.*, ?)?pg_temp$' or setting = 'search_path=""')`,
  },
  {
    name: 'function.public',
    sql: `select p.oid::regprocedure::text as object, 'may be executed by public' as detail
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0)`,
  },
  {
    name: 'function.door',
    sql: `select p.oid::regprocedure::text as object, g.grantee::regrole || ' may execute it: directory functions are for vedette_directory, relay ones for vedette_relay' as detail
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) g
      where n.nspname in ('directory', 'relay') and g.grantee not in (0, p.proowner, ('vedette_' || n.nspname)::regrole)`,
  },
  {
    name: 'schema.create',
    sql: `select n.nspname as object, 'others than the owner may create in it' as detail
      from pg_namespace n, aclexplode(n.nspacl) g
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and g.privilege_type = 'CREATE'
        and g.grantee not in (n.nspowner, 'vedette_migrate'::regrole)`,
  },
  {
    name: 'role.power',
    sql: `select r.rolname as object, 'is more than a plain login role' as detail from pg_roles r
      where r.rolname like 'vedette\\_%' and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication or not r.rolcanlogin)`,
  },
  {
    name: 'role.member',
    sql: `select m.member::regrole::text as object, 'is a member of ' || m.roleid::regrole as detail from pg_auth_members m
      where m.member::regrole::text like 'vedette\\_%'`,
  },
  {
    name: 'role.database',
    sql: `select d.datname as object, case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ' may ' || lower(g.privilege_type) as detail
      from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
      where d.datname = current_database() and g.grantee <> d.datdba
        and not (g.privilege_type = 'CONNECT' and g.grantee <> 0 and g.grantee::regrole::text like 'vedette\\_%')`,
  },
];
