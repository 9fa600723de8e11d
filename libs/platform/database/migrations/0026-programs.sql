-- What keys, service accounts and command lines ask of the directory beyond 0023: uses by network, the tenant's longest key
-- life, and the device flow (RFC 8628) on the one table of one-time artefacts.

-- Keys -----------------------------------------------------------------------------------------------------------------

-- To the hour, and which network (/24, /48) it came from: enough to find keys that nobody uses or that somebody else does.
-- new_network: this call was the first from there, and not the key's first of all. A key that has been everywhere is told of
-- no more: it has no home to be away from.
drop function directory.touch_api_key(uuid, uuid, timestamptz, bytea, text);
create function directory.touch_api_key(p_tenant_id uuid, p_key_id uuid, p_at timestamptz, p_secret_hash bytea, p_pepper_id text, p_network text)
returns table (new_network boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare seen text[];
begin
  -- Locked, so that of two first uses at once one is the first.
  select k.seen_networks into seen from public.api_keys k
    where k.tenant_id = p_tenant_id and k.id = p_key_id and k.revoked_at is null for update;
  if not found then
    return;
  end if;
  new_network := p_network is not null and cardinality(seen) between 1 and 19 and not p_network = any (seen);
  update public.api_keys k
    set last_used_at = greatest(k.last_used_at, date_trunc('hour', p_at, 'UTC')), secret_hash = p_secret_hash, pepper_id = p_pepper_id,
      seen_networks = case when p_network is null or cardinality(seen) >= 20 or p_network = any (seen) then seen else seen || p_network end
    where k.tenant_id = p_tenant_id and k.id = p_key_id;
  return next;
end $$;

create function directory.key_policy(p_tenant_id uuid) returns table (key_days int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.key_days from public.tenants t where t.id = p_tenant_id
$$;

-- Device flow ----------------------------------------------------------------------------------------------------------

-- Two artefacts with one subject, the request: the code that the program keeps and the one that a person types. No row when
-- somebody else's open request has that very code to type.
create function directory.begin_device(
  p_device_id uuid, p_user_id uuid, p_subject text, p_device_hash bytea, p_user_hash bytea, p_details jsonb, p_at timestamptz, p_expires_at timestamptz)
returns table (begun boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.one_time_artefacts (id, purpose, subject, hash, details, created_at, expires_at)
    values (p_user_id, 'device-user', p_subject, p_user_hash, p_details, p_at, p_expires_at) on conflict (hash) do nothing;
  if not found then
    return;
  end if;
  insert into public.one_time_artefacts (id, purpose, subject, hash, details, created_at, expires_at)
    values (p_device_id, 'device', p_subject, p_device_hash, p_details, p_at, p_expires_at);
  begun := true;
  return next;
end $$;

-- The first account that looks a code up claims it; for every other one there is no such code from then on.
create function directory.claim_device(p_user_hash bytea, p_account_id uuid, p_at timestamptz)
returns table (details jsonb, expires_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.one_time_artefacts a set details = a.details || jsonb_build_object('claimedBy', p_account_id)
  where a.hash = p_user_hash and a.purpose = 'device-user' and a.consumed_at is null and a.expires_at > p_at
    and coalesce(a.details ->> 'claimedBy', p_account_id::text) = p_account_id::text
  returning a.details, a.expires_at
$$;

-- Decided once, by whoever claimed it, for the tenant they work in. p_scopes null: denied.
create function directory.decide_device(p_user_hash bytea, p_account_id uuid, p_tenant_id uuid, p_scopes text[], p_at timestamptz)
returns table (request text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.one_time_artefacts a set consumed_at = p_at, details = '{}'
    where a.hash = p_user_hash and a.purpose = 'device-user' and a.consumed_at is null and a.expires_at > p_at
      and a.details ->> 'claimedBy' = p_account_id::text
    returning a.subject into request;
  if not found then
    return;
  end if;
  update public.one_time_artefacts a
    set tenant_id = p_tenant_id,
      details = a.details || jsonb_build_object('decision', case when p_scopes is null then 'denied' else 'approved' end,
        'accountId', p_account_id, 'granted', p_scopes)
    where a.subject = request and a.purpose = 'device' and a.consumed_at is null and a.expires_at > p_at;
  if found then
    return next;
  end if;
end $$;

-- What a program that asks again is told. The one caller who finds it approved gets what was approved and uses it up; no row
-- for a code that is wrong or used. Asking sooner than told makes the wait five seconds longer (RFC 8628 section 3.5).
create function directory.poll_device(p_hash bytea, p_at timestamptz)
returns table (state text, tenant_id uuid, details jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  asked record;
  wait int;
begin
  select a.id, a.details, a.tenant_id, a.expires_at into asked from public.one_time_artefacts a
    where a.hash = p_hash and a.purpose = 'device' and a.consumed_at is null for update;
  if not found then
    return;
  end if;
  wait := coalesce((asked.details ->> 'interval')::int, 5);
  if asked.expires_at <= p_at then
    state := 'expired';
  elsif asked.details ->> 'decision' = 'denied' then
    state := 'denied';
  elsif asked.details ->> 'decision' = 'approved' then
    update public.one_time_artefacts a set consumed_at = p_at, details = '{}' where a.id = asked.id;
    state := 'approved';
    tenant_id := asked.tenant_id;
    details := asked.details;
  else
    state := case when (asked.details ->> 'polledAt')::timestamptz + make_interval(secs => wait) > p_at then 'slow_down' else 'pending' end;
    update public.one_time_artefacts a
      set details = a.details || jsonb_build_object('polledAt', p_at, 'interval', least(60, case when state = 'slow_down' then wait + 5 else wait end))
      where a.id = asked.id;
  end if;
  return next;
end $$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
