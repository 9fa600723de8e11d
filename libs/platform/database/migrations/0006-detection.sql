-- Rule packs are shared by all tenants: workers write them through the catalog door, every tenant reads them.

create table rule_packs (
  id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
  title text not null,
  origin text not null,
  checksum text not null,
  synced_at timestamptz not null default now(),
  rules int not null,
  refused int not null
);
create table rules (
  pack_id text not null references rule_packs (id),
  rule_id text not null,
  title text not null,
  level text not null,
  author text not null,
  licence text not null,
  path text not null,
  yaml text not null,
  refusal text,
  primary key (pack_id, path)
);
create index rules_by_id on rules (rule_id);

call app.tenant_table('alerts', $$
  rule_id text not null,
  rule_title text not null,
  rule_author text not null,
  rule_licence text not null,
  rule_pack text not null,
  severity text not null check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
  attack text[] not null default '{}',
  entity_kind text not null,
  entity text not null,
  source text not null,
  reason text not null,
  status text not null default 'open' check (status in ('open', 'acknowledged', 'closed')),
  resolution text check (resolution in ('true-positive', 'false-positive', 'benign')),
  first_event_at timestamptz not null,
  last_event_at timestamptz not null,
  event_count bigint not null,
  version int not null default 1,
  opened_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  acknowledged_by text,
  acknowledged_at timestamptz,
  closed_by text,
  closed_at timestamptz
$$);
create index alerts_by_time on alerts (tenant_id, opened_at desc, id desc);
create index alerts_by_status on alerts (tenant_id, status, opened_at desc, id desc);
create index alerts_by_severity on alerts (tenant_id, severity, opened_at desc, id desc);

-- One head per (tenant, rule, entity): the alert that the next matching event may join.
call app.tenant_table('alert_heads', $$
  rule_id text not null,
  entity text not null,
  alert_id uuid not null,
  last_event_at timestamptz not null
$$, key => 'rule_id, entity');
alter table alert_heads add foreign key (tenant_id, alert_id) references alerts (tenant_id, id);

-- The first 10 events of an alert, copied, so that retention never empties an alert. Identity: (segment, index).
call app.tenant_table('alert_evidence', $$
  alert_id uuid not null,
  position int not null check (position between 1 and 10),
  segment_id uuid not null,
  segment_day date not null,
  event_index int not null,
  event_at timestamptz not null,
  event jsonb not null,
  matched jsonb not null
$$, key => 'alert_id, position');
alter table alert_evidence add foreign key (tenant_id, alert_id) references alerts (tenant_id, id);
