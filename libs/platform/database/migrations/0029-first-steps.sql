-- The first steps of a tenant, who is told of an event about an account, and proofs of work that count once.

-- Whether the list is put away, and since when this account has a second factor.
create function directory.first_steps(p_tenant_id uuid, p_account_id uuid)
returns table (dismissed_at timestamptz, factor_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.checklist_dismissed_at, least(
    (select x.confirmed_at from public.account_totps x where x.account_id = p_account_id),
    (select min(k.created_at) from public.account_passkeys k where k.account_id = p_account_id))
  from public.tenants t where t.id = p_tenant_id
$$;

-- p_at null shows the list again.
create function directory.dismiss_first_steps(p_tenant_id uuid, p_at timestamptz) returns table (tenant_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.tenants t set checklist_dismissed_at = p_at where t.id = p_tenant_id returning t.id
$$;

-- In which tenants events about these accounts and addresses are told: where they are members, twenty at most each, the
-- oldest membership first. An address that nobody has is told nowhere. One statement for many, so that who is flooded
-- with failed sign-ins pays one question a second.
create function directory.told_in(p_account_ids uuid[], p_email_keys text[])
returns table (account_id uuid, email text, email_key text, tenant_ids uuid[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.email, a.email_key, array(
    select m.tenant_id from public.members m join public.tenants t on t.id = m.tenant_id and t.state = 'active'
    where m.account_id = a.id order by m.joined_at, m.tenant_id limit 20)
  from public.accounts a where a.id = any (p_account_ids) or a.email_key = any (p_email_keys)
$$;

-- A proof of work stands in the one table from its use on, so that of any number of callers one may use it. No row: used.
alter table one_time_artefacts drop constraint one_time_artefacts_purpose_check;
alter table one_time_artefacts
  add constraint one_time_artefacts_purpose_check check (purpose in ('verify-email', 'reset-password', 'sign-in', 'invite', 'sso-state',
    'device', 'device-user', 'csrf', 'second-factor', 'passkey-challenge', 'recover-factor', 'cancel-recovery',
    'change-email-old', 'change-email-new', 'not-me', 'sign-up-proof'));
create function directory.spend_proof(p_id uuid, p_hash bytea, p_at timestamptz, p_expires_at timestamptz) returns table (artefact_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.one_time_artefacts (id, purpose, subject, hash, created_at, expires_at, consumed_at)
  values (p_id, 'sign-up-proof', 'sign-up', p_hash, p_at, p_expires_at, p_at)
  on conflict (hash) do nothing returning one_time_artefacts.id
$$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
