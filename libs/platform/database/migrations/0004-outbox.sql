-- Nothing leaves a transaction except through here. Written by vedette_app under its tenant, carried by vedette_relay
-- over all tenants.

call app.tenant_table('outbox', $$
  kind text not null check (kind in ('job', 'topic')),
  name text not null,
  payload jsonb not null,
  principal text not null default app.principal(),
  traceparent text,
  created_at timestamptz not null default clock_timestamp(),
  available_at timestamptz not null default clock_timestamp(),
  timeout_ms int not null default 30000,
  attempt int not null default 0,
  sent_at timestamptz
$$, doors => array['relay']);

call app.tenant_table('dead_letters', $$
  queue text not null,
  payload jsonb not null,
  reason text not null,
  attempts int not null,
  failed_at timestamptz not null default now()
$$);

call app.tenant_table('topic_heads', $$
  seq bigint not null default 0
$$, key => '', doors => array['relay']);

call app.tenant_table('topic_log', $$
  seq bigint not null,
  topic text not null,
  ids jsonb not null,
  at timestamptz not null default now()
$$, key => 'seq', doors => array['relay']);

call app.tenant_table('audit_entries', $$
  at timestamptz not null default clock_timestamp(),
  principal text not null default app.principal(),
  action text not null,
  target_kind text not null,
  target_id text not null,
  facts jsonb not null default '{}'
$$, privileges => 'select, insert');
create index audit_entries_by_time on audit_entries (tenant_id, at desc);
