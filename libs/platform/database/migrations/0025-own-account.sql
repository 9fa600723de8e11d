-- What people do with their own account: passwords, addresses, browsers and sessions of theirs.

-- One at a time for each account; confirmed by a link to the address it has and one to the address it is to have.
create table account_email_changes (
  account_id uuid primary key references accounts (id),
  id uuid not null,
  email text not null check (length(email) <= 320),
  email_key text not null check (length(email_key) <= 254),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  old_confirmed_at timestamptz,
  new_confirmed_at timestamptz
);
call app.describe('account_email_changes', $json${
  "account_id": "indirect; whose address changes; with the change, a day at most after it was asked for",
  "id": "none; names the change, its links carry it; with the change",
  "email": "direct; the address to be, as it is shown; with the change",
  "email_key": "direct; the address to be, as it is compared; with the change",
  "asked_at": "none; when it was asked for; with the change",
  "expires_at": "none; until when it may be confirmed; with the change",
  "old_confirmed_at": "none; whether the address there is has agreed; with the change",
  "new_confirmed_at": "none; whether the address to be has agreed; with the change"
}$json$);

create index account_devices_by_age on account_devices (last_seen_at);
create index sessions_by_device on sessions (device_id) where device_id is not null;

-- Ending sessions --------------------------------------------------------------------------------------------------------

-- All of an account's but one, in whatever tenant. Answers those that were alive.
create function directory.end_account_sessions(p_account_id uuid, p_except uuid, p_at timestamptz)
returns table (session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id for no key update;
  return query with ended as (
    update public.sessions s set revoked_at = p_at
      where s.account_id = p_account_id and s.id is distinct from p_except and s.revoked_at is null
      returning s.id, s.tenant_id, least(s.expires_at, s.idle_expires_at) as ends_at)
    select coalesce(array_agg(e.id order by e.id), '{}'), coalesce(array_agg(e.tenant_id order by e.id), '{}') from ended e where e.ends_at > p_at;
end $$;

create function directory.end_own_session(p_account_id uuid, p_session_id uuid, p_at timestamptz)
returns table (session_ids uuid[], tenant_ids uuid[])
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set revoked_at = p_at
  where s.id = p_session_id and s.account_id = p_account_id and s.revoked_at is null and least(s.expires_at, s.idle_expires_at) > p_at
  returning array[s.id], array[s.tenant_id]
$$;

-- Those of one account in all tenants that it may still work in.
create function directory.sessions_of(p_account_id uuid, p_at timestamptz)
returns table (id uuid, tenant_id uuid, tenant_name text, created_at timestamptz, last_seen_at timestamptz, ends_at timestamptz,
  user_agent text, address text, device_id uuid, factors text[], support boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.tenant_id, v.tenant_name, s.created_at, s.last_seen_at, v.ends_at, s.user_agent, s.address, s.device_id, s.factors,
    s.support_grant_id is not null
  from public.sessions s join directory.seats v on v.session_id = s.id
  where s.account_id = p_account_id and v.ends_at > p_at
  order by s.last_seen_at desc, s.id desc limit 200
$$;

-- Live sessions end no later than the tenant's policy says from now on; none is prolonged. Answers those it shortened.
create function directory.apply_session_policy(p_tenant_id uuid) returns table (session_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s
    set expires_at = least(s.expires_at, s.created_at + make_interval(mins => t.session_minutes)),
      idle_expires_at = least(s.idle_expires_at, s.last_seen_at + make_interval(mins => t.idle_minutes), s.created_at + make_interval(mins => t.session_minutes))
  from public.tenants t
  where t.id = p_tenant_id and s.tenant_id = p_tenant_id and s.revoked_at is null
    and (s.expires_at > s.created_at + make_interval(mins => t.session_minutes)
      or s.idle_expires_at > s.last_seen_at + make_interval(mins => t.idle_minutes))
  returning s.id
$$;

-- Devices ----------------------------------------------------------------------------------------------------------------

-- The browser that a session was opened from: one that this account is known to use, by the hashes of what its cookie
-- holds, or a new one. `first`: the account has had no other.
create function directory.note_device(p_session_id uuid, p_account_id uuid, p_known bytea[], p_new_id uuid, p_new_hash bytea,
  p_at timestamptz, p_address text, p_user_agent text)
returns table (device_id uuid, known boolean, first boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
begin
  update public.account_devices d set last_seen_at = p_at where d.id = (
    select x.id from public.account_devices x
    where x.account_id = p_account_id and x.token_hash = any (p_known) and x.forgotten_at is null and x.last_seen_at > p_at - interval '13 months'
    order by x.last_seen_at desc limit 1)
    returning d.id into device_id;
  known := found;
  first := not known and not exists (select from public.account_devices d where d.account_id = p_account_id);
  if not known then
    device_id := p_new_id;
    insert into public.account_devices (id, account_id, token_hash, user_agent, address, created_at, last_seen_at)
      values (p_new_id, p_account_id, p_new_hash, p_user_agent, p_address, p_at, p_at);
  end if;
  update public.sessions s set device_id = note_device.device_id where s.id = p_session_id and s.account_id = p_account_id;
  return next;
end $$;

-- Whether the account of an address is known to use this browser; the same statement for an address that nobody has.
create function directory.known_device(p_email_key text, p_hashes bytea[], p_at timestamptz) returns table (device_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.id from public.account_devices d join public.accounts a on a.id = d.account_id and a.email_key = p_email_key
  where d.token_hash = any (p_hashes) and d.forgotten_at is null and d.last_seen_at > p_at - interval '13 months' limit 1
$$;

create function directory.devices_of(p_account_id uuid, p_at timestamptz)
returns table (id uuid, user_agent text, address text, created_at timestamptz, last_seen_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.id, d.user_agent, d.address, d.created_at, d.last_seen_at from public.account_devices d
  where d.account_id = p_account_id and d.forgotten_at is null and d.last_seen_at > p_at - interval '13 months'
  order by d.last_seen_at desc, d.id desc limit 100
$$;

-- It counts as new again, and its sessions end.
create function directory.forget_device(p_account_id uuid, p_device_id uuid, p_at timestamptz)
returns table (session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id for no key update;
  update public.account_devices d set forgotten_at = p_at where d.id = p_device_id and d.account_id = p_account_id and d.forgotten_at is null;
  if not found then
    return;
  end if;
  return query with ended as (
    update public.sessions s set revoked_at = p_at
      where s.device_id = p_device_id and s.account_id = p_account_id and s.revoked_at is null
      returning s.id, s.tenant_id, least(s.expires_at, s.idle_expires_at) as ends_at)
    select coalesce(array_agg(e.id order by e.id), '{}'), coalesce(array_agg(e.tenant_id order by e.id), '{}') from ended e where e.ends_at > p_at;
end $$;

-- By the link of the letter that told of it. A device that was forgotten meanwhile has no sessions left to end.
create function directory.disown_device(p_hash bytea, p_at timestamptz)
returns table (account_id uuid, email_key text, session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare artefact record;
begin
  select * into artefact from directory.consume_artefact('not-me', p_hash, p_at);
  if not found then
    return;
  end if;
  select a.id, a.email_key into disown_device.account_id, disown_device.email_key from public.accounts a
    where a.id = artefact.subject::uuid and a.disabled_at is null;
  if not found then
    return;
  end if;
  select f.session_ids, f.tenant_ids into disown_device.session_ids, disown_device.tenant_ids
    from directory.forget_device(disown_device.account_id, (artefact.details ->> 'deviceId')::uuid, p_at) f;
  session_ids := coalesce(session_ids, '{}');
  tenant_ids := coalesce(tenant_ids, '{}');
  return next;
end $$;

-- Passwords and links by mail --------------------------------------------------------------------------------------------

-- Writes the same row for an unknown address, but one that is used up and empty. Earlier links of the purpose are dead.
create function directory.ask_by_mail(p_id uuid, p_purpose text, p_email_key text, p_hash bytea, p_details jsonb,
  p_at timestamptz, p_expires_at timestamptz)
returns table (known boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare account_id uuid;
begin
  select a.id into account_id from public.accounts a where a.email_key = p_email_key and a.disabled_at is null;
  known := found;
  perform from directory.drop_artefacts(p_purpose, coalesce(account_id::text, p_email_key), p_at);
  insert into public.one_time_artefacts (id, purpose, subject, hash, details, created_at, expires_at, consumed_at)
  values (p_id, p_purpose, coalesce(account_id::text, p_email_key), p_hash, case when known then p_details else '{}' end,
    p_at, p_expires_at, case when known then null else p_at end);
  return next;
end $$;

-- What a new password is measured against, and, of their own, the one they have.
create function directory.password_of(p_account_id uuid)
returns table (account_id uuid, password_hash text, email text, email_key text, organisations text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.password_hash, a.email, a.email_key, array(select t.tenant_name from directory.tenants_of(a.id) t limit 20)
  from public.accounts a where a.id = p_account_id and a.disabled_at is null
$$;

-- Whose an open link is, without using it up: a password that is refused leaves it as good as before.
create function directory.reset_of(p_hash bytea, p_at timestamptz)
returns table (account_id uuid, email text, email_key text, organisations text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.account_id, p.email, p.email_key, p.organisations
  from public.one_time_artefacts o cross join lateral directory.password_of(o.subject::uuid) p
  where o.hash = p_hash and o.purpose = 'reset-password' and o.consumed_at is null and o.expires_at > p_at
$$;

-- What stood on the old proof goes: open links, second factors that were being asked for, a change of address, and every
-- session but p_keep. The caller holds the account's row.
create function directory.drop_proofs(p_account_id uuid, p_keep uuid, p_at timestamptz)
returns table (session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.drop_artefacts(x.purpose, p_account_id::text, p_at)
    from unnest(array['reset-password', 'sign-in', 'second-factor']) x (purpose);
  perform from directory.drop_email_change(p_account_id, p_at);
  return query select e.session_ids, e.tenant_ids from directory.end_account_sessions(p_account_id, p_keep, p_at) e;
end $$;

create function directory.drop_email_change(p_account_id uuid, p_at timestamptz) returns table (id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.account_email_changes c where c.account_id = p_account_id returning c.id into drop_email_change.id;
  if not found then
    return;
  end if;
  perform directory.drop_artefacts(x.purpose, p_account_id || '/' || drop_email_change.id, p_at)
    from unnest(array['change-email-old', 'change-email-new']) x (purpose);
  return next;
end $$;

-- The account's row first, as everywhere: whoever holds it may want the link's.
create function directory.reset_password(p_hash bytea, p_password_hash text, p_at timestamptz)
returns table (account_id uuid, email text, email_key text, session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare asked uuid;
begin
  select r.account_id into asked from directory.reset_of(p_hash, p_at) r;
  if not found then
    return;
  end if;
  perform from public.accounts a where a.id = asked and a.disabled_at is null for no key update;
  perform from directory.consume_artefact('reset-password', p_hash, p_at);
  if not found then
    return;
  end if;
  update public.accounts a set password_hash = p_password_hash where a.id = asked and a.disabled_at is null
    returning a.id, a.email, a.email_key into reset_password.account_id, reset_password.email, reset_password.email_key;
  if not found then
    return;
  end if;
  select d.session_ids, d.tenant_ids into reset_password.session_ids, reset_password.tenant_ids
    from directory.drop_proofs(asked, null, p_at) d;
  return next;
end $$;

-- No row: the password is another one meanwhile.
create function directory.change_password(p_account_id uuid, p_old_hash text, p_new_hash text, p_keep uuid, p_at timestamptz)
returns table (session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from directory.replace_password_hash(p_account_id, p_old_hash, p_new_hash);
  if not found then
    return;
  end if;
  return query select d.session_ids, d.tenant_ids from directory.drop_proofs(p_account_id, p_keep, p_at) d;
end $$;

-- Only together with the half that the asking browser keeps. `elsewhere`: the link is good, the browser another; it stays.
create function directory.use_sign_in_link(p_hash bytea, p_half_hash bytea, p_at timestamptz)
returns table (account_id uuid, elsewhere boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.one_time_artefacts o set consumed_at = p_at, details = '{}'
    where o.hash = p_hash and o.purpose = 'sign-in' and o.consumed_at is null and o.expires_at > p_at
      and o.details ->> 'half' = encode(p_half_hash, 'hex')
    returning o.subject::uuid, false into use_sign_in_link.account_id, use_sign_in_link.elsewhere;
  if found then
    return next;
    return;
  end if;
  elsewhere := exists (select from public.one_time_artefacts o
    where o.hash = p_hash and o.purpose = 'sign-in' and o.consumed_at is null and o.expires_at > p_at);
  if elsewhere then
    return next;
  end if;
end $$;

-- Changing one's address -------------------------------------------------------------------------------------------------

-- Of an address that somebody has, the new side's link is written used up: it answers alike, and can never be completed.
create function directory.begin_email_change(p_id uuid, p_account_id uuid, p_email text, p_email_key text,
  p_old_id uuid, p_old_hash bytea, p_new_id uuid, p_new_hash bytea, p_at timestamptz, p_expires_at timestamptz)
returns table (old_key text, taken boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  select a.email_key into old_key from public.accounts a where a.id = p_account_id and a.disabled_at is null for no key update;
  if not found then
    return;
  end if;
  taken := exists (select from public.accounts a where a.email_key = p_email_key);
  perform from directory.drop_email_change(p_account_id, p_at);
  insert into public.account_email_changes (account_id, id, email, email_key, asked_at, expires_at)
    values (p_account_id, p_id, p_email, p_email_key, p_at, p_expires_at);
  insert into public.one_time_artefacts (id, purpose, subject, hash, created_at, expires_at, consumed_at) values
    (p_old_id, 'change-email-old', p_account_id || '/' || p_id, p_old_hash, p_at, p_expires_at, null),
    (p_new_id, 'change-email-new', p_account_id || '/' || p_id, p_new_hash, p_at, p_expires_at, case when taken then p_at end);
  return next;
end $$;

create function directory.email_change_of(p_account_id uuid, p_at timestamptz)
returns table (email text, old_confirmed boolean, new_confirmed boolean, expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.email, c.old_confirmed_at is not null, c.new_confirmed_at is not null, c.expires_at
  from public.account_email_changes c where c.account_id = p_account_id and c.expires_at > p_at
$$;

-- One link, of either side, by the account it was made for alone; another's attempt leaves it as it was. With the second
-- one the address is the account's, unless somebody has it by now: then the change is over.
create function directory.confirm_email_change(p_account_id uuid, p_old_hash bytea, p_new_hash bytea, p_keep uuid, p_at timestamptz)
returns table (done boolean, taken boolean, old_key text, new_email text, new_key text, session_ids uuid[], tenant_ids uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  change public.account_email_changes%rowtype;
  side text;
begin
  select a.email_key into old_key from public.accounts a where a.id = p_account_id and a.disabled_at is null for no key update;
  select c.* into change from public.account_email_changes c where c.account_id = p_account_id and c.expires_at > p_at;
  if not found then
    return;
  end if;
  update public.one_time_artefacts o set consumed_at = p_at
    where o.consumed_at is null and o.expires_at > p_at and o.subject = p_account_id || '/' || change.id
      and ((o.purpose = 'change-email-old' and o.hash = p_old_hash) or (o.purpose = 'change-email-new' and o.hash = p_new_hash))
    returning o.purpose into side;
  if side is null then
    return;
  end if;
  update public.account_email_changes c
    set old_confirmed_at = case when side = 'change-email-old' then p_at else c.old_confirmed_at end,
      new_confirmed_at = case when side = 'change-email-new' then p_at else c.new_confirmed_at end
    where c.account_id = p_account_id returning c.* into change;
  done := change.old_confirmed_at is not null and change.new_confirmed_at is not null;
  taken := false;
  new_email := change.email;
  new_key := change.email_key;
  session_ids := '{}';
  tenant_ids := '{}';
  if done then
    begin
      update public.accounts a set email = change.email, email_key = change.email_key, email_verified_at = p_at where a.id = p_account_id;
    exception when unique_violation then
      taken := true;
    end;
    perform from directory.drop_email_change(p_account_id, p_at);
    if not taken then
      select d.session_ids, d.tenant_ids into confirm_email_change.session_ids, confirm_email_change.tenant_ids
        from directory.drop_proofs(p_account_id, p_keep, p_at) d;
    end if;
  end if;
  return next;
end $$;

-- Housekeeping -----------------------------------------------------------------------------------------------------------

-- One process at a time: no row, and nothing done, while another is at it. At most 10,000 of each, so call it again.
drop function directory.purge(timestamptz);
create function directory.purge(p_at timestamptz) returns table (sessions bigint, artefacts bigint, devices bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended('directory.purge', 0)) then
    return;
  end if;
  delete from public.account_email_changes c where c.expires_at < p_at;
  return query with gone_sessions as (
    delete from public.sessions s where s.id in (
      select x.id from public.sessions x where x.expires_at < p_at - interval '1 day' limit 10000)
    returning 1
  ), gone_artefacts as (
    delete from public.one_time_artefacts o where o.id in (
      select x.id from public.one_time_artefacts x where x.expires_at < p_at - interval '1 day' limit 10000)
    returning 1
  ), gone_devices as (
    delete from public.account_devices d where d.id in (
      select x.id from public.account_devices x where x.last_seen_at < p_at - interval '13 months' limit 10000)
    returning 1
  )
  select (select count(*) from gone_sessions), (select count(*) from gone_artefacts), (select count(*) from gone_devices);
end $$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
