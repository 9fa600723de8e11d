-- Accounts, sessions, one-time artefacts and tenants are global: no role but their owner reads them. The
-- directory door reaches them through the named functions of 0003-directory.sql only.
-- An account is born verified: until then an address and the password that was typed with it live in the one-time
-- artefact alone, so whoever signs up first with somebody else's address leaves nothing behind (pre-hijacking).

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
  -- Where the next sign-in lands; found without a search over every tenant's members.
  last_tenant_id uuid references tenants (id),
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references accounts (id),
  tenant_id uuid not null references tenants (id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_by_account on sessions (account_id);
create index sessions_by_end on sessions (expires_at);

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
create index one_time_artefacts_by_end on one_time_artefacts (expires_at);

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

call app.describe('tenants', $json${
  "id": "none; names the tenant; with the tenant",
  "name": "indirect; shown to its members; with the tenant",
  "state": "none; whether it may be used; with the tenant",
  "created_at": "none; when it began; with the tenant"
}$json$);
call app.describe('accounts', $json${
  "id": "indirect; names the account, audit rows keep it; with the account",
  "email": "direct; signs in, is shown and written to; with the account",
  "email_key": "direct; the address as it is compared; with the account",
  "password_hash": "indirect; checks the password; with the account",
  "email_verified_at": "none; when the address was proven; with the account",
  "last_tenant_id": "indirect; where the next sign-in lands; with the account",
  "created_at": "none; when it began; with the account",
  "disabled_at": "none; whether it may sign in; with the account"
}$json$);
call app.describe('sessions', $json${
  "id": "indirect; names the session, audit rows keep it; directory.purge, a day after its end",
  "token_hash": "none; finds the session by its cookie; directory.purge, a day after its end",
  "account_id": "indirect; who signed in; directory.purge, a day after its end",
  "tenant_id": "indirect; the tenant worked in; directory.purge, a day after its end",
  "created_at": "indirect; when they signed in; directory.purge, a day after its end",
  "last_seen_at": "indirect; the last request, to the minute; directory.purge, a day after its end",
  "idle_expires_at": "none; when idleness ends it; directory.purge, a day after its end",
  "expires_at": "none; when it ends at the latest; directory.purge, a day after its end",
  "revoked_at": "none; when it was ended; directory.purge, a day after its end"
}$json$);
call app.describe('one_time_artefacts', $json${
  "id": "none; names the artefact; directory.purge, a day after its end",
  "purpose": "none; the one thing it may be used for; directory.purge, a day after its end",
  "subject": "direct; the address or id it is about; directory.purge, a day after its end",
  "tenant_id": "none; the tenant it is about; directory.purge, a day after its end",
  "hash": "none; finds it by its token; directory.purge, a day after its end",
  "details": "direct; what is applied when it is used; emptied when used, else directory.purge",
  "created_at": "none; when it was made; directory.purge, a day after its end",
  "expires_at": "none; when it ends; directory.purge, a day after its end",
  "consumed_at": "none; whether it was used; directory.purge, a day after its end"
}$json$);
call app.describe('members', $json${
  "account_id": "indirect; whose membership it is; with the membership",
  "role": "none; what they may do; with the membership",
  "joined_at": "none; since when; with the membership"
}$json$);
call app.describe('api_keys', $json${
  "public_id": "none; finds the key; with the tenant",
  "name": "indirect; what its maker calls it; with the tenant",
  "scopes": "none; what it may do; with the tenant",
  "secret_hash": "none; checks the secret; with the tenant",
  "pepper_id": "none; which pepper keyed the hash; with the tenant",
  "created_by": "indirect; whose permissions bound it; with the tenant",
  "created_at": "none; when it was made; with the tenant",
  "expires_at": "none; when it ends; with the tenant",
  "revoked_at": "none; when it was ended; with the tenant",
  "last_used_at": "none; the last use, to the hour; with the tenant"
}$json$);
