-- Who wants mail about which alerts, and when not.
call app.tenant_table('notification_rules', $$
  name text not null check (length(name) between 1 and 100),
  severities text[] not null default '{}',
  rule_ids text[] not null default '{}',
  tags text[] not null default '{}',
  entity_text text,
  recipients uuid[] not null check (cardinality(recipients) between 1 and 50),
  quiet jsonb,
  mails_per_hour int not null check (mails_per_hour between 1 and 60),
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  flush_at timestamptz,
  ended_at timestamptz,
  ended_by text
$$);
create index notification_rules_alive on notification_rules (tenant_id, created_at, id) where ended_at is null;
call app.describe('notification_rules', $json${
  "name": "indirect; what its maker calls it; with the tenant",
  "severities": "none; which alerts; with the tenant",
  "rule_ids": "none; which alerts; with the tenant",
  "tags": "none; which alerts; with the tenant",
  "entity_text": "direct; whom alerts are about, may be a person; with the tenant",
  "recipients": "indirect; accounts that are written to; with the tenant",
  "quiet": "indirect; when they do not want mail; with the tenant",
  "mails_per_hour": "none; bounds the mail; with the tenant",
  "created_by": "indirect; who made it, as an id; with the tenant",
  "created_at": "none; when; with the tenant",
  "changed_at": "none; when; with the tenant",
  "flush_at": "none; when what it holds back is due; with the tenant",
  "ended_at": "none; when it was ended; with the tenant",
  "ended_by": "indirect; who ended it, as an id; with the tenant"
}$json$);

-- One e-mail to each recipient: about one alert, or about all that had gathered.
call app.tenant_table('notification_mailings', $$
  notification_id uuid not null,
  kind text not null check (kind in ('alert', 'digest')),
  made_at timestamptz not null
$$);
alter table notification_mailings add foreign key (tenant_id, notification_id) references notification_rules (tenant_id, id);
create index notification_mailings_by_rule on notification_mailings (tenant_id, notification_id, made_at desc);
call app.describe('notification_mailings', $json${
  "notification_id": "none; by which rule; with the tenant",
  "kind": "none; one alert or many; with the tenant",
  "made_at": "none; counts mails an hour; with the tenant"
}$json$);

-- An alert is told of once by each rule: the key says so. Without a mailing it waits.
call app.tenant_table('alert_notifications', $$
  notification_id uuid not null,
  alert_id uuid not null,
  mailing_id uuid,
  noted_at timestamptz not null
$$, key => 'notification_id, alert_id');
alter table alert_notifications add foreign key (tenant_id, notification_id) references notification_rules (tenant_id, id);
alter table alert_notifications add foreign key (tenant_id, alert_id) references alerts (tenant_id, id);
create index alert_notifications_waiting on alert_notifications (tenant_id, notification_id, noted_at) where mailing_id is null;
create index alert_notifications_by_mailing on alert_notifications (tenant_id, mailing_id) where mailing_id is not null;
create index alert_notifications_by_alert on alert_notifications (tenant_id, alert_id);
call app.describe('alert_notifications', $json${
  "notification_id": "none; by which rule; with the alert",
  "alert_id": "none; about which alert; with the alert",
  "mailing_id": "none; with which mail it went; with the alert",
  "noted_at": "none; the order; with the alert"
}$json$);

call app.tenant_table('notification_letters', $$
  mailing_id uuid not null,
  account_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'gone')),
  claimed_until timestamptz,
  settled_at timestamptz
$$, key => 'mailing_id, account_id');
alter table notification_letters add foreign key (tenant_id, mailing_id) references notification_mailings (tenant_id, id);
create index notification_letters_waiting on notification_letters (tenant_id, mailing_id) where state = 'waiting';
call app.describe('notification_letters', $json${
  "mailing_id": "none; which mail; with the tenant",
  "account_id": "indirect; to whom; with the tenant",
  "state": "none; whether it went; with the tenant",
  "claimed_until": "none; whether somebody is sending it; with the tenant",
  "settled_at": "none; when; with the tenant"
}$json$);

-- Addresses of a tenant's members that may sign in: of those named, or of all.
create function directory.member_addresses(p_tenant_id uuid, p_account_ids uuid[])
returns table (account_id uuid, email text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.email, m.role from public.members m join public.accounts a on a.id = m.account_id
  where m.tenant_id = p_tenant_id and a.disabled_at is null and (p_account_ids is null or a.id = any (p_account_ids))
  order by m.joined_at, a.id limit 1000
$$;
revoke execute on function directory.member_addresses(uuid, uuid[]) from public;
grant execute on function directory.member_addresses(uuid, uuid[]) to vedette_directory;
