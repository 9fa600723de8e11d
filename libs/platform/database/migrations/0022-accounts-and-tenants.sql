-- What sign-in, keys and the life of a tenant are kept in: how a session was proven and from where, second factors, devices,
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
