-- What operators of the installation may do with tenants, and how a customer lets support in.

-- Operators ------------------------------------------------------------------------------------------------------------

-- Makes the operators exactly these; answers the addresses that have no account (yet).
create function directory.set_operators(p_email_keys text[], p_at timestamptz) returns table (missing text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.platform_operators o
    where not exists (select from public.accounts a where a.id = o.account_id and a.disabled_at is null and a.email_key = any (p_email_keys));
  insert into public.platform_operators (account_id, added_at)
    select a.id, p_at from public.accounts a where a.email_key = any (p_email_keys) and a.disabled_at is null
    on conflict (account_id) do nothing;
  return query select k from unnest(p_email_keys) k where not exists (select from public.accounts a where a.email_key = k and a.disabled_at is null);
end $$;

-- @throws 42501 for whoever is no operator: every function below begins with it.
create function directory.prove_operator(p_operator uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.platform_operators o join public.accounts a on a.id = o.account_id and a.disabled_at is null where o.account_id = p_operator;
  if not found then
    raise exception 'not an operator' using errcode = '42501';
  end if;
  return true;
end $$;

-- Newest first. p_tenant_id, unless null, asks for that one alone; p_search is looked for in names, and is an id's whole text.
create function directory.platform_tenants(
  p_operator uuid, p_first int, p_after_at timestamptz, p_after_id uuid, p_search text, p_tenant_id uuid, p_at timestamptz)
returns table (tenant_id uuid, name text, state text, plan text, trial_ends_at timestamptz, region text, flags text[], created_at timestamptz,
  suspended_at timestamptz, suspended_because text, deletes_at timestamptz, members int, api_keys int,
  events_today bigint, events_yesterday bigint, events_month bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare today date := (p_at at time zone 'UTC')::date;
begin
  perform directory.prove_operator(p_operator);
  return query
    select t.id, t.name, t.state, t.plan, t.trial_ends_at, t.region, t.flags, date_trunc('milliseconds', t.created_at), t.suspended_at, t.suspended_because, t.deletes_at,
      (select count(*)::int from public.members m where m.tenant_id = t.id),
      (select count(*)::int from public.api_keys k where k.tenant_id = t.id and k.revoked_at is null and k.expires_at > p_at),
      e.today, e.yesterday, e.month
    from (select x.* from public.tenants x
        where (p_tenant_id is null or x.id = p_tenant_id)
          and (p_after_at is null or (date_trunc('milliseconds', x.created_at), x.id) < (p_after_at, p_after_id))
          and (p_search = '' or position(lower(p_search) in lower(x.name)) > 0 or x.id::text = p_search)
        order by date_trunc('milliseconds', x.created_at) desc, x.id desc limit p_first) t,
      -- By day of receipt, which is all that the ledger knows: some thirty rows for each source.
      lateral (select coalesce(sum(d.stored) filter (where d.day = today), 0)::bigint as today,
          coalesce(sum(d.stored) filter (where d.day = today - 1), 0)::bigint as yesterday, coalesce(sum(d.stored), 0)::bigint as month
        from public.ingest_days d where d.tenant_id = t.id and d.day > today - 30 and d.day <= today) e
    order by date_trunc('milliseconds', t.created_at) desc, t.id desc;
end $$;

create function directory.log_operator(p_operator uuid, p_log_id uuid, p_action text, p_tenant_id uuid, p_details jsonb, p_at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.platform_log (id, at, operator_id, action, tenant_id, details) values (p_log_id, p_at, p_operator, p_action, p_tenant_id, p_details)
  returning true
$$;

-- One of plan, trialEndsAt (null ends it) and flags; answers what it was. No row: there is no such tenant.
create function directory.platform_change_tenant(p_operator uuid, p_log_id uuid, p_tenant_id uuid, p_action text, p_changes jsonb, p_at timestamptz)
returns table (plan text, trial_ends_at timestamptz, flags text[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare old public.tenants%rowtype;
begin
  perform directory.prove_operator(p_operator);
  select * into old from public.tenants t where t.id = p_tenant_id and t.erasing_since is null for update;
  if not found then
    return;
  end if;
  update public.tenants t set
      plan = coalesce(p_changes ->> 'plan', t.plan),
      trial_ends_at = case when p_changes ? 'trialEndsAt' then (p_changes ->> 'trialEndsAt')::timestamptz else t.trial_ends_at end,
      flags = case when p_changes ? 'flags' then array(select jsonb_array_elements_text(p_changes -> 'flags')) else t.flags end
    where t.id = p_tenant_id;
  perform directory.log_operator(p_operator, p_log_id, p_action, p_tenant_id, jsonb_build_object('to', p_changes, 'from',
    (select jsonb_object_agg(k, case k when 'plan' then to_jsonb(old.plan) when 'flags' then to_jsonb(old.flags) else to_jsonb(old.trial_ends_at) end)
      from jsonb_object_keys(p_changes) k)), p_at);
  return query select old.plan, old.trial_ends_at, old.flags;
end $$;

-- Sessions end for good; keys hold nothing while it lasts. No row: unknown, suspended already, or being erased.
create function directory.platform_suspend(p_operator uuid, p_log_id uuid, p_tenant_id uuid, p_reason text, p_at timestamptz) returns table (sessions int)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare ended int;
begin
  perform directory.prove_operator(p_operator);
  update public.tenants t set state = 'suspended', suspended_at = p_at, suspended_because = p_reason
    where t.id = p_tenant_id and t.state <> 'suspended' and t.erasing_since is null;
  if not found then
    return;
  end if;
  update public.sessions s set revoked_at = p_at where s.tenant_id = p_tenant_id and s.revoked_at is null and s.support_grant_id is null;
  get diagnostics ended = row_count;
  perform directory.log_operator(p_operator, p_log_id, 'tenant.suspended', p_tenant_id, jsonb_build_object('reason', p_reason, 'sessions', ended), p_at);
  return query select ended;
end $$;

-- What its owner had asked for before goes on; a grace that ran out meanwhile begins anew, so that nothing is gone unseen.
create function directory.platform_resume(p_operator uuid, p_log_id uuid, p_tenant_id uuid, p_at timestamptz, p_deletes_at timestamptz) returns table (state text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.prove_operator(p_operator);
  return query update public.tenants t set
      state = case when t.deletes_at is null then 'active' else 'deleting' end,
      deletes_at = case when t.deletes_at <= p_at then p_deletes_at else t.deletes_at end,
      suspended_at = null, suspended_because = null
    where t.id = p_tenant_id and t.state = 'suspended' returning t.state;
  if found then
    perform directory.log_operator(p_operator, p_log_id, 'tenant.resumed', p_tenant_id, '{}', p_at);
  end if;
end $$;

create function directory.platform_log(p_operator uuid, p_first int, p_after_at timestamptz, p_after_id uuid)
returns table (id uuid, at timestamptz, operator_id uuid, operator_email text, action text, tenant_id uuid, tenant_name text, details jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.prove_operator(p_operator);
  return query
    select l.id, l.at, l.operator_id, a.email, l.action, l.tenant_id, t.name, l.details
    from public.platform_log l left join public.accounts a on a.id = l.operator_id left join public.tenants t on t.id = l.tenant_id
    where p_after_at is null or (l.at, l.id) < (p_after_at, p_after_id)
    order by l.at desc, l.id desc limit p_first;
end $$;

-- Support --------------------------------------------------------------------------------------------------------------

create function directory.platform_support_grants(p_operator uuid, p_at timestamptz)
returns table (grant_id uuid, tenant_id uuid, tenant_name text, reason text, writes boolean, created_at timestamptz, expires_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.prove_operator(p_operator);
  return query
    select g.id, t.id, t.name, g.reason, g.writes, g.created_at, g.expires_at
    from public.support_grants g join public.tenants t on t.id = g.tenant_id
    where g.revoked_at is null and g.expires_at > p_at order by g.created_at desc, g.id limit 200;
end $$;

-- From their own session, which ends, into the customer's tenant for as long as the grant lasts. Proven here once more: an
-- operator, at home, with a second factor. No row: no such grant, or it is over.
create function directory.enter_support(
  p_operator uuid, p_log_id uuid, p_session_id uuid, p_grant_id uuid, p_tenant_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz)
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare let_in record;
begin
  perform directory.prove_operator(p_operator);
  -- The account before its sessions, as everywhere.
  perform from public.accounts a where a.id = p_operator for share;
  select g.id, g.tenant_id, g.expires_at, g.writes into let_in from public.support_grants g
    where g.id = p_grant_id and g.tenant_id = p_tenant_id and g.revoked_at is null and g.expires_at > p_at for share;
  if not found then
    return;
  end if;
  perform from public.sessions s
    where s.id = p_session_id and s.account_id = p_operator and s.support_grant_id is null and s.factors && array['totp', 'passkey', 'recovery']
      and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    for update;
  if not found then
    return;
  end if;
  return query select * from directory.open_session(p_new_id, p_new_hash, p_operator, let_in.tenant_id, p_at,
    jsonb_build_object('from', p_session_id, 'supportGrantId', let_in.id));
  if not found then
    return;
  end if;
  update public.sessions s set revoked_at = p_at where s.id = p_session_id;
  perform directory.log_operator(p_operator, p_log_id, 'support.entered', let_in.tenant_id,
    jsonb_build_object('grantId', let_in.id, 'writes', let_in.writes), p_at);
end $$;

-- Back to where they worked last, or another tenant of theirs. No row: this is no support session, or there is none.
create function directory.leave_support(p_account_id uuid, p_log_id uuid, p_session_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz)
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  visit record;
  home record;
begin
  perform from public.accounts a where a.id = p_account_id for share;
  select s.tenant_id, s.support_grant_id into visit from public.sessions s
    where s.id = p_session_id and s.account_id = p_account_id and s.support_grant_id is not null
      and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    for update;
  if not found then
    return;
  end if;
  for home in
    select m.tenant_id from public.members m join public.tenants t on t.id = m.tenant_id and t.state <> 'suspended'
      join public.accounts a on a.id = m.account_id
      where m.account_id = p_account_id order by m.tenant_id is distinct from a.last_tenant_id, t.name limit 1
  loop
    return query select * from directory.open_session(p_new_id, p_new_hash, p_account_id, home.tenant_id, p_at, jsonb_build_object('from', p_session_id));
  end loop;
  update public.sessions s set revoked_at = p_at where s.id = p_session_id;
  perform directory.log_operator(p_account_id, p_log_id, 'support.left', visit.tenant_id, jsonb_build_object('grantId', visit.support_grant_id), p_at);
end $$;

-- A grant was taken back: whoever stood on it is out for good.
create function directory.end_support(p_tenant_id uuid, p_grant_id uuid, p_at timestamptz) returns table (session_id uuid, account_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set revoked_at = p_at
  where s.tenant_id = p_tenant_id and s.support_grant_id = p_grant_id and s.revoked_at is null returning s.id, s.account_id
$$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
