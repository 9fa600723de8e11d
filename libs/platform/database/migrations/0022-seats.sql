-- What sign-in, keys and the life of a tenant stand on: how a session was proven and from where, second factors, devices,
-- service accounts, domains, plans and policies, and access that a customer grants to support.

-- Tenants --------------------------------------------------------------------------------------------------------------

alter table tenants drop constraint tenants_state_check;
alter table tenants
  add constraint tenants_state_check check (state in ('active', 'suspended', 'deleting')),
  add column plan text not null default 'trial' check (plan in ('free', 'trial', 'pro', 'enterprise')),
  add column trial_ends_at timestamptz,
  add column region text not null default 'eu' check (region ~ '^[a-z]{2}(-[a-z0-9]{1,20}){0,3}$'),
  add column flags text[] not null default '{}' check (cardinality(flags) <= 50),
  add column suspended_at timestamptz,
  add column suspended_because text check (length(suspended_because) <= 500),
  add column deletes_at timestamptz,
  add column deletion_asked_by uuid,
  add column mfa_required boolean not null default false,
  add column idle_minutes int not null default 60 check (idle_minutes between 5 and 60),
  add column session_minutes int not null default 1440 check (session_minutes between 15 and 1440),
  add column key_days int not null default 365 check (key_days between 1 and 365),
  add column checklist_dismissed_at timestamptz;

-- One trial for each company domain, or address where the domain is everybody's.
create table trials (
  subject text primary key check (length(subject) <= 340),
  tenant_id uuid not null,
  started_at timestamptz not null
);

call app.tenant_table('tenant_domains', $$
  domain text not null check (length(domain) between 4 and 253),
  token text not null check (length(token) <= 100),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  checked_at timestamptz,
  verified_at timestamptz,
  auto_join_role text check (auto_join_role in ('analyst', 'responder', 'auditor', 'viewer', 'billing'))
$$, doors => array['directory']);
create unique index tenant_domains_by_name on tenant_domains (tenant_id, domain);
create unique index tenant_domains_verified on tenant_domains (domain) where verified_at is not null;

-- Operators of the installation, and what a customer lets them see ------------------------------------------------------

create table platform_operators (
  account_id uuid primary key references accounts (id),
  added_at timestamptz not null default now()
);
create table platform_log (
  id uuid primary key,
  at timestamptz not null,
  operator_id uuid not null,
  action text not null check (length(action) between 1 and 60),
  tenant_id uuid,
  details jsonb not null default '{}'
);
create index platform_log_by_time on platform_log (at desc, id desc);

call app.tenant_table('support_grants', $$
  reason text not null check (length(reason) between 1 and 500),
  writes boolean not null default false,
  granted_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
$$, doors => array['directory']);
create index support_grants_by_end on support_grants (tenant_id, expires_at desc);

-- How an account proves itself -----------------------------------------------------------------------------------------

alter table accounts
  add column second_factor_failures int not null default 0,
  add column second_factor_blocked_until timestamptz;

-- Sign-in looks for the tenants of an account, over all of them.
create index members_of_account on members (account_id);

create table account_totps (
  account_id uuid primary key references accounts (id),
  -- AES-256-GCM under a key derived from the pepper of this id: nonce, text, tag; the account's id is bound in.
  secret bytea not null,
  pepper_id text not null,
  -- The 30-second step of the last code that counted: no code counts twice (RFC 6238 section 5.2).
  last_step bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz
);
create table account_passkeys (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  credential_id bytea not null unique,
  public_key bytea not null,
  sign_count bigint not null default 0,
  transports text[] not null default '{}',
  aaguid uuid,
  backup_eligible boolean not null,
  backed_up boolean not null,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index account_passkeys_by_account on account_passkeys (account_id);
create table account_recovery_codes (
  account_id uuid not null references accounts (id),
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
-- Browsers that this account signed in from, known by a cookie of theirs.
create table account_devices (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  token_hash bytea not null unique,
  user_agent text not null check (length(user_agent) <= 300),
  address text not null check (length(address) <= 45),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  forgotten_at timestamptz
);
create index account_devices_by_account on account_devices (account_id);

alter table one_time_artefacts drop constraint one_time_artefacts_purpose_check;
alter table one_time_artefacts
  add constraint one_time_artefacts_purpose_check check (purpose in ('verify-email', 'reset-password', 'sign-in', 'invite', 'sso-state',
    'device', 'device-user', 'csrf', 'second-factor', 'passkey-challenge', 'recover-factor', 'cancel-recovery',
    'change-email-old', 'change-email-new', 'not-me')),
  -- Of those that are tried with a guess beside them, as a second factor is.
  add column attempts int not null default 0;
create index one_time_artefacts_open on one_time_artefacts (purpose, subject) where consumed_at is null;

-- Programs -------------------------------------------------------------------------------------------------------------

call app.tenant_table('service_accounts', $$
  name text not null check (length(name) between 1 and 60),
  description text not null default '' check (length(description) <= 300),
  role text not null check (role in ('admin', 'analyst', 'responder', 'auditor', 'viewer', 'billing', 'custom')),
  custom_role_id uuid,
  owner_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  constraint service_accounts_custom_role check (role <> 'custom' or custom_role_id is not null),
  constraint service_accounts_role_of_tenant foreign key (tenant_id, custom_role_id) references roles (tenant_id, id)
$$, doors => array['directory']);
create unique index service_accounts_by_name on service_accounts (tenant_id, lower(name));
create index service_accounts_by_custom_role on service_accounts (tenant_id, custom_role_id) where custom_role_id is not null;

alter table api_keys
  -- 'cli' was granted to a command line by the device flow.
  add column kind text not null default 'key' check (kind in ('key', 'cli')),
  add column service_account_id uuid,
  add column networks text[] not null default '{}' check (cardinality(networks) <= 50),
  add column seen_networks text[] not null default '{}' check (cardinality(seen_networks) <= 20),
  add column replaces uuid,
  add column revoked_because text check (revoked_because in ('asked', 'leaked', 'rotated', 'owner left')),
  add constraint api_keys_service_account foreign key (tenant_id, service_account_id) references service_accounts (tenant_id, id);
create index api_keys_by_service_account on api_keys (tenant_id, service_account_id) where service_account_id is not null;

-- Sessions -------------------------------------------------------------------------------------------------------------

alter table sessions
  -- When the person last proved who they are: dangerous actions want it to be a moment ago.
  add column authenticated_at timestamptz not null default now(),
  -- RFC 8176 speaks of methods; ours: password, email, totp, passkey, recovery.
  add column factors text[] not null default '{password}',
  add column user_agent text not null default '' check (length(user_agent) <= 300),
  add column address text not null default '' check (length(address) <= 45),
  add column device_id uuid,
  add column support_grant_id uuid;
alter table sessions alter column factors drop default;

call app.describe('tenants', $json${
  "plan": "none; what it may spend; with the tenant",
  "trial_ends_at": "none; when the trial is over; with the tenant",
  "region": "none; where its data is kept; with the tenant",
  "flags": "none; what is switched on for it; with the tenant",
  "suspended_at": "none; when it was suspended; with the tenant",
  "suspended_because": "indirect; why it was suspended; with the tenant",
  "deletes_at": "none; when it is erased unless that is taken back; with the tenant",
  "deletion_asked_by": "indirect; who asked for its deletion; with the tenant",
  "mfa_required": "none; whether a second factor is demanded; with the tenant",
  "idle_minutes": "none; after which idleness a session ends; with the tenant",
  "session_minutes": "none; after which time a session ends; with the tenant",
  "key_days": "none; how long a key may last; with the tenant",
  "checklist_dismissed_at": "none; whether first steps are still shown; with the tenant"
}$json$);
call app.describe('trials', $json${
  "subject": "direct; gives one trial to each company; three years after its start",
  "tenant_id": "none; who had the trial; three years after its start",
  "started_at": "none; when it began; three years after its start"
}$json$);
call app.describe('tenant_domains', $json${
  "domain": "none; whose addresses belong to the tenant; with the domain",
  "token": "none; what the DNS record must say; with the domain",
  "created_by": "indirect; who claimed it; with the domain",
  "created_at": "none; when it was claimed; with the domain",
  "checked_at": "none; when DNS was last asked; with the domain",
  "verified_at": "none; since when it is proven; with the domain",
  "auto_join_role": "none; as what its people may join; with the domain"
}$json$);
call app.describe('platform_operators', $json${
  "account_id": "indirect; who operates the installation; when they no longer do",
  "added_at": "none; since when; when they no longer do"
}$json$);
call app.describe('platform_log', $json${
  "id": "none; names the row; after seven years",
  "at": "none; when; after seven years",
  "operator_id": "indirect; who did it; after seven years",
  "action": "none; what was done; after seven years",
  "tenant_id": "none; to which tenant; after seven years",
  "details": "indirect; with what; after seven years"
}$json$);
call app.describe('support_grants', $json${
  "reason": "indirect; why support was let in; with the tenant's audit retention",
  "writes": "none; whether support may change anything; with the tenant's audit retention",
  "granted_by": "indirect; who let them in; with the tenant's audit retention",
  "created_at": "none; when; with the tenant's audit retention",
  "expires_at": "none; until when; with the tenant's audit retention",
  "revoked_at": "none; when it was taken back; with the tenant's audit retention"
}$json$);
call app.describe('accounts', $json${
  "second_factor_failures": "none; wrong second factors since the last right one; with the account",
  "second_factor_blocked_until": "none; until when none is looked at; with the account"
}$json$);
call app.describe('account_totps', $json${
  "account_id": "indirect; whose it is; with the account",
  "secret": "indirect; checks codes, sealed; with the account",
  "pepper_id": "none; what sealed it; with the account",
  "last_step": "none; no code counts twice; with the account",
  "created_at": "none; when; with the account",
  "confirmed_at": "none; since when it counts; with the account"
}$json$);
call app.describe('account_passkeys', $json${
  "id": "none; names the passkey; with the passkey",
  "account_id": "indirect; whose it is; with the passkey",
  "credential_id": "indirect; names it to its authenticator; with the passkey",
  "public_key": "indirect; checks signatures; with the passkey",
  "sign_count": "none; notices copies; with the passkey",
  "transports": "none; how a browser reaches it; with the passkey",
  "aaguid": "none; the model of authenticator; with the passkey",
  "backup_eligible": "none; whether it may be on several devices; with the passkey",
  "backed_up": "none; whether it is; with the passkey",
  "name": "indirect; what its holder calls it; with the passkey",
  "created_at": "none; when; with the passkey",
  "last_used_at": "indirect; the last use; with the passkey"
}$json$);
call app.describe('account_recovery_codes', $json${
  "account_id": "indirect; whose it is; with the account",
  "code_hash": "none; checks the code; with the account",
  "created_at": "none; when; with the account",
  "used_at": "none; no code counts twice; with the account"
}$json$);
call app.describe('account_devices', $json${
  "id": "indirect; names the device; thirteen months after its last use",
  "account_id": "indirect; who signed in from it; thirteen months after its last use",
  "token_hash": "none; finds it by its cookie; thirteen months after its last use",
  "user_agent": "indirect; how it is shown; thirteen months after its last use",
  "address": "direct; where it was first seen; thirteen months after its last use",
  "created_at": "indirect; when it was first seen; thirteen months after its last use",
  "last_seen_at": "indirect; when it was last seen; thirteen months after its last use",
  "forgotten_at": "none; whether it counts as new again; thirteen months after its last use"
}$json$);
call app.describe('one_time_artefacts', $json${
  "attempts": "none; how often it was tried; directory.purge, a day after its end"
}$json$);
call app.describe('service_accounts', $json${
  "name": "none; what the tenant calls it; with the service account",
  "description": "none; what it is for; with the service account",
  "role": "none; what it may do; with the service account",
  "custom_role_id": "none; which of the tenant's own roles; with the service account",
  "owner_id": "indirect; who answers for it; with the service account",
  "created_by": "indirect; who made it; with the service account",
  "created_at": "none; when; with the service account",
  "disabled_at": "none; whether it may do anything; with the service account"
}$json$);
call app.describe('api_keys', $json${
  "kind": "none; how it came about; with the tenant",
  "service_account_id": "none; whose role bounds it; with the tenant",
  "networks": "indirect; from where alone it works; with the tenant",
  "seen_networks": "indirect; from where it was used, /24 or /48; with the tenant",
  "replaces": "none; which key it takes over from; with the tenant",
  "revoked_because": "none; why it was ended; with the tenant"
}$json$);
call app.describe('sessions', $json${
  "authenticated_at": "indirect; when they last proved who they are; directory.purge, a day after its end",
  "factors": "none; by what they proved it; directory.purge, a day after its end",
  "user_agent": "indirect; how it is shown to its holder; directory.purge, a day after its end",
  "address": "direct; how it is shown to its holder; directory.purge, a day after its end",
  "device_id": "indirect; which of their browsers; directory.purge, a day after its end",
  "support_grant_id": "none; what lets support in; directory.purge, a day after its end"
}$json$);

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

drop function directory.switch_tenant(uuid, uuid, uuid, uuid, bytea, timestamptz, timestamptz);
drop function directory.accept_invitation(bytea, uuid, text, uuid, uuid, bytea, timestamptz, timestamptz, timestamptz);
drop function directory.complete_sign_up(bytea, uuid, uuid, uuid, uuid, bytea, timestamptz, timestamptz, timestamptz);
drop function directory.open_session(uuid, bytea, uuid, uuid, timestamptz, timestamptz, timestamptz);
drop function directory.session_by_hash(bytea, timestamptz, timestamptz);
drop function directory.rotate_session(uuid, uuid, bytea, timestamptz, timestamptz);

-- p_facts: {factors, userAgent, address, deviceId, until, supportGrantId}; with {from: <session>} what was proven there counts
-- here as well, and it ends no later. Ends as the tenant's policy says. No row: not a member, disabled, or suspended.
create function directory.open_session(p_id uuid, p_hash bytea, p_account_id uuid, p_tenant_id uuid, p_at timestamptz, p_facts jsonb)
returns setof directory.seat
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.sessions (id, token_hash, account_id, tenant_id, created_at, last_seen_at, authenticated_at, factors,
      user_agent, address, device_id, support_grant_id, expires_at, idle_expires_at)
    select p_id, p_hash, p_account_id, p_tenant_id, p_at, p_at, coalesce(f.authenticated_at, p_at),
      coalesce(f.factors, array(select jsonb_array_elements_text(p_facts -> 'factors'))),
      coalesce(f.user_agent, p_facts ->> 'userAgent', ''), coalesce(f.address, p_facts ->> 'address', ''),
      coalesce(f.device_id, (p_facts ->> 'deviceId')::uuid), (p_facts ->> 'supportGrantId')::uuid,
      least(p_at + make_interval(mins => t.session_minutes), f.expires_at, (p_facts ->> 'until')::timestamptz),
      least(p_at + make_interval(mins => t.idle_minutes), f.expires_at, (p_facts ->> 'until')::timestamptz)
    from public.tenants t left join public.sessions f on f.id = (p_facts ->> 'from')::uuid and f.account_id = p_account_id
    where t.id = p_tenant_id;
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
-- one, verified by the letter; without, the account must be the one the invitation was sent to, and p_facts names its session.
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
    perform from public.accounts a where a.id = p_account_id and a.email_key = invited.email_key and a.disabled_at is null;
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

create or replace function directory.tenants_of(p_account_id uuid)
returns table (tenant_id uuid, tenant_name text, role text, joined_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.name, m.role, m.joined_at from public.members m join public.tenants t on t.id = m.tenant_id
  where m.account_id = p_account_id and t.state <> 'suspended' order by t.name, t.id limit 500
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
