-- Suppression: matches that share these values add to the alert that the first of them opened, whomever they are about.
call app.tenant_table('suppressions', $$
  rule_id text check (length(rule_id) between 1 and 512),
  keys text[] not null check (cardinality(keys) between 1 and 10),
  window_ms bigint not null check (window_ms > 0),
  owner text not null,
  reason text not null check (length(reason) between 1 and 500),
  created_at timestamptz not null,
  expires_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  hits bigint not null default 0,
  last_hit_at timestamptz
$$);
create index suppressions_by_end on suppressions (tenant_id, ended_at, created_at);
call app.describe('suppressions', $json${
  "rule_id": "none; which rule, null for all; with the tenant",
  "keys": "none; names of fields; with the tenant",
  "window_ms": "none; how long an alert takes further matches in; with the tenant",
  "owner": "indirect; who answers for it, as an id; with the tenant",
  "reason": "indirect; why, in the owner's words; with the tenant",
  "created_at": "none; since when; with the tenant",
  "expires_at": "none; until when; with the tenant",
  "ended_at": "none; when it was ended early; with the tenant",
  "ended_by": "indirect; who ended it, as an id; with the tenant",
  "hits": "none; counts matches that opened no alert; with the tenant",
  "last_hit_at": "none; whether it is still of use; with the tenant"
}$json$);

-- suppressed_as is the head under which a suppressed alert gathers; risk is what the alert added to its entity's score.
alter table alerts
  add column suppressed_as text,
  add column risk int not null default 0,
  add column assignee uuid,
  add column assigned_at timestamptz;
create index alerts_by_suppression on alerts (tenant_id, suppressed_as, last_event_at) where suppressed_as is not null;
-- An entity's alerts, the related ones among them.
create index alerts_by_entity on alerts (tenant_id, entity, entity_kind, last_event_at);
create index alerts_by_assignee on alerts (tenant_id, assignee, opened_at desc, id desc) where assignee is not null;
-- Alerts of correlations that share group values.
create index alerts_by_group on alerts (tenant_id, last_event_at) where group_by is not null;
-- Alerts that hold the same event.
create index alert_evidence_by_event on alert_evidence (tenant_id, segment_id, event_index);
-- What happened to one thing, in order.
create index audit_entries_by_target on audit_entries (tenant_id, target_id, target_kind, at);
call app.describe('alerts', $json${
  "suppressed_as": "indirect; a digest of the values that its events share; with the alert",
  "risk": "none; what it added to the score of its entity; with the alert",
  "assignee": "indirect; the account that works on it; with the alert",
  "assigned_at": "none; measures the response; with the alert"
}$json$);

-- score is as of at and halves every 24 hours; heat = log2(score) + days(at) orders by the score of any one moment.
call app.tenant_table('entity_risk', $$
  entity_kind text not null,
  entity text not null,
  score float8 not null default 0,
  at timestamptz not null,
  heat float8 not null default '-infinity',
  alerts bigint not null default 0,
  first_seen_at timestamptz not null
$$, key => 'entity_kind, entity');
create index entity_risk_by_heat on entity_risk (tenant_id, heat desc, entity_kind, entity);
call app.describe('entity_risk', $json${
  "entity_kind": "none; what the entity is; by erasure of the entity",
  "entity": "direct; the host, user or address; by erasure of the entity",
  "score": "indirect; how much was found about it lately; by erasure of the entity",
  "at": "none; when the score was written; by erasure of the entity",
  "heat": "indirect; orders entities by score; by erasure of the entity",
  "alerts": "none; counts; by erasure of the entity",
  "first_seen_at": "none; its first event in an alert; by erasure of the entity"
}$json$);

call app.tenant_table('alert_comments', $$
  alert_id uuid not null,
  author text not null,
  text text not null check (length(text) between 1 and 10000),
  created_at timestamptz not null,
  edited_at timestamptz
$$);
alter table alert_comments add foreign key (tenant_id, alert_id) references alerts (tenant_id, id);
create index alert_comments_by_alert on alert_comments (tenant_id, alert_id, created_at, id);
call app.describe('alert_comments', $json${
  "alert_id": "none; which alert; with the alert",
  "author": "indirect; who wrote it, as an id; with the alert",
  "text": "direct; what analysts tell each other, may name people; with the alert or by its author",
  "created_at": "none; the order; with the alert",
  "edited_at": "none; whether it was changed; with the alert"
}$json$);

-- Why an alert was no attack: what tuning starts from.
call app.tenant_table('alert_feedback', $$
  alert_id uuid not null,
  rule_id text not null,
  reason text not null check (length(reason) between 1 and 500),
  exclude_fields text[] not null default '{}' check (cardinality(exclude_fields) <= 10),
  given_by text not null,
  given_at timestamptz not null
$$, key => 'alert_id');
alter table alert_feedback add foreign key (tenant_id, alert_id) references alerts (tenant_id, id);
create index alert_feedback_by_rule on alert_feedback (tenant_id, rule_id, given_at desc);
-- What a rule's alerts turned out to be.
create index alerts_by_verdict on alerts (tenant_id, rule_id, closed_at) where closed_at is not null;
call app.describe('alert_feedback', $json${
  "alert_id": "none; which alert; with the alert",
  "rule_id": "none; which rule was wrong; with the alert",
  "reason": "indirect; why, in an analyst's words; with the alert",
  "exclude_fields": "none; names of fields that tell it from an attack; with the alert",
  "given_by": "indirect; who said so, as an id; with the alert",
  "given_at": "none; when; with the alert"
}$json$);

-- What a bulk change did, for the ten minutes in which it can be taken back.
call app.tenant_table('alert_undos', $$
  principal text not null,
  moves jsonb not null,
  expires_at timestamptz not null,
  used_at timestamptz
$$);
create index alert_undos_by_end on alert_undos (tenant_id, expires_at);
call app.describe('alert_undos', $json${
  "principal": "indirect; who may take it back, as an id; a day after its end, with the next bulk change",
  "moves": "indirect; alerts with their status before and after; a day after its end, with the next bulk change",
  "expires_at": "none; until when; a day after its end, with the next bulk change",
  "used_at": "none; whether it was used; a day after its end, with the next bulk change"
}$json$);
