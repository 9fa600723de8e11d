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

-- Tenants that an account may work in, for switching between them.
create function directory.tenants_of(p_account_id uuid)
returns table (tenant_id uuid, tenant_name text, role text, joined_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.name, m.role, m.joined_at from public.members m join public.tenants t on t.id = m.tenant_id
  where m.account_id = p_account_id and t.state <> 'suspended' order by t.name, t.id limit 500
$$;

-- A member was removed: their sessions here are over for good, also if they are invited again later. None is rotated away
-- beside it.
create function directory.end_sessions(p_account_id uuid, p_tenant_id uuid, p_at timestamptz) returns table (session_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.accounts a where a.id = p_account_id for no key update;
  return query update public.sessions s set revoked_at = p_at
    where s.account_id = p_account_id and s.tenant_id = p_tenant_id and s.revoked_at is null returning s.id;
end $$;

revoke execute on all functions in schema directory from public;
grant execute on all functions in schema directory to vedette_directory;
