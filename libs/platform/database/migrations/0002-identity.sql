-- Accounts, sessions, one-time artefacts and tenants are global: no role but their owner reads them. The
-- directory door reaches them through the named functions of 0003-directory.sql only.

create table tenants (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  state text not null default 'active' check (state in ('active', 'suspended')),
  created_at timestamptz not null default now()
);

create table accounts (
  id uuid primary key,
  email text not null check (length(email) <= 320),
  email_key text not null unique,
  password_hash text not null,
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references accounts (id),
  tenant_id uuid references tenants (id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_by_account on sessions (account_id);

create table one_time_artefacts (
  id uuid primary key,
  purpose text not null check (purpose in ('verify-email', 'reset-password', 'sign-in', 'invite', 'sso-state', 'device', 'csrf')),
  subject text not null,
  tenant_id uuid references tenants (id),
  hash bytea not null unique,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  consumed_at timestamptz
);
create index one_time_artefacts_by_subject on one_time_artefacts (purpose, subject);

call app.tenant_table('members', $$
  account_id uuid not null references accounts (id),
  role text not null check (role in ('owner', 'admin', 'analyst', 'viewer')),
  joined_at timestamptz not null default now()
$$, doors => array['directory']);
create unique index members_by_account on members (tenant_id, account_id);

call app.tenant_table('api_keys', $$
  public_id text not null check (public_id ~ '^[a-z0-9]{12}$'),
  name text not null check (length(name) between 1 and 80),
  scopes text[] not null,
  secret_hash bytea not null,
  pepper_id text not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
$$, doors => array['directory']);
-- The key itself names no tenant, so its public id must be unique among all of them; ids are random, 60 bits.
create unique index api_keys_by_public_id on api_keys (public_id);
