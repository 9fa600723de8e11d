-- How a tenant is set up, let go and erased, and whose addresses belong to it.

alter table tenants
  -- From here on there is no way back: app.erase_own_tenant takes away what it has, bit by bit.
  add column erasing_since timestamptz;
alter table tenant_domains
  add column misses int not null default 0 check (misses between 0 and 3);
call app.describe('tenants', '{"erasing_since": "none; since when it is being erased; with the tenant"}');
call app.describe('tenant_domains', '{"misses": "none; how often in a row its record was not there; with the domain"}');

create index sessions_by_tenant on sessions (tenant_id) where revoked_at is null;
create index one_time_artefacts_by_tenant on one_time_artefacts (tenant_id) where tenant_id is not null;
create index accounts_by_last_tenant on accounts (last_tenant_id);

-- Erasure --------------------------------------------------------------------------------------------------------------

-- Lets the definer functions of schema directory reach a tenant table that was made without that door.
create procedure app.open_directory_door(target text)
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform from app.tenant_tables t where t.name = target and t.partition_by is null and not 'directory' = any (t.doors);
  if not found then
    raise exception 'tenant table %: partitioned, unknown, or open to the directory already', target;
  end if;
  execute format('alter policy tenant on public.%I to vedette_app', target);
  execute format('create policy directory on public.%I to vedette_migrate using (true) with check (true)', target);
  update app.tenant_tables t set doors = t.doors || 'directory'::text where t.name = target;
end $$;

-- What vedette_app may not delete (records that are only ever added to) is erased by its owner; operators see how much a
-- tenant sends.
do $$
declare kept record;
begin
  for kept in select t.name from app.tenant_tables t where not 'directory' = any (t.doors)
      and (t.name = 'ingest_days' or not has_table_privilege('vedette_app', format('public.%I', t.name), 'delete')) order by t.name loop
    call app.open_directory_door(kept.name);
  end loop;
end $$;

-- Every tenant table, those that refer to others before what they refer to; only while the context's tenant is being erased.
-- `records`: those that vedette_app may not delete itself.
create function app.tables_to_erase() returns table (name text, partitioned boolean, records boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.tenants t where t.id = (select app.tenant_id()) and t.erasing_since is not null;
  if not found then
    raise exception 'this tenant is not being erased' using errcode = '42501';
  end if;
  return query
    with recursive ours as (
      select t.name, t.partition_by is not null as partitioned, to_regclass(format('public.%I', t.name))::oid as rel from app.tenant_tables t
    ), depths as (
      select o.rel, 0 as depth from ours o
      union
      select c.conrelid, d.depth + 1 from depths d
        join pg_constraint c on c.contype = 'f' and c.confrelid = d.rel and c.conrelid <> c.confrelid where d.depth < 20
    )
    select o.name, o.partitioned, not has_table_privilege('vedette_app', o.rel, 'delete')
    from ours o join depths d on d.rel = o.rel group by o.name, o.partitioned, o.rel order by max(d.depth) desc, o.name;
end $$;

create function app.erase_records(p_table text, p_limit int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare gone int;
begin
  perform from app.tables_to_erase() t where t.name = p_table and t.records and not t.partitioned;
  if not found then
    raise exception '% holds no records to erase', p_table using errcode = '42501';
  end if;
  execute format('delete from public.%1$I where ctid = any (array(
    select ctid from public.%1$I where tenant_id = (select app.tenant_id()) limit $1))', p_table) using least(p_limit, 10000);
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Takes away at most p_limit rows of the context's tenant, which row security holds it to, and says how many; 0 when there
-- are none but those of p_but. Runs as its caller: what it may not do, this may not.
create function app.erase_own_tenant(p_limit int, p_but text[]) returns int
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  each record;
  room int := least(p_limit, 10000);
  gone int;
begin
  for each in select * from app.tables_to_erase() loop
    continue when each.name = any (p_but);
    if each.records then
      gone := app.erase_records(each.name, room);
    else
      execute format(case when each.partitioned
        then 'delete from public.%1$I where (day, id) in (select day, id from public.%1$I where tenant_id = (select app.tenant_id()) limit $1)
          and tenant_id = (select app.tenant_id())'
        else 'delete from public.%1$I where ctid = any (array(select ctid from public.%1$I where tenant_id = (select app.tenant_id()) limit $1))'
        end, each.name) using room;
      get diagnostics gone = row_count;
    end if;
    room := room - gone;
    exit when room <= 0;
  end loop;
  return least(p_limit, 10000) - room;
end $$;

-- Whether the context's tenant is being erased: what lies outside Postgres goes only then.
create function app.is_being_erased() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.tenants t where t.id = (select app.tenant_id()) and t.erasing_since is not null)
$$;

revoke execute on function app.tables_to_erase(), app.erase_records(text, int), app.erase_own_tenant(int, text[]), app.is_being_erased() from public;
grant execute on function app.tables_to_erase(), app.erase_records(text, int), app.erase_own_tenant(int, text[]), app.is_being_erased() to vedette_app;
revoke execute on procedure app.open_directory_door(text) from public;

-- Marks those whose grace is over; answers all that are being erased, who has waited longest first.
create function directory.begin_erasures(p_at timestamptz, p_most int) returns table (tenant_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.tenants t set erasing_since = p_at
    where t.state = 'deleting' and t.deletes_at <= p_at and t.erasing_since is null;
  return query select t.id from public.tenants t where t.erasing_since is not null order by t.erasing_since, t.id limit p_most;
end $$;

-- The last of it: accounts stay, and so does the installation's own log. No row when it is not being erased.
create function directory.end_erasure(p_tenant_id uuid, p_log_id uuid, p_at timestamptz) returns table (tenant_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare erased public.tenants%rowtype;
begin
  select * into erased from public.tenants t where t.id = p_tenant_id and t.erasing_since is not null for update;
  if not found then
    return;
  end if;
  delete from public.sessions s where s.tenant_id = p_tenant_id;
  delete from public.one_time_artefacts o where o.tenant_id = p_tenant_id;
  update public.accounts a set last_tenant_id = null where a.last_tenant_id = p_tenant_id;
  delete from public.tenants t where t.id = p_tenant_id;
  insert into public.platform_log (id, at, operator_id, action, tenant_id, details)
    values (p_log_id, p_at, coalesce(erased.deletion_asked_by, p_log_id), 'tenant.erased', p_tenant_id, '{}');
  return query select p_tenant_id;
end $$;

-- Settings and state ---------------------------------------------------------------------------------------------------

create function directory.tenant_settings(p_tenant_id uuid)
returns table (name text, region text, state text, created_at timestamptz, deletes_at timestamptz, deletion_asked_by uuid,
  mfa_required boolean, idle_minutes int, session_minutes int, key_days int, without_factor int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.name, t.region, t.state, t.created_at, t.deletes_at, t.deletion_asked_by, t.mfa_required, t.idle_minutes, t.session_minutes, t.key_days,
    (select count(*)::int from public.members m join public.accounts a on a.id = m.account_id and a.disabled_at is null
      where m.tenant_id = t.id
        and not exists (select from public.account_totps x where x.account_id = a.id and x.confirmed_at is not null)
        and not exists (select from public.account_passkeys x where x.account_id = a.id))
  from public.tenants t where t.id = p_tenant_id
$$;

-- Changes what p_changes names and answers how it was before. Shorter sessions end the open ones by the same measure.
create function directory.change_tenant(p_tenant_id uuid, p_changes jsonb)
returns table (name text, region text, mfa_required boolean, idle_minutes int, session_minutes int, key_days int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select t.name, t.region, t.mfa_required, t.idle_minutes, t.session_minutes, t.key_days
    from public.tenants t where t.id = p_tenant_id for update;
  update public.tenants t set
      name = coalesce(p_changes ->> 'name', t.name), region = coalesce(p_changes ->> 'region', t.region),
      mfa_required = coalesce((p_changes ->> 'mfaRequired')::boolean, t.mfa_required),
      idle_minutes = coalesce((p_changes ->> 'idleMinutes')::int, t.idle_minutes),
      session_minutes = coalesce((p_changes ->> 'sessionMinutes')::int, t.session_minutes),
      key_days = coalesce((p_changes ->> 'keyDays')::int, t.key_days)
    where t.id = p_tenant_id;
  perform directory.apply_session_policy(p_tenant_id);
end $$;

-- No row: it is not active.
create function directory.ask_deletion(p_tenant_id uuid, p_account_id uuid, p_deletes_at timestamptz) returns table (deletes_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.tenants t set state = 'deleting', deletes_at = p_deletes_at, deletion_asked_by = p_account_id
  where t.id = p_tenant_id and t.state = 'active' returning t.deletes_at
$$;

-- No row: nobody asked for its deletion, or it has begun.
create function directory.keep_tenant(p_tenant_id uuid) returns table (tenant_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.tenants t set state = 'active', deletes_at = null, deletion_asked_by = null
  where t.id = p_tenant_id and t.state = 'deleting' and t.erasing_since is null returning t.id
$$;

create function directory.tenant_deletion(p_tenant_id uuid) returns table (deletes_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.deletes_at from public.tenants t where t.id = p_tenant_id and t.deletes_at is not null
$$;

-- To whom letters about the organisation go.
create function directory.owner_addresses(p_tenant_id uuid) returns table (email text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.email_key from public.members m join public.accounts a on a.id = m.account_id and a.disabled_at is null
  where m.tenant_id = p_tenant_id and m.role = 'owner' order by a.email_key limit 50
$$;

-- Domains --------------------------------------------------------------------------------------------------------------

-- Who has proven a domain, for whoever holds its DNS now.
create function directory.domain_holder(p_domain text) returns table (tenant_id uuid, token text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.tenant_id, d.token from public.tenant_domains d where d.domain = p_domain and d.verified_at is not null
$$;

-- The domain becomes p_tenant_id's; p_from, unless null, is who had it and loses it in the same statement. No row: somebody
-- else has it, or it is not claimed here.
create function directory.prove_domain(p_tenant_id uuid, p_domain text, p_from uuid, p_at timestamptz) returns table (domain text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.tenant_domains d set verified_at = null, auto_join_role = null
    where d.tenant_id = p_from and d.domain = p_domain and p_from <> p_tenant_id;
  return query update public.tenant_domains d set verified_at = coalesce(d.verified_at, p_at), checked_at = p_at, misses = 0
    where d.tenant_id = p_tenant_id and d.domain = p_domain returning d.domain;
exception when unique_violation then
  return;
end $$;

-- Proven ones that are to be asked for again: a week after the last time, a day after a miss. Each is given to one asker.
create function directory.domains_due(p_at timestamptz, p_most int) returns table (tenant_id uuid, domain text, token text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.tenant_domains d set checked_at = p_at
  from (select x.tenant_id, x.id from public.tenant_domains x
    where x.verified_at is not null and coalesce(x.checked_at, x.verified_at) <= p_at - case when x.misses = 0 then interval '7 days' else interval '1 day' end
    order by x.checked_at limit p_most for update skip locked) due
  where d.tenant_id = due.tenant_id and d.id = due.id returning d.tenant_id, d.domain, d.token
$$;

-- p_found null: DNS did not answer, which says nothing; asked again in an hour. `lost` with the third miss in a row.
create function directory.domain_asked(p_tenant_id uuid, p_domain text, p_found boolean, p_at timestamptz) returns table (lost boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.tenant_domains d set
    misses = case when p_found then 0 when p_found is null then d.misses else (d.misses + 1) % 3 end,
    verified_at = case when p_found or p_found is null or d.misses < 2 then d.verified_at end,
    checked_at = case when p_found is null then p_at - case when d.misses = 0 then interval '7 days' else interval '1 day' end + interval '1 hour' else p_at end
  where d.tenant_id = p_tenant_id and d.domain = p_domain and d.verified_at is not null
  returning d.verified_at is null
$$;

-- Whoever was a member once and is none any more comes back by invitation alone.
create function directory.joinable_tenants(p_account_id uuid)
returns table (tenant_id uuid, tenant_name text, domain text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.name, d.domain, d.auto_join_role
  from public.accounts a
  join public.tenant_domains d on d.domain = split_part(a.email_key, '@', 2) and d.verified_at is not null and d.auto_join_role is not null
  join public.tenants t on t.id = d.tenant_id and t.state = 'active'
  where a.id = p_account_id and a.disabled_at is null and a.email_verified_at is not null
    and not exists (select from public.members m where m.tenant_id = t.id and m.account_id = a.id)
    and not exists (select from public.member_changes c where c.tenant_id = t.id and c.account_id = a.id and c.change = 'left')
$$;

-- Makes a member of whoever is signed in with an address of the domain, and moves their session there.
create function directory.join_by_domain(p_session_id uuid, p_account_id uuid, p_tenant_id uuid, p_member_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz)
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare asked record;
begin
  select j.role into asked from directory.joinable_tenants(p_account_id) j where j.tenant_id = p_tenant_id;
  if not found then
    return;
  end if;
  insert into public.members (tenant_id, id, account_id, role, joined_at) values (p_tenant_id, p_member_id, p_account_id, asked.role, p_at)
    on conflict (tenant_id, account_id) do nothing;
  if not found then
    return;
  end if;
  return query select * from directory.switch_tenant(p_session_id, p_account_id, p_tenant_id, p_new_id, p_new_hash, p_at);
  -- Without a session of theirs nobody joins.
  if not found then
    delete from public.members m where m.tenant_id = p_tenant_id and m.id = p_member_id;
  end if;
end $$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
