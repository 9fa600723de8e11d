-- Who sits in which tenant, as what, proven how: the one reading of sessions, and every way in which one begins or goes on.

-- Who sits where: the one reading of sessions, with everything that what they may do rests on. A member by their role;
-- an operator by a customer's grant alone, also where they are a member elsewhere. Ends are judged by the caller's clock.
create view directory.seats with (security_invoker = true) as
select s.id as session_id, s.token_hash, s.account_id, a.email, s.tenant_id, t.name as tenant_name, t.state as tenant_state,
  case when s.support_grant_id is null then m.role when g.writes then 'support-write' else 'support' end as role,
  r.permissions as role_permissions, t.plan, t.trial_ends_at, t.mfa_required, s.authenticated_at, s.factors, s.support_grant_id,
  s.last_seen_at, t.idle_minutes,
  least(s.expires_at, s.idle_expires_at, g.expires_at) as ends_at, least(s.expires_at, g.expires_at) as expires_at,
  o.account_id is not null as operator
from public.sessions s
join public.accounts a on a.id = s.account_id and a.disabled_at is null
join public.tenants t on t.id = s.tenant_id and (t.state <> 'suspended' or s.support_grant_id is not null)
left join public.members m on s.support_grant_id is null and m.tenant_id = s.tenant_id and m.account_id = s.account_id
left join public.roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
left join public.support_grants g on g.tenant_id = s.tenant_id and g.id = s.support_grant_id and g.revoked_at is null
left join public.platform_operators o on o.account_id = s.account_id
where s.revoked_at is null and (m.account_id is not null or (g.id is not null and o.account_id is not null));

-- What every opening and every reading of a session answers.
create type directory.seat as (
  session_id uuid, account_id uuid, email text, tenant_id uuid, tenant_name text, tenant_state text, role text, role_permissions text[],
  plan text, trial_ends_at timestamptz, mfa_required boolean, authenticated_at timestamptz, factors text[], support_grant_id uuid,
  ends_at timestamptz, expires_at timestamptz, operator boolean);

drop function directory.complete_sign_up(bytea, uuid, uuid, uuid, uuid, bytea, timestamptz, timestamptz, timestamptz);
drop function directory.open_session(uuid, bytea, uuid, uuid, timestamptz, timestamptz, timestamptz);
drop function directory.session_by_hash(bytea, timestamptz, timestamptz);
drop function directory.rotate_session(uuid, uuid, bytea, timestamptz, timestamptz);

-- Whoever changes how an account proves itself holds the account's row first and ends its sessions then. Whoever opens or
-- rotates one shares that row before anything else, so none comes into being beside the change and outlives it.

-- p_facts: {factors, userAgent, address, deviceId, until, supportGrantId, passwordHash: the one just proven}; with
-- {from: <session>}, which must be alive, what was proven there counts here as well, and it ends no later. Ends as the tenant's policy says. No row: not a member, disabled, or suspended.
create function directory.open_session(p_id uuid, p_hash bytea, p_account_id uuid, p_tenant_id uuid, p_at timestamptz, p_facts jsonb)
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a
    where a.id = p_account_id and a.password_hash = coalesce(p_facts ->> 'passwordHash', a.password_hash) for share;
  if not found then
    return;
  end if;
  insert into public.sessions (id, token_hash, account_id, tenant_id, created_at, last_seen_at, authenticated_at, factors,
      user_agent, address, device_id, support_grant_id, expires_at, idle_expires_at)
    select p_id, p_hash, p_account_id, p_tenant_id, p_at, p_at, coalesce(f.authenticated_at, p_at),
      coalesce(f.factors, array(select jsonb_array_elements_text(p_facts -> 'factors'))),
      coalesce(f.user_agent, p_facts ->> 'userAgent', ''), coalesce(f.address, p_facts ->> 'address', ''),
      coalesce(f.device_id, (p_facts ->> 'deviceId')::uuid), (p_facts ->> 'supportGrantId')::uuid,
      least(p_at + make_interval(mins => t.session_minutes), f.expires_at, (p_facts ->> 'until')::timestamptz),
      least(p_at + make_interval(mins => t.idle_minutes), f.expires_at, (p_facts ->> 'until')::timestamptz)
    from public.tenants t left join public.sessions f on f.id = (p_facts ->> 'from')::uuid and f.account_id = p_account_id
      and f.revoked_at is null and least(f.expires_at, f.idle_expires_at) > p_at
    where t.id = p_tenant_id and (p_facts ->> 'from' is null or f.id is not null);
  return query select v.session_id, v.account_id, v.email, v.tenant_id, v.tenant_name, v.tenant_state, v.role, v.role_permissions,
      v.plan, v.trial_ends_at, v.mfa_required, v.authenticated_at, v.factors, v.support_grant_id, v.ends_at, v.expires_at, v.operator
    from directory.seats v where v.session_id = p_id and v.ends_at > p_at;
  if not found then
    delete from public.sessions s where s.id = p_id;
  end if;
end $$;

-- Who a session stands for right now: role, tenant and account are read anew each time, so whoever is removed, disabled
-- or suspended is out with the next request. Being seen is written down once a minute, not at every request.
create function directory.session_by_hash(p_hash bytea, p_at timestamptz) returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_seat record;
  seat directory.seat;
begin
  select v.* into found_seat from directory.seats v where v.token_hash = p_hash and v.ends_at > p_at;
  if not found then
    return;
  end if;
  if found_seat.last_seen_at <= p_at - interval '1 minute' then
    update public.sessions s
      set last_seen_at = p_at, idle_expires_at = least(s.expires_at, p_at + make_interval(mins => found_seat.idle_minutes))
      where s.id = found_seat.session_id and s.revoked_at is null
      returning least(found_seat.expires_at, s.idle_expires_at) into found_seat.ends_at;
    -- Revoked between the two statements.
    if not found then
      return;
    end if;
  end if;
  seat := row(found_seat.session_id, found_seat.account_id, found_seat.email, found_seat.tenant_id, found_seat.tenant_name,
    found_seat.tenant_state, found_seat.role, found_seat.role_permissions, found_seat.plan, found_seat.trial_ends_at,
    found_seat.mfa_required, found_seat.authenticated_at, found_seat.factors, found_seat.support_grant_id, found_seat.ends_at,
    found_seat.expires_at, found_seat.operator);
  return next seat;
end $$;

-- The old token dies in the statement that brings the new one; the latest end stays where it was. With p_factors the person
-- has just proven themselves by these as well.
create function directory.rotate_session(p_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz, p_factors text[])
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare old public.sessions%rowtype;
begin
  perform from public.accounts a where a.id = (select s.account_id from public.sessions s where s.id = p_id) for share;
  update public.sessions s set revoked_at = p_at
    where s.id = p_id and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at returning s.* into old;
  if not found then
    return;
  end if;
  insert into public.sessions (id, token_hash, account_id, tenant_id, created_at, last_seen_at, authenticated_at, factors,
      user_agent, address, device_id, support_grant_id, expires_at, idle_expires_at)
    select p_new_id, p_new_hash, old.account_id, old.tenant_id, old.created_at, p_at,
      case when p_factors = '{}' then old.authenticated_at else p_at end,
      array(select distinct f from unnest(old.factors || p_factors) f order by f),
      old.user_agent, old.address, old.device_id, old.support_grant_id, old.expires_at,
      least(old.expires_at, p_at + make_interval(mins => t.idle_minutes))
    from public.tenants t where t.id = old.tenant_id;
  return query select v.session_id, v.account_id, v.email, v.tenant_id, v.tenant_name, v.tenant_state, v.role, v.role_permissions,
      v.plan, v.trial_ends_at, v.mfa_required, v.authenticated_at, v.factors, v.support_grant_id, v.ends_at, v.expires_at, v.operator
    from directory.seats v where v.session_id = p_new_id and v.ends_at > p_at;
end $$;

-- The session moves to another tenant of its account under a new token; the old one is dead at once.
create function directory.switch_tenant(p_session_id uuid, p_account_id uuid, p_tenant_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz)
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- It writes to the account in the end: two that only shared its row would wait for one another.
  perform from public.accounts a where a.id = p_account_id for no key update;
  perform from public.sessions s
    where s.id = p_session_id and s.account_id = p_account_id and s.support_grant_id is null
      and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    for update;
  if not found then
    return;
  end if;
  return query select * from directory.open_session(p_new_id, p_new_hash, p_account_id, p_tenant_id, p_at, jsonb_build_object('from', p_session_id));
  if not found then
    return;
  end if;
  update public.sessions s set revoked_at = p_at where s.id = p_session_id;
  update public.accounts a set last_tenant_id = p_tenant_id where a.id = p_account_id;
end $$;

-- Uses the artefact of begin_sign_up: the password that was typed with this very request becomes the account's, and no
-- other's. Opens the organisation and the first session. No row: the token is wrong, used or late. The trial is the first
-- one of p_trial_subject, or there is none: then the organisation begins on the free plan.
create function directory.complete_sign_up(
  p_hash bytea, p_account_id uuid, p_tenant_id uuid, p_member_id uuid, p_session_id uuid, p_session_hash bytea,
  p_at timestamptz, p_facts jsonb, p_trial_ends_at timestamptz)
returns setof directory.seat
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
  insert into public.trials (subject, tenant_id, started_at)
    values (coalesce(artefact.details ->> 'trialSubject', 'address:' || artefact.subject), p_tenant_id, p_at)
    on conflict (subject) do nothing;
  if found then
    update public.tenants t set trial_ends_at = p_trial_ends_at where t.id = p_tenant_id;
  else
    update public.tenants t set plan = 'free' where t.id = p_tenant_id;
  end if;
  return query select * from directory.open_session(p_session_id, p_session_hash, p_account_id, p_tenant_id, p_at, p_facts);
end $$;

-- Makes the invited address a member and opens a session. With a password the address must have no account yet and gets
-- one, verified by the letter; without, the account must be the one the invitation was sent to, and p_facts names its session, which must be alive.
-- Nothing is used up unless all of it happens.
create function directory.accept_invitation(
  p_hash bytea, p_account_id uuid, p_password_hash text, p_member_id uuid, p_session_id uuid, p_session_hash bytea,
  p_at timestamptz, p_facts jsonb)
returns table (joined boolean,
  session_id uuid, account_id uuid, email text, tenant_id uuid, tenant_name text, tenant_state text, role text, role_permissions text[],
  plan text, trial_ends_at timestamptz, mfa_required boolean, authenticated_at timestamptz, factors text[], support_grant_id uuid,
  ends_at timestamptz, expires_at timestamptz, operator boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare invited record;
begin
  select i.tenant_id, i.id, i.email, i.email_key, i.role, i.custom_role_id, o.id as artefact into invited
    from public.one_time_artefacts o
    join public.invitations i on i.tenant_id = o.tenant_id and i.id = (o.details ->> 'invitationId')::uuid and i.email_key = o.subject
    where o.hash = p_hash and o.purpose = 'invite' and o.consumed_at is null and o.expires_at > p_at
      and i.accepted_at is null and i.revoked_at is null and i.expires_at > p_at
    for update of o, i;
  if not found then
    return;
  end if;
  if p_password_hash is null then
    perform from public.accounts a where a.id = p_account_id and a.email_key = invited.email_key and a.disabled_at is null for no key update;
    if not found then
      return;
    end if;
    perform from public.sessions s where s.id = (p_facts ->> 'from')::uuid and s.account_id = p_account_id
      and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at;
    if not found then
      return;
    end if;
  else
    insert into public.accounts (id, email, email_key, password_hash, email_verified_at, last_tenant_id, created_at)
      values (p_account_id, invited.email, invited.email_key, p_password_hash, p_at, invited.tenant_id, p_at)
      on conflict (email_key) do nothing;
    if not found then
      return;
    end if;
  end if;
  update public.one_time_artefacts o set consumed_at = p_at, details = '{}' where o.id = invited.artefact;
  update public.invitations i set accepted_at = p_at, accepted_by = p_account_id
    where i.tenant_id = invited.tenant_id and i.id = invited.id;
  insert into public.members (tenant_id, id, account_id, role, custom_role_id, joined_at)
    values (invited.tenant_id, p_member_id, p_account_id, invited.role, invited.custom_role_id, p_at)
    on conflict (tenant_id, account_id) do nothing;
  joined := found;
  update public.accounts a set last_tenant_id = invited.tenant_id where a.id = p_account_id;
  return query select accept_invitation.joined, o.*
    from directory.open_session(p_session_id, p_session_hash, p_account_id, invited.tenant_id, p_at, p_facts) o;
end $$;

-- Keys and sockets -----------------------------------------------------------------------------------------------------

-- `role` bounds the key: of the service account it belongs to, else of whoever made it, as of now; null when that one has
-- left or was disabled, and the key then holds nothing.
drop function directory.api_key_by_public_id(text);
create function directory.api_key_by_public_id(p_public_id text)
returns table (key_id uuid, tenant_id uuid, tenant_name text, tenant_state text, plan text, trial_ends_at timestamptz, secret_hash bytea,
  pepper_id text, scopes text[], role text, role_permissions text[], owner_id uuid, service_account_id uuid, networks text[],
  seen_networks text[], expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, t.name, t.state, t.plan, t.trial_ends_at, k.secret_hash, k.pepper_id, k.scopes,
    case when k.service_account_id is not null then sa.role when a.disabled_at is null then m.role end, r.permissions,
    coalesce(sa.owner_id, k.created_by), k.service_account_id, k.networks, k.seen_networks, k.expires_at, k.revoked_at, k.last_used_at
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  left join public.service_accounts sa on sa.tenant_id = k.tenant_id and sa.id = k.service_account_id and sa.disabled_at is null
  left join public.members m on k.service_account_id is null and m.tenant_id = k.tenant_id and m.account_id = k.created_by
  left join public.roles r on r.tenant_id = k.tenant_id and r.id = coalesce(sa.custom_role_id, m.custom_role_id)
  left join public.accounts a on a.id = m.account_id
  where k.public_id = p_public_id
$$;

drop function directory.live_among(uuid[], uuid[], uuid[], timestamptz);
create function directory.live_among(p_session_ids uuid[], p_key_ids uuid[], p_key_tenant_ids uuid[], p_at timestamptz)
returns table (id uuid, role text, role_permissions text[], mfa_required boolean, factors text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select v.session_id, v.role, v.role_permissions, v.mfa_required, v.factors from directory.seats v
  where v.session_id = any (p_session_ids) and v.ends_at > p_at
  union all
  select k.id, coalesce(sa.role, m.role), r.permissions, false, '{}'::text[] from unnest(p_key_tenant_ids, p_key_ids) asked (tenant_id, key_id)
  join public.api_keys k on k.tenant_id = asked.tenant_id and k.id = asked.key_id
  join public.tenants t on t.id = k.tenant_id
  left join public.service_accounts sa on sa.tenant_id = k.tenant_id and sa.id = k.service_account_id and sa.disabled_at is null
  left join public.members m on k.service_account_id is null and m.tenant_id = k.tenant_id and m.account_id = k.created_by
  left join public.roles r on r.tenant_id = k.tenant_id and r.id = coalesce(sa.custom_role_id, m.custom_role_id)
  left join public.accounts a on a.id = m.account_id
  where k.revoked_at is null and k.expires_at > p_at and t.state = 'active'
    and (sa.id is not null or (m.account_id is not null and a.disabled_at is null))
$$;

-- Artefacts that are tried with a guess beside them --------------------------------------------------------------------

-- Reads one without using it up; each look counts, and after p_most looks there is nothing any more.
create function directory.try_artefact(p_purpose text, p_hash bytea, p_at timestamptz, p_most int)
returns table (artefact_id uuid, subject text, tenant_id uuid, details jsonb)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.one_time_artefacts a set attempts = a.attempts + 1
  where a.hash = p_hash and a.purpose = p_purpose and a.consumed_at is null and a.expires_at > p_at and a.attempts < p_most
  returning a.id, a.subject, a.tenant_id, a.details
$$;

-- All open ones of a purpose about a subject are used up: a newer one, or what they were for, takes their place.
create function directory.drop_artefacts(p_purpose text, p_subject text, p_at timestamptz) returns table (artefact_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.one_time_artefacts a set consumed_at = p_at, details = '{}'
  where a.purpose = p_purpose and a.subject = p_subject and a.consumed_at is null returning a.id
$$;

-- What sign-in has to ask for after the first factor.
create function directory.second_factors_of(p_account_id uuid)
returns table (email text, tenant_id uuid, totp boolean, passkeys int, recovery_codes int, blocked_until timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.email, a.last_tenant_id,
    exists (select from public.account_totps x where x.account_id = a.id and x.confirmed_at is not null),
    (select count(*)::int from public.account_passkeys x where x.account_id = a.id),
    (select count(*)::int from public.account_recovery_codes x where x.account_id = a.id and x.used_at is null),
    a.second_factor_blocked_until
  from public.accounts a where a.id = p_account_id and a.disabled_at is null
$$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
revoke all on type directory.seat from public;
grant usage on type directory.seat to vedette_directory;
