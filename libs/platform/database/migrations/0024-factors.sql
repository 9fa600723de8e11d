-- What the directory does about second factors. Whatever changes how an account proves itself holds the account's row
-- meanwhile, so that two such changes at once cannot both be the first, or both the last.

create function directory.has_factor(p_account_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.account_totps x where x.account_id = p_account_id and x.confirmed_at is not null)
    or exists (select from public.account_passkeys x where x.account_id = p_account_id)
$$;

-- The name of a tenant that lets nobody in without a second factor, if the account belongs to one.
create function directory.factor_required_by(p_account_id uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.name from public.members m join public.tenants t on t.id = m.tenant_id
  where m.account_id = p_account_id and t.mfa_required and t.state <> 'suspended' order by t.name limit 1
$$;

-- What the account has, for its holder and for a step-up.
create function directory.factors_of(p_account_id uuid)
returns table (email text, email_key text, password_hash text, totp_confirmed_at timestamptz, passkeys int, recovery_codes int,
  blocked_until timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.email, a.email_key, a.password_hash,
    (select x.confirmed_at from public.account_totps x where x.account_id = a.id),
    (select count(*)::int from public.account_passkeys x where x.account_id = a.id),
    (select count(*)::int from public.account_recovery_codes x where x.account_id = a.id and x.used_at is null),
    a.second_factor_blocked_until
  from public.accounts a where a.id = p_account_id and a.disabled_at is null
$$;

-- Recovery codes -------------------------------------------------------------------------------------------------------

-- The caller holds the account's row.
create function directory.put_recovery_codes(p_account_id uuid, p_hashes bytea[], p_at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.account_recovery_codes c where c.account_id = p_account_id;
  insert into public.account_recovery_codes (account_id, code_hash, created_at) select p_account_id, h, p_at from unnest(p_hashes) h;
$$;

-- No row where there is nothing to recover from.
create function directory.renew_recovery_codes(p_account_id uuid, p_hashes bytea[], p_at timestamptz) returns table (account_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id and a.disabled_at is null for update;
  if not found or not directory.has_factor(p_account_id) then
    return;
  end if;
  perform directory.put_recovery_codes(p_account_id, p_hashes, p_at);
  return query select p_account_id;
end $$;

-- p_hashes: one code under each pepper there is.
create function directory.use_recovery_code(p_account_id uuid, p_hashes bytea[], p_at timestamptz) returns table (account_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_recovery_codes c set used_at = p_at
  where c.account_id = p_account_id and c.code_hash = any (p_hashes) and c.used_at is null returning c.account_id
$$;

-- Codes of an authenticator app ----------------------------------------------------------------------------------------

-- Takes the place of one that was begun and never confirmed. No row: there is a confirmed one.
create function directory.begin_totp(p_account_id uuid, p_secret bytea, p_pepper_id text, p_at timestamptz) returns table (email text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.account_totps as x (account_id, secret, pepper_id, created_at) values (p_account_id, p_secret, p_pepper_id, p_at)
    on conflict (account_id) do update
      set secret = excluded.secret, pepper_id = excluded.pepper_id, created_at = excluded.created_at, last_step = 0
      where x.confirmed_at is null;
  if not found then
    return;
  end if;
  return query select a.email from public.accounts a where a.id = p_account_id;
end $$;

create function directory.totp_of(p_account_id uuid)
returns table (secret bytea, pepper_id text, created_at timestamptz, confirmed_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select x.secret, x.pepper_id, x.created_at, x.confirmed_at from public.account_totps x where x.account_id = p_account_id
$$;

-- p_secret is the one that the code was checked with: another may have been begun meanwhile.
create function directory.confirm_totp(p_account_id uuid, p_secret bytea, p_step bigint, p_at timestamptz, p_code_hashes bytea[])
returns table (first boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id and a.disabled_at is null for update;
  if not found then
    return;
  end if;
  first := not directory.has_factor(p_account_id);
  update public.account_totps x set confirmed_at = p_at, last_step = p_step
    where x.account_id = p_account_id and x.secret = p_secret and x.confirmed_at is null;
  if not found then
    return;
  end if;
  if first then
    perform directory.put_recovery_codes(p_account_id, p_code_hashes, p_at);
  end if;
  return next;
end $$;

-- The one place where a code counts. p_secret_now is the same secret, sealed under the current pepper.
create function directory.use_totp(p_account_id uuid, p_step bigint, p_secret bytea, p_secret_now bytea, p_pepper_id text)
returns table (account_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_totps x set last_step = p_step, secret = p_secret_now, pepper_id = p_pepper_id
  where x.account_id = p_account_id and x.confirmed_at is not null and x.secret = p_secret and x.last_step < p_step
  returning x.account_id
$$;

-- Without a second factor there is nothing that printed codes or a mailed link could stand in for.
create function directory.after_removal(p_account_id uuid, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if directory.has_factor(p_account_id) then
    return;
  end if;
  delete from public.account_recovery_codes c where c.account_id = p_account_id;
  update public.one_time_artefacts o set consumed_at = p_at, details = '{}'
    where o.subject = p_account_id::text and o.purpose in ('recover-factor', 'cancel-recovery', 'second-factor') and o.consumed_at is null;
end $$;

-- outcome: 'removed'; 'required' by the tenant of that name, and kept. No row: there is none.
create function directory.remove_totp(p_account_id uuid, p_at timestamptz) returns table (outcome text, required_by text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id for update;
  perform from public.account_totps x where x.account_id = p_account_id and x.confirmed_at is not null;
  if not found then
    return;
  end if;
  required_by := directory.factor_required_by(p_account_id);
  if required_by is not null and not exists (select from public.account_passkeys x where x.account_id = p_account_id) then
    outcome := 'required';
    return next;
    return;
  end if;
  delete from public.account_totps x where x.account_id = p_account_id;
  perform directory.after_removal(p_account_id, p_at);
  outcome := 'removed';
  return next;
end $$;

-- Passkeys -------------------------------------------------------------------------------------------------------------

create function directory.passkeys_of(p_account_id uuid)
returns table (passkey_id uuid, credential_id bytea, transports text[], backed_up boolean, name text, created_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select x.id, x.credential_id, x.transports, x.backed_up, x.name, x.created_at, x.last_used_at
  from public.account_passkeys x where x.account_id = p_account_id order by x.created_at, x.id limit 100
$$;

create function directory.passkey_by_credential(p_credential_id bytea)
returns table (passkey_id uuid, account_id uuid, public_key bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select x.id, x.account_id, x.public_key from public.account_passkeys x
  join public.accounts a on a.id = x.account_id and a.disabled_at is null
  where x.credential_id = p_credential_id
$$;

-- outcome: 'added', 'too many', 'exists'. p_passkey: {id, signCount, transports, aaguid, backupEligible, backedUp, name}
create function directory.add_passkey(
  p_account_id uuid, p_credential_id bytea, p_public_key bytea, p_passkey jsonb, p_most int, p_at timestamptz, p_code_hashes bytea[])
returns table (outcome text, first boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id and a.disabled_at is null for update;
  if not found then
    return;
  end if;
  first := not directory.has_factor(p_account_id);
  if (select count(*) from public.account_passkeys x where x.account_id = p_account_id) >= p_most then
    outcome := 'too many';
    return next;
    return;
  end if;
  insert into public.account_passkeys (id, account_id, credential_id, public_key, sign_count, transports, aaguid, backup_eligible, backed_up, name, created_at)
    values ((p_passkey ->> 'id')::uuid, p_account_id, p_credential_id, p_public_key, (p_passkey ->> 'signCount')::bigint,
      array(select jsonb_array_elements_text(p_passkey -> 'transports')), (p_passkey ->> 'aaguid')::uuid,
      (p_passkey ->> 'backupEligible')::boolean, (p_passkey ->> 'backedUp')::boolean, p_passkey ->> 'name', p_at)
    on conflict (credential_id) do nothing;
  if not found then
    outcome := 'exists';
    return next;
    return;
  end if;
  if first then
    perform directory.put_recovery_codes(p_account_id, p_code_hashes, p_at);
  end if;
  outcome := 'added';
  return next;
end $$;

create function directory.rename_passkey(p_account_id uuid, p_id uuid, p_name text)
returns table (passkey_id uuid, credential_id bytea, transports text[], backed_up boolean, name text, created_at timestamptz, last_used_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_passkeys x set name = p_name where x.id = p_id and x.account_id = p_account_id
  returning x.id, x.credential_id, x.transports, x.backed_up, x.name, x.created_at, x.last_used_at
$$;

-- As remove_totp.
create function directory.remove_passkey(p_account_id uuid, p_id uuid, p_at timestamptz) returns table (outcome text, required_by text, name text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id for update;
  select x.name into remove_passkey.name from public.account_passkeys x where x.id = p_id and x.account_id = p_account_id;
  if not found then
    return;
  end if;
  required_by := directory.factor_required_by(p_account_id);
  if required_by is not null
    and not exists (select from public.account_totps x where x.account_id = p_account_id and x.confirmed_at is not null)
    and not exists (select from public.account_passkeys x where x.account_id = p_account_id and x.id <> p_id) then
    outcome := 'required';
    return next;
    return;
  end if;
  delete from public.account_passkeys x where x.id = p_id and x.account_id = p_account_id;
  perform directory.after_removal(p_account_id, p_at);
  outcome := 'removed';
  return next;
end $$;

-- A counter that does not rise tells of a copy (WebAuthn section 6.1.1); an authenticator that keeps none says 0 for ever.
create function directory.use_passkey(p_id uuid, p_sign_count bigint, p_backed_up boolean, p_at timestamptz) returns table (passkey_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.account_passkeys x set sign_count = p_sign_count, backed_up = p_backed_up, last_used_at = p_at
  where x.id = p_id and (x.sign_count < p_sign_count or (x.sign_count = 0 and p_sign_count = 0)) returning x.id
$$;

-- Wrong ones -----------------------------------------------------------------------------------------------------------

-- Counted before the guess is looked at, so that a hundred at once are not all looked at first and counted afterwards.
-- No row: it is not to be looked at.
create function directory.take_second_factor_try(p_account_id uuid, p_at timestamptz, p_free int, p_blocked_until timestamptz)
returns table (failures int, blocked_until timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.accounts a set second_factor_failures = a.second_factor_failures + 1,
    second_factor_blocked_until = case when a.second_factor_failures + 1 >= p_free then p_blocked_until end
  where a.id = p_account_id and a.disabled_at is null
    and (a.second_factor_blocked_until is null or a.second_factor_blocked_until <= p_at)
  returning a.second_factor_failures, a.second_factor_blocked_until
$$;

-- Whoever still has a factor has lost none: what was asked for in their name is void.
create function directory.second_factor_passed(p_account_id uuid, p_at timestamptz) returns table (account_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id for update;
  update public.accounts a set second_factor_failures = 0, second_factor_blocked_until = null
    where a.id = p_account_id and (a.second_factor_failures > 0 or a.second_factor_blocked_until is not null);
  update public.one_time_artefacts o set consumed_at = p_at, details = '{}'
    where o.subject = p_account_id::text and o.purpose in ('recover-factor', 'cancel-recovery') and o.consumed_at is null;
  return query select p_account_id;
end $$;

-- Lost factors ---------------------------------------------------------------------------------------------------------

-- Reads an artefact without using it up or counting: where nothing is guessed beside it.
create function directory.look_at_artefact(p_purpose text, p_hash bytea, p_at timestamptz, p_most int)
returns table (subject text, details jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.subject, a.details from public.one_time_artefacts a
  where a.hash = p_hash and a.purpose = p_purpose and a.consumed_at is null and a.expires_at > p_at and a.attempts < p_most
$$;

-- Two artefacts: one to complete from p_usable_from on, one to take it back at once. Earlier ones stay: a letter that was
-- read late must still be able to stop everything. No row: as many are open as may be, or there is nothing to recover.
create function directory.ask_factor_recovery(
  p_account_id uuid, p_id uuid, p_hash bytea, p_cancel_id uuid, p_cancel_hash bytea, p_at timestamptz, p_usable_from timestamptz,
  p_expires_at timestamptz, p_most int)
returns table (email text, email_key text, owners text[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id and a.disabled_at is null for update;
  if not found or not directory.has_factor(p_account_id)
    or (select count(*) from public.one_time_artefacts o where o.purpose = 'recover-factor' and o.subject = p_account_id::text
      and o.consumed_at is null and o.expires_at > p_at) >= p_most then
    return;
  end if;
  insert into public.one_time_artefacts (id, purpose, subject, hash, details, created_at, expires_at) values
    (p_id, 'recover-factor', p_account_id::text, p_hash, jsonb_build_object('usableFrom', p_usable_from), p_at, p_expires_at),
    (p_cancel_id, 'cancel-recovery', p_account_id::text, p_cancel_hash, '{}', p_at, p_expires_at);
  return query select a.email, a.email_key, array(
      select distinct b.email_key from public.members m
        join public.members o on o.tenant_id = m.tenant_id and o.role = 'owner' and o.account_id <> p_account_id
        join public.accounts b on b.id = o.account_id and b.disabled_at is null
        where m.account_id = p_account_id order by 1 limit 100)
    from public.accounts a where a.id = p_account_id;
end $$;

create function directory.cancel_factor_recovery(p_hash bytea, p_at timestamptz) returns table (account_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare asked record;
begin
  select * into asked from directory.consume_artefact('cancel-recovery', p_hash, p_at);
  if not found then
    return;
  end if;
  update public.one_time_artefacts o set consumed_at = p_at, details = '{}'
    where o.subject = asked.subject and o.purpose in ('recover-factor', 'cancel-recovery') and o.consumed_at is null;
  return query select asked.subject::uuid;
end $$;

-- Removes every factor and ends every session. outcome: 'done'; 'early' until usable_from. No row: wrong, used, late, cancelled.
create function directory.complete_factor_recovery(p_hash bytea, p_at timestamptz)
returns table (outcome text, usable_from timestamptz, account_id uuid, email text, email_key text, session_ids uuid[], session_tenants uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare asked record;
begin
  select o.subject, (o.details ->> 'usableFrom')::timestamptz as usable_from into asked from public.one_time_artefacts o
    where o.hash = p_hash and o.purpose = 'recover-factor' and o.consumed_at is null and o.expires_at > p_at;
  if not found then
    return;
  end if;
  if asked.usable_from > p_at then
    outcome := 'early';
    usable_from := asked.usable_from;
    return next;
    return;
  end if;
  -- The account first, as everywhere: whoever passes a factor just now may void what is used here.
  select a.id, a.email, a.email_key into complete_factor_recovery.account_id, complete_factor_recovery.email, complete_factor_recovery.email_key
    from public.accounts a where a.id = asked.subject::uuid and a.disabled_at is null for update;
  if not found then
    return;
  end if;
  perform from directory.consume_artefact('recover-factor', p_hash, p_at);
  if not found then
    return;
  end if;
  delete from public.account_totps x where x.account_id = complete_factor_recovery.account_id;
  delete from public.account_passkeys x where x.account_id = complete_factor_recovery.account_id;
  update public.accounts a set second_factor_failures = 0, second_factor_blocked_until = null where a.id = complete_factor_recovery.account_id;
  perform directory.after_removal(complete_factor_recovery.account_id, p_at);
  with ended as (
    update public.sessions s set revoked_at = p_at
      where s.account_id = complete_factor_recovery.account_id and s.revoked_at is null and s.expires_at > p_at returning s.id, s.tenant_id
  )
  select coalesce(array_agg(e.id), '{}'), coalesce(array_agg(e.tenant_id), '{}') into session_ids, session_tenants from ended e;
  outcome := 'done';
  return next;
end $$;

-- A session from before the first factor was opened by what alone is not enough any more.
create function directory.end_sessions_beside(p_account_id uuid, p_keep uuid, p_at timestamptz) returns table (session_id uuid, tenant_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set revoked_at = p_at
  where s.account_id = p_account_id and s.id <> p_keep and s.revoked_at is null and s.expires_at > p_at returning s.id, s.tenant_id
$$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
