-- Rule packs are shared by all tenants: workers write them through the catalog door, every tenant reads them.
create table rule_packs (
  id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
  title text not null,
  licence text not null,
  origin text not null,
  checksum text not null,
  synced_at timestamptz not null default clock_timestamp(),
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
grant select, insert, update, delete on rule_packs, rules to vedette_catalog;
grant select on rule_packs, rules to vedette_app;

call app.describe('rule_packs', $json${
  "id": "none; names the pack; with the pack",
  "title": "none; what a reader sees; with the pack",
  "licence": "none; holds for rules that name none; with the pack",
  "origin": "none; where it was synced from; with the pack",
  "checksum": "none; tells whether it changed; with the pack",
  "synced_at": "none; when it last changed; with the pack",
  "rules": "none; counts; with the pack",
  "refused": "none; counts what cannot be compiled; with the pack"
}$json$);
call app.describe('rules', $json${
  "pack_id": "none; whose rule it is; with the pack",
  "rule_id": "none; names the rule; with the pack",
  "title": "none; what a reader sees; with the pack",
  "level": "none; how bad a match is; with the pack",
  "author": "direct; attribution that the licence asks for; with the pack",
  "licence": "none; attribution; with the pack",
  "path": "none; the file inside the pack; with the pack",
  "yaml": "direct; the rule itself, names its author; with the pack",
  "refusal": "none; why it does not run; with the pack"
}$json$);

-- Times are cut to milliseconds, as clients read them: a cursor made from what was read must find its row again.
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
  event_count bigint not null check (event_count > 0),
  version int not null default 1,
  opened_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  changed_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  acknowledged_by text,
  acknowledged_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  check (last_event_at >= first_event_at),
  check ((status = 'closed') = (closed_at is not null) and (status = 'closed') = (resolution is not null))
$$);
create index alerts_by_time on alerts (tenant_id, opened_at desc, id desc);
create index alerts_by_status on alerts (tenant_id, status, opened_at desc, id desc);
create index alerts_by_severity on alerts (tenant_id, severity, opened_at desc, id desc);
-- Finds the alert that a late event belongs to, and lists the alerts of a rule.
create index alerts_by_rule on alerts (tenant_id, rule_id, entity, last_event_at);

call app.describe('alerts', $json${
  "rule_id": "none; which rule fired; with the alert",
  "rule_title": "none; what a reader sees; with the alert",
  "rule_author": "direct; attribution that the rule's licence asks for; with the alert",
  "rule_licence": "none; attribution; with the alert",
  "rule_pack": "none; where the rule comes from; with the alert",
  "severity": "none; orders the work; with the alert",
  "attack": "none; ATT&CK tags; with the alert",
  "entity_kind": "none; what the entity is; with the alert",
  "entity": "direct; the host, user or address it is about; with the alert or by erasure of the entity",
  "source": "indirect; where the events come from; with the alert",
  "reason": "direct; says why it fired in words of the event; with the alert or by erasure of the entity",
  "status": "none; where the work stands; with the alert",
  "resolution": "none; how it ended; with the alert",
  "first_event_at": "none; when it began; with the alert",
  "last_event_at": "none; until when it went on; with the alert",
  "event_count": "none; counts; with the alert",
  "version": "none; counts the changes; with the alert",
  "opened_at": "none; orders the list; with the alert",
  "changed_at": "none; when it last changed; with the alert",
  "acknowledged_by": "indirect; who took it up; with the alert",
  "acknowledged_at": "none; measures the response; with the alert",
  "closed_by": "indirect; who closed it; with the alert",
  "closed_at": "none; measures the response; with the alert"
}$json$);

-- One head per (tenant, rule, entity): the alert that the next matching event may join, and the row whose lock makes
-- counting exact. The lock is taken by upsert before the alert is written, hence the deferred key.
call app.tenant_table('alert_heads', $$
  rule_id text not null,
  entity text not null,
  alert_id uuid not null,
  last_event_at timestamptz not null
$$, key => 'rule_id, entity');
alter table alert_heads add foreign key (tenant_id, alert_id) references alerts (tenant_id, id)
  deferrable initially deferred;

call app.describe('alert_heads', $json${
  "rule_id": "none; which rule; with the alert",
  "entity": "direct; the host, user or address; with the alert or by erasure of the entity",
  "alert_id": "none; the newest alert; with the alert",
  "last_event_at": "none; which alert is the newest; with the alert"
}$json$);

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

call app.describe('alert_evidence', $json${
  "alert_id": "none; whose evidence; with the alert",
  "position": "none; keeps it to ten; with the alert",
  "segment_id": "none; names the event; with the alert",
  "segment_day": "none; finds the event's partition; with the alert",
  "event_index": "none; names the event; with the alert",
  "event_at": "none; orders the evidence; with the alert",
  "event": "direct; the event as it was sent, to show why the rule fired; with the alert or by erasure of the entity",
  "matched": "direct; the fields that made the rule fire; with the alert or by erasure of the entity"
}$json$);
