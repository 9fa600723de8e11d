-- The ground every table stands on: who is asking (signed context), and the one way to make a tenant table.
-- Run as vedette_migrate, which owns the database and nothing logs in as at run time.

create schema if not exists app;
create schema directory;
create schema relay;
grant usage on schema app to vedette_app, vedette_relay;
grant usage on schema directory to vedette_directory;
grant usage on schema relay to vedette_relay;

-- Postgres grants every new function to public; here a function is for whom it names.
alter default privileges revoke execute on functions from public;
alter default privileges in schema directory grant execute on functions to vedette_directory;
alter default privileges in schema relay grant execute on functions to vedette_relay;

-- HMAC pads (RFC 2104: the key xor 0x36.. and xor 0x5c..) of the keys that sign contexts. Only the owner reads them,
-- so a statement smuggled through the app role can set app.ctx but not sign it.
create table app.context_keys (
  id text primary key check (id ~ '^[a-z0-9-]{1,32}$'),
  inner_pad bytea not null check (length(inner_pad) = 64),
  outer_pad bytea not null check (length(outer_pad) = 64),
  valid_until timestamptz
);

-- Every tenant table, as made by app.tenant_table: what erasure, export and partition-making walk over.
create table app.tenant_tables (
  name text primary key,
  partition_by text check (partition_by in ('day')),
  doors text[] not null
);

-- v1.<key id>.<tenant>.<principal>.<expiry, epoch seconds>.<hmac, hex> → its six parts, or 28000.
create function app.context() returns text[]
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  setting text := current_setting('app.ctx', true);
  part text[];
  pads app.context_keys%rowtype;
  signed text;
begin
  -- Never set is null; set in a finished transaction is ''.
  if setting is null or setting = '' then
    raise exception 'no tenant context' using errcode = '28000';
  end if;
  part := string_to_array(setting, '.');
  if cardinality(part) <> 6 or part[1] <> 'v1' or part[5] !~ '^[0-9]{1,12}$' then
    raise exception 'malformed tenant context' using errcode = '28000';
  end if;
  select * into pads from app.context_keys k
    where k.id = part[2] and (k.valid_until is null or k.valid_until > clock_timestamp());
  if not found then
    raise exception 'tenant context signed by an unknown key' using errcode = '28000';
  end if;
  signed := encode(sha256(pads.outer_pad || sha256(pads.inner_pad ||
    convert_to(left(setting, length(setting) - length(part[6]) - 1), 'UTF8'))), 'hex');
  -- Hashed again, so that the time of the comparison says nothing about the signature.
  if sha256(convert_to(signed, 'UTF8')) <> sha256(convert_to(part[6], 'UTF8')) then
    raise exception 'forged tenant context' using errcode = '28000';
  end if;
  if part[5]::bigint <= extract(epoch from clock_timestamp()) then
    raise exception 'expired tenant context' using errcode = '28000';
  end if;
  return part;
end $$;

create function app.tenant_id() returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin return (app.context())[3]::uuid; end $$;

create function app.principal() returns text
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin return (app.context())[4]; end $$;

revoke execute on function app.context(), app.tenant_id(), app.principal() from public;
grant execute on function app.tenant_id(), app.principal() to vedette_app;

-- Row security of one table or partition. A door's table is guarded against vedette_app only, since the door sees all
-- tenants by its own permissive policy; any other table is guarded against everyone.
create procedure app.guard_table(target regclass, doors text[])
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare door text;
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s as restrictive to %s using (tenant_id = (select app.tenant_id()))
    with check (tenant_id = (select app.tenant_id()))', target, case when doors = '{}' then 'public' else 'vedette_app' end);
  execute format('create policy app on %s to vedette_app using (true) with check (true)', target);
  foreach door in array doors loop
    if door not in ('relay', 'directory') then
      raise exception 'tenant table %: there is no door %', target, door;
    end if;
    execute format('create policy %I on %s to %I using (true) with check (true)', door, target,
      case door when 'relay' then 'vedette_relay' else 'vedette_migrate' end);
  end loop;
end $$;

-- The one way to make a table that holds a tenant's rows. key '' means one row a tenant; doors name who else reaches it
-- over all tenants: 'relay' the role vedette_relay, 'directory' the definer functions of schema directory.
create procedure app.tenant_table(
  name text, columns text, key text default 'id', partition_by text default null,
  doors text[] default '{}', privileges text default 'select, insert, update, delete')
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  table_name text := format('public.%I', name);
  fixed text := 'tenant_id uuid not null default app.tenant_id()';
  primary_key text := 'tenant_id' || case when key = '' then '' else ', ' || key end;
begin
  if partition_by is not null and (partition_by <> 'day' or key <> 'id') then
    raise exception 'tenant table %: partitions are by day and keyed by id', name;
  end if;
  if partition_by = 'day' then
    fixed := fixed || ', day date not null';
    primary_key := 'tenant_id, day, id';
  end if;
  if key = 'id' then
    fixed := fixed || ', id uuid not null';
  end if;
  -- The columns are written against public (foreign keys) and app (defaults).
  perform set_config('search_path', 'public, pg_catalog, pg_temp', true);
  execute format('create table %s (%s, %s, primary key (%s)) %s', table_name, fixed, columns, primary_key,
    case partition_by when 'day' then 'partition by range (day)' else '' end);
  call app.guard_table(table_name::regclass, doors);
  execute format('grant %s on %s to vedette_app', privileges, table_name);
  if 'relay' = any (doors) then
    execute format('grant select, insert, update, delete on %s to vedette_relay', table_name);
  end if;
  insert into app.tenant_tables values (name, partition_by, doors);
  call app.describe(name, '{"tenant_id": "none; whose row it is; with the tenant"}');
  if key = 'id' then
    call app.describe(name, '{"id": "none; names the row; with the row"}');
  end if;
  if partition_by = 'day' then
    call app.describe(name, '{"day": "none; finds the partition; with the row"}');
  end if;
end $$;

-- Privacy of each column as its comment, `class; purpose; how erased`, where class is none, direct, indirect or special
-- personal data. The catalog lint fails on a column without one.
create procedure app.describe(target text, descriptions jsonb)
language plpgsql set search_path = public, pg_catalog, pg_temp as $$
declare
  entry record;
  leaf regclass;
begin
  for entry in select * from jsonb_each_text(descriptions) loop
    if entry.value !~ '^(none|direct|indirect|special); [^;]+; [^;]+$' then
      raise exception '%.%: a description reads "class; purpose; how erased", not "%"', target, entry.key, entry.value;
    end if;
    for leaf in select target::regclass union select inhrelid::regclass from pg_inherits where inhparent = target::regclass loop
      execute format('comment on column %s.%I is %L', leaf, entry.key, entry.value);
    end loop;
  end loop;
end $$;

-- One partition a day for every tenant table that is partitioned, from yesterday (a post just before midnight) to some
-- days ahead. Attached rather than created in place: that leaves readers and writers of the table alone.
create function app.make_partitions(days_ahead int default 7) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parent record;
  wanted date;
  partition text;
  today date := (clock_timestamp() at time zone 'UTC')::date;
  made int := 0;
begin
  if days_ahead not between 0 and 31 then
    raise exception 'partitions are made up to 31 days ahead';
  end if;
  for parent in select t.name, t.doors from app.tenant_tables t where t.partition_by = 'day' loop
    for wanted in select generate_series(today - 1, today + days_ahead, interval '1 day')::date loop
      partition := format('%s_%s', parent.name, to_char(wanted, 'YYYYMMDD'));
      continue when to_regclass(format('public.%I', partition)) is not null;
      perform pg_advisory_xact_lock(hashtext('app.make_partitions'));
      continue when to_regclass(format('public.%I', partition)) is not null;
      execute format('create table public.%I (like public.%I including all)', partition, parent.name);
      call app.guard_table(format('public.%I', partition)::regclass, parent.doors);
      execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
        parent.name, partition, wanted, wanted + 1);
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;
revoke execute on function app.make_partitions(int) from public;
grant execute on function app.make_partitions(int) to vedette_app, vedette_relay;

call app.describe('app.context_keys', $json${
  "id": "none; names the signing key; when the key is retired",
  "inner_pad": "none; verifies tenant contexts; when the key is retired",
  "outer_pad": "none; verifies tenant contexts; when the key is retired",
  "valid_until": "none; when the key stops counting; when the key is retired"
}$json$);
call app.describe('app.schema_migrations', $json${
  "name": "none; the migration's file; never",
  "checksum": "none; notices a changed file; never",
  "applied_at": "none; when it ran; never"
}$json$);
call app.describe('app.tenant_tables', $json${
  "name": "none; the table; never",
  "partition_by": "none; how it is partitioned; never",
  "doors": "none; who else reaches it; never"
}$json$);
