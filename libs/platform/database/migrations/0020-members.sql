-- Who belongs to a tenant, as what, and since when: seven built-in roles, roles of its own, teams, invitations, and reviews
-- of who has access. What a built-in role may do stands in the code; what one of the tenant's own may do, here.
call app.tenant_table('roles', $$
  name text not null check (length(name) between 1 and 60),
  description text not null default '' check (length(description) <= 300),
  permissions text[] not null check (cardinality(permissions) between 1 and 200),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
$$, doors => array['directory']);
create unique index roles_by_name on roles (tenant_id, lower(name));

alter table members drop constraint members_role_check;
alter table members
  add column custom_role_id uuid,
  add constraint members_role_check check (role in ('owner', 'admin', 'analyst', 'responder', 'auditor', 'viewer', 'billing', 'custom')),
  add constraint members_custom_role check (role <> 'custom' or custom_role_id is not null),
  add constraint members_role_of_tenant foreign key (tenant_id, custom_role_id) references roles (tenant_id, id);
create index members_by_custom_role on members (tenant_id, custom_role_id) where custom_role_id is not null;

-- The letter's token is a one-time artefact of purpose 'invite'; its details name the invitation, which decides.
call app.tenant_table('invitations', $$
  email text not null check (length(email) <= 320),
  email_key text not null check (length(email_key) <= 320),
  role text not null check (role in ('owner', 'admin', 'analyst', 'responder', 'auditor', 'viewer', 'billing', 'custom')),
  custom_role_id uuid,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  sent_at timestamptz not null default now(),
  sent_count int not null default 1,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  constraint invitations_custom_role check (role <> 'custom' or custom_role_id is not null),
  constraint invitations_role_of_tenant foreign key (tenant_id, custom_role_id) references roles (tenant_id, id)
$$, doors => array['directory']);
create unique index invitations_open on invitations (tenant_id, email_key) where accepted_at is null and revoked_at is null;
create index invitations_by_custom_role on invitations (tenant_id, custom_role_id) where custom_role_id is not null;

call app.tenant_table('teams', $$
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null default now()
$$);
create unique index teams_by_name on teams (tenant_id, lower(name));
call app.tenant_table('team_members', $$
  team_id uuid not null,
  account_id uuid not null,
  added_at timestamptz not null default now(),
  constraint team_members_team foreign key (tenant_id, team_id) references teams (tenant_id, id)
$$, key => 'team_id, account_id');

-- Never changed: it answers who could do what on a day gone by, after roles and members have changed.
call app.tenant_table('member_changes', $$
  account_id uuid not null,
  change text not null check (change in ('joined', 'changed', 'left')),
  role text not null,
  role_name text not null,
  permissions text[] not null,
  by_principal text not null default app.principal(),
  at timestamptz not null default clock_timestamp()
$$, privileges => 'select, insert');
create index member_changes_by_account on member_changes (tenant_id, account_id, at desc);

call app.tenant_table('access_reviews', $$
  name text not null check (length(name) between 1 and 100),
  started_by uuid not null,
  started_at timestamptz not null default now(),
  due_at timestamptz not null,
  closed_at timestamptz
$$);
call app.tenant_table('access_review_items', $$
  review_id uuid not null,
  account_id uuid not null,
  role_name text not null,
  permissions text[] not null,
  decision text check (decision in ('keep', 'remove')),
  note text not null default '' check (length(note) <= 500),
  decided_by uuid,
  decided_at timestamptz,
  constraint access_review_items_review foreign key (tenant_id, review_id) references access_reviews (tenant_id, id)
$$, key => 'review_id, account_id');

call app.describe('roles', $json${
  "name": "none; what the tenant calls it; with the role",
  "description": "none; what it is for; with the role",
  "permissions": "none; what it may do; with the role",
  "created_by": "indirect; who made it; with the role",
  "created_at": "none; when; with the role",
  "changed_at": "none; when it last changed; with the role"
}$json$);
call app.describe('members', $json${
  "custom_role_id": "none; which of the tenant's own roles; with the membership"
}$json$);
call app.describe('invitations', $json${
  "email": "direct; whom it was sent to; with the tenant",
  "email_key": "direct; the address as it is compared; with the tenant",
  "role": "none; as what they would join; with the tenant",
  "custom_role_id": "none; which of the tenant's own roles; with the tenant",
  "invited_by": "indirect; who asked them in; with the tenant",
  "created_at": "none; when; with the tenant",
  "expires_at": "none; until when it may be accepted; with the tenant",
  "sent_at": "none; when the last letter went out; with the tenant",
  "sent_count": "none; how many letters went out; with the tenant",
  "accepted_at": "none; when it was accepted; with the tenant",
  "accepted_by": "indirect; who accepted it; with the tenant",
  "revoked_at": "none; when it was taken back; with the tenant"
}$json$);
call app.describe('teams', $json${
  "name": "none; what the tenant calls it; with the team",
  "created_at": "none; when; with the team"
}$json$);
call app.describe('team_members', $json${
  "team_id": "none; which team; with the membership",
  "account_id": "indirect; who; with the membership",
  "added_at": "none; since when; with the membership"
}$json$);
call app.describe('member_changes', $json${
  "account_id": "indirect; whose access; with the tenant's audit retention",
  "change": "none; what happened; with the tenant's audit retention",
  "role": "none; the role from then on; with the tenant's audit retention",
  "role_name": "none; its name then; with the tenant's audit retention",
  "permissions": "none; what it allowed then; with the tenant's audit retention",
  "by_principal": "indirect; who did it; with the tenant's audit retention",
  "at": "none; when; with the tenant's audit retention"
}$json$);
call app.describe('access_reviews', $json${
  "name": "none; what it is called; with the tenant",
  "started_by": "indirect; who began it; with the tenant",
  "started_at": "none; when; with the tenant",
  "due_at": "none; until when it is to be done; with the tenant",
  "closed_at": "none; when it was ended; with the tenant"
}$json$);
call app.describe('access_review_items', $json${
  "review_id": "none; which review; with the tenant",
  "account_id": "indirect; whose access; with the tenant",
  "role_name": "none; as what; with the tenant",
  "permissions": "none; what it allows; with the tenant",
  "decision": "none; whether it stays; with the tenant",
  "note": "indirect; why; with the tenant",
  "decided_by": "indirect; who decided; with the tenant",
  "decided_at": "none; when; with the tenant"
}$json$);

-- What a role of the tenant's own allows comes along wherever a role is answered; null for a built-in one.
drop function directory.open_session(uuid, bytea, uuid, uuid, timestamptz, timestamptz, timestamptz);
create function directory.open_session(
  p_id uuid, p_hash bytea, p_account_id uuid, p_tenant_id uuid,
  p_at timestamptz, p_idle_expires_at timestamptz, p_expires_at timestamptz)
returns table (email text, tenant_name text, role text, role_permissions text[])
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with allowed as (
    select a.email, t.name, m.role, r.permissions
    from public.accounts a
    join public.members m on m.tenant_id = p_tenant_id and m.account_id = a.id
    join public.tenants t on t.id = m.tenant_id
    left join public.roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
    where a.id = p_account_id and a.disabled_at is null and t.state = 'active'
  ), opened as (
    insert into public.sessions (id, token_hash, account_id, tenant_id, created_at, last_seen_at, idle_expires_at, expires_at)
    select p_id, p_hash, p_account_id, p_tenant_id, p_at, p_at, p_idle_expires_at, p_expires_at from allowed
    returning 1
  )
  select allowed.email, allowed.name, allowed.role, allowed.permissions from allowed, opened
$$;

drop function directory.session_by_hash(bytea, timestamptz, timestamptz);
create function directory.session_by_hash(p_hash bytea, p_at timestamptz, p_idle_expires_at timestamptz)
returns table (session_id uuid, account_id uuid, email text, tenant_id uuid, tenant_name text, role text, role_permissions text[], ends_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare seen timestamptz;
begin
  select s.id, a.id, a.email, t.id, t.name, m.role, r.permissions, least(s.expires_at, s.idle_expires_at), s.last_seen_at
    into session_id, session_by_hash.account_id, session_by_hash.email, session_by_hash.tenant_id,
      session_by_hash.tenant_name, session_by_hash.role, role_permissions, ends_at, seen
    from public.sessions s
    join public.accounts a on a.id = s.account_id
    join public.tenants t on t.id = s.tenant_id
    join public.members m on m.tenant_id = s.tenant_id and m.account_id = s.account_id
    left join public.roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
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

drop function directory.api_key_by_public_id(text);
create function directory.api_key_by_public_id(p_public_id text)
returns table (key_id uuid, tenant_id uuid, tenant_name text, tenant_active boolean, secret_hash bytea, pepper_id text,
  scopes text[], role text, role_permissions text[], expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.id, k.tenant_id, t.name, t.state = 'active', k.secret_hash, k.pepper_id, k.scopes,
    case when a.disabled_at is null then m.role end, r.permissions, k.expires_at, k.revoked_at, k.last_used_at
  from public.api_keys k
  join public.tenants t on t.id = k.tenant_id
  left join public.members m on m.tenant_id = k.tenant_id and m.account_id = k.created_by
  left join public.roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
  left join public.accounts a on a.id = m.account_id
  where k.public_id = p_public_id
$$;

drop function directory.live_among(uuid[], uuid[], uuid[], timestamptz);
create function directory.live_among(p_session_ids uuid[], p_key_ids uuid[], p_key_tenant_ids uuid[], p_at timestamptz)
returns table (id uuid, role text, role_permissions text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, m.role, r.permissions from public.sessions s
  join public.accounts a on a.id = s.account_id
  join public.tenants t on t.id = s.tenant_id
  join public.members m on m.tenant_id = s.tenant_id and m.account_id = s.account_id
  left join public.roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
  where s.id = any (p_session_ids) and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    and a.disabled_at is null and t.state = 'active'
  union all
  select k.id, m.role, r.permissions from unnest(p_key_tenant_ids, p_key_ids) asked (tenant_id, key_id)
  join public.api_keys k on k.tenant_id = asked.tenant_id and k.id = asked.key_id
  join public.tenants t on t.id = k.tenant_id
  join public.members m on m.tenant_id = k.tenant_id and m.account_id = k.created_by
  left join public.roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
  join public.accounts a on a.id = m.account_id
  where k.revoked_at is null and k.expires_at > p_at and a.disabled_at is null and t.state = 'active'
$$;

-- Invitations ----------------------------------------------------------------------------------------------------------

-- What the holder of the letter may know before accepting. No row: wrong, used, late, or taken back.
create function directory.invitation_by_hash(p_hash bytea, p_at timestamptz)
returns table (tenant_id uuid, tenant_name text, email text, email_key text, role text, role_name text, role_permissions text[], expires_at timestamptz, has_account boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.tenant_id, t.name, i.email, i.email_key, i.role, coalesce(r.name, i.role), r.permissions, i.expires_at,
    exists (select from public.accounts a where a.email_key = i.email_key)
  from public.one_time_artefacts o
  join public.invitations i on i.tenant_id = o.tenant_id and i.id = (o.details ->> 'invitationId')::uuid and i.email_key = o.subject
  join public.tenants t on t.id = i.tenant_id and t.state = 'active'
  left join public.roles r on r.tenant_id = i.tenant_id and r.id = i.custom_role_id
  where o.hash = p_hash and o.purpose = 'invite' and o.consumed_at is null and o.expires_at > p_at
    and i.accepted_at is null and i.revoked_at is null and i.expires_at > p_at
$$;

-- Makes the invited address a member and opens a session. With a password the address must have no account yet and gets
-- one, verified by the letter; without, the account must be the one the invitation was sent to. Nothing is used up unless
-- all of it happens.
create function directory.accept_invitation(
  p_hash bytea, p_account_id uuid, p_password_hash text, p_member_id uuid, p_session_id uuid, p_session_hash bytea,
  p_at timestamptz, p_idle_expires_at timestamptz, p_expires_at timestamptz)
returns table (tenant_id uuid, email text, tenant_name text, role text, role_permissions text[], joined boolean)
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
  return query select invited.tenant_id, o.email, o.tenant_name, o.role, o.role_permissions, accept_invitation.joined
    from directory.open_session(p_session_id, p_session_hash, p_account_id, invited.tenant_id, p_at, p_idle_expires_at, p_expires_at) o;
end $$;

-- Tenants that an account may work in, for switching between them.
create function directory.tenants_of(p_account_id uuid)
returns table (tenant_id uuid, tenant_name text, role text, joined_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.name, m.role, m.joined_at from public.members m join public.tenants t on t.id = m.tenant_id
  where m.account_id = p_account_id and t.state = 'active' order by t.name, t.id limit 500
$$;

-- The session moves to another tenant of its account under a new token; the old one is dead at once.
create function directory.switch_tenant(p_session_id uuid, p_account_id uuid, p_tenant_id uuid, p_new_id uuid, p_new_hash bytea, p_at timestamptz, p_idle_expires_at timestamptz)
returns table (email text, tenant_name text, role text, role_permissions text[], expires_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare until timestamptz;
begin
  select s.expires_at into until from public.sessions s
    where s.id = p_session_id and s.account_id = p_account_id and s.revoked_at is null and s.idle_expires_at > p_at and s.expires_at > p_at
    for update;
  if not found then
    return;
  end if;
  return query select o.email, o.tenant_name, o.role, o.role_permissions, until
    from directory.open_session(p_new_id, p_new_hash, p_account_id, p_tenant_id, p_at, least(p_idle_expires_at, until), until) o;
  if not found then
    return;
  end if;
  update public.sessions s set revoked_at = p_at where s.id = p_session_id;
  update public.accounts a set last_tenant_id = p_tenant_id where a.id = p_account_id;
end $$;

-- A member was removed: their sessions here are over for good, also if they are invited again later.
create function directory.end_sessions(p_account_id uuid, p_tenant_id uuid, p_at timestamptz) returns table (session_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update public.sessions s set revoked_at = p_at
  where s.account_id = p_account_id and s.tenant_id = p_tenant_id and s.revoked_at is null returning s.id
$$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
