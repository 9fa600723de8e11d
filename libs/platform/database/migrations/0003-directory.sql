-- All that the directory door can do. Each function runs as its owner, who alone reads the global tables, answers one
-- question or makes one move, and is granted to vedette_directory (0001: default privileges of this schema).
-- Instants come from the caller's clock, so that one process judges by one clock and a test can hold it still.

-- One-time artefacts ---------------------------------------------------------------------------------------------------

create function directory.put_artefact(
  p_id uuid, p_purpose text, p_subject text, p_tenant_id uuid, p_hash bytea, p_details jsonb,
  p_at timestamptz, p_expires_at timestamptz) returns table (id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.one_time_artefacts (id, purpose, subject, tenant_id, hash, details, created_at, expires_at)
  values (p_id, p_purpose, p_subject, p_tenant_id, p_hash, p_details, p_at, p_expires_at)
  returning one_time_artefacts.id
$$;

-- One row for the one caller who came first, none for anybody else: the row lock of the update decides.
create function directory.consume_artefact(p_purpose text, p_hash bytea, p_at timestamptz)
returns table (subject text, tenant_id uuid, details jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare consumed uuid;
begin
  update public.one_time_artefacts a set consumed_at = p_at
    where a.hash = p_hash and a.purpose = p_purpose and a.consumed_at is null and a.expires_at > p_at
    returning a.id, a.subject, a.tenant_id, a.details
    into consumed, consume_artefact.subject, consume_artefact.tenant_id, consume_artefact.details;
  if consumed is null then
    return;
  end if;
  -- What it carried (a password's hash) has done its work.
  update public.one_time_artefacts a set details = '{}' where a.id = consumed;
  return next;
end $$;

-- Signing up -----------------------------------------------------------------------------------------------------------

-- Writes the same row for a known address, but one that is used up and empty: both answers cost one insert and one
-- flush of the log, so their time tells nothing.
create function directory.begin_sign_up(
  p_id uuid, p_email_key text, p_hash bytea, p_details jsonb, p_at timestamptz, p_expires_at timestamptz)
returns table (known boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  known := exists (select from public.accounts a where a.email_key = p_email_key);
  insert into public.one_time_artefacts (id, purpose, subject, hash, details, created_at, expires_at, consumed_at)
  values (p_id, 'verify-email', p_email_key, p_hash, case when known then '{}' else p_details end,
    p_at, p_expires_at, case when known then p_at end);
  return next;
end $$;

-- An account, a tenant and the member that joins them as owner; no row when the address has an account already.
create function directory.register_owner(
  p_account_id uuid, p_email text, p_email_key text, p_password_hash text,
  p_tenant_id uuid, p_tenant_name text, p_member_id uuid, p_at timestamptz)
returns table (account_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.accounts (id, email, email_key, password_hash, email_verified_at, created_at)
    values (p_account_id, p_email, p_email_key, p_password_hash, p_at, p_at)
    on conflict (email_key) do nothing;
  if not found then
    return;
  end if;
  insert into public.tenants (id, name, created_at) values (p_tenant_id, p_tenant_name, p_at);
  update public.accounts a set last_tenant_id = p_tenant_id where a.id = p_account_id;
  insert into public.members (tenant_id, id, account_id, role, joined_at)
    values (p_tenant_id, p_member_id, p_account_id, 'owner', p_at);
  return query select p_account_id;
end $$;

-- Uses the artefact of begin_sign_up: the password that was typed with this very request becomes the account's, and no
-- other's. Opens the organisation and the first session. No row: the token is wrong, used or late.
create function directory.complete_sign_up(
  p_hash bytea, p_account_id uuid, p_tenant_id uuid, p_member_id uuid, p_session_id uuid, p_session_hash bytea,
  p_at timestamptz, p_idle_expires_at timestamptz, p_expires_at timestamptz)
returns table (email text, tenant_name text, role text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare artefact record;
begin
  select * into artefact from directory.consume_artefact('verify-email', p_hash, p_at);
  if not found then
    return;
  end if;
  perform from directory.register_owner(p_account_id, artefact.details ->> 'email', artefact.subject,
    artefact.details ->> 'passwordHash', p_tenant_id, artefact.details ->> 'organisation', p_member_id, p_at);
  if not found then
    return;
  end if;
  return query select o.email, o.tenant_name, o.role from directory.open_session(
    p_session_id, p_session_hash, p_account_id, p_tenant_id, p_at, p_idle_expires_at, p_expires_at) o;
end $$;

-- Signing in -----------------------------------------------------------------------------------------------------------

create function directory.credentials_of(p_email_key text)
returns table (account_id uuid, password_hash text, tenant_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.password_hash, a.last_tenant_id from public.accounts a
  where a.email_key = p_email_key and a.disabled_at is null
$$;

-- Only if nobody changed the password meanwhile.
create function directory.replace_password_hash(p_account_id uuid, p_old_hash text, p_new_hash text)
returns table (account_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.accounts a set password_hash = p_new_hash
  where a.id = p_account_id and a.password_hash = p_old_hash returning a.id
$$;

-- Sessions -------------------------------------------------------------------------------------------------------------

-- No row when the account is not a member, is disabled, or the tenant is suspended.
create function directory.open_session(
  p_id uuid, p_hash bytea, p_account_id uuid, p_tenant_id uuid,
  p_at timestamptz, p_idle_expires_at timestamptz, p_expires_at timestamptz)
returns table (email text, tenant_name text, role text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with allowed as (
    select a.email, t.name, m.role
    from public.accounts a
    join public.members m on m.tenant_id = p_tenant_id and m.account_id = a.id
    join public.tenants t on t.id = m.tenant_id
    where a.id = p_account_id and a.disabled_at is null and t.state = 'active'
  ), opened as (
    insert into public.sessions (id, token_hash, account_id, tenant_id, created_at, last_seen_at, idle_expires_at, expires_at)
    select p_id, p_hash, p_account_id, p_tenant_id, p_at, p_at, p_idle_expires_at, p_expires_at from allowed
    returning 1
  )
  select allowed.email, allowed.name, allowed.role from allowed, opened
$$;

-- Who a session stands for right now: role, tenant and account are read anew each time, so whoever is removed, disabled
-- or suspended is out with the next request. Being seen is written down once a minute, not at every request.
create function directory.session_by_hash(p_hash bytea, p_at timestamptz, p_idle_expires_at timestamptz)
returns table (session_id uuid, account_id uuid, email text, tenant_id uuid, tenant_name text, role text, ends_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare seen timestamptz;
begin
  select s.id, a.id, a.email, t.id, t.name, m.role, least(s.expires_at, s.idle_expires_at), s.last_seen_at
    into session_id, session_by_hash.account_id, session_by_hash.email, session_by_hash.tenant_id,
      session_by_hash.tenant_name, session_by_hash.role, ends_at, seen
    from public.sessions s
    join public.accounts a on a.id = s.account_id
    join public.tenants t on t.id = s.tenant_id
    join public.members m on m.tenant_id = s.tenant_id and m.account_id = s.account_id
    where s.token_hash = p_hash and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
      and a.disabled_at is null and t.state = 'active';
  if not found then
    return;
  end if;
  if seen <= p_at - interval '1 minute' then
    update public.sessions s set last_seen_at = p_at, idle_expires_at = least(s.expires_at, p_idle_expires_at)
      where s.id = session_id and s.revoked_at is null
      returning least(s.expires_at, s.idle_expires_at) into ends_at;
    -- Revoked between the two statements.
    if not found then
      return;
    end if;
  end if;
  return next;
end $$;

-- The old token dies in the statement that brings the new one; the latest end stays where it was.
create function directory.rotate_session(p_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz, p_idle_expires_at timestamptz)
returns table (ends_at timestamptz, expires_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with ended as (
    update public.sessions s set revoked_at = p_at
    where s.id = p_id and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    returning s.account_id, s.tenant_id, s.expires_at
  )
  insert into public.sessions (id, token_hash, account_id, tenant_id, created_at, last_seen_at, idle_expires_at, expires_at)
  select p_new_id, p_new_hash, e.account_id, e.tenant_id, p_at, p_at, least(p_idle_expires_at, e.expires_at), e.expires_at
  from ended e
  returning least(sessions.idle_expires_at, sessions.expires_at), sessions.expires_at
$$;

create function directory.revoke_session(p_id uuid, p_tenant_id uuid, p_at timestamptz) returns table (session_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set revoked_at = p_at
  where s.id = p_id and s.tenant_id = p_tenant_id and s.revoked_at is null returning s.id
$$;

-- API keys -------------------------------------------------------------------------------------------------------------

-- `role` is null when whoever made the key has left or was disabled: the key then holds nothing.
create function directory.api_key_by_public_id(p_public_id text)
returns table (key_id uuid, tenant_id uuid, tenant_name text, tenant_active boolean, secret_hash bytea, pepper_id text,
  scopes text[], role text, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, t.name, t.state = 'active', k.secret_hash, k.pepper_id, k.scopes,
    case when a.disabled_at is null then m.role end, k.expires_at, k.revoked_at, k.last_used_at
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  left join public.members m on m.tenant_id = k.tenant_id and m.account_id = k.created_by
  left join public.accounts a on a.id = m.account_id
  where k.public_id = p_public_id
$$;

-- To the hour: enough to find keys that nobody uses, too little to follow a person. Carries the hash under the current
-- pepper along, so that an old pepper can be retired once its keys have been used.
create function directory.touch_api_key(p_tenant_id uuid, p_key_id uuid, p_at timestamptz, p_secret_hash bytea, p_pepper_id text)
returns table (key_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.api_keys k
  set last_used_at = date_trunc('hour', p_at, 'UTC'), secret_hash = p_secret_hash, pepper_id = p_pepper_id
  where k.tenant_id = p_tenant_id and k.id = p_key_id and k.revoked_at is null
  returning k.id
$$;

-- Open sockets ---------------------------------------------------------------------------------------------------------

-- Those of the given sessions and keys that still give access, with the role it rests on: one question for all sockets
-- of a process.
create function directory.live_among(p_session_ids uuid[], p_key_ids uuid[], p_key_tenant_ids uuid[], p_at timestamptz)
returns table (id uuid, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, m.role from public.sessions s
  join public.accounts a on a.id = s.account_id
  join public.tenants t on t.id = s.tenant_id
  join public.members m on m.tenant_id = s.tenant_id and m.account_id = s.account_id
  where s.id = any (p_session_ids) and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    and a.disabled_at is null and t.state = 'active'
  union all
  select k.id, m.role from unnest(p_key_tenant_ids, p_key_ids) asked (tenant_id, key_id)
  join public.api_keys k on k.tenant_id = asked.tenant_id and k.id = asked.key_id
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.account_id = k.created_by
  join public.accounts a on a.id = m.account_id
  where k.revoked_at is null and k.expires_at > p_at and a.disabled_at is null and t.state = 'active'
$$;

-- Keeping house --------------------------------------------------------------------------------------------------------

-- A day after their end nobody asks for them any more; at most 10,000 of each a call, so that it never holds long.
create function directory.purge(p_at timestamptz) returns table (sessions bigint, artefacts bigint)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with gone_sessions as (
    delete from public.sessions s where s.id in (
      select x.id from public.sessions x where x.expires_at < p_at - interval '1 day' limit 10000)
    returning 1
  ), gone_artefacts as (
    delete from public.one_time_artefacts o where o.id in (
      select x.id from public.one_time_artefacts x where x.expires_at < p_at - interval '1 day' limit 10000)
    returning 1
  )
  select (select count(*) from gone_sessions), (select count(*) from gone_artefacts)
$$;

-- 0001 says so for functions to come; said again where a reader looks for it.
revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
