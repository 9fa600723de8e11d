-- Nothing leaves a transaction except through here. Written by vedette_app under its tenant, carried by vedette_relay
-- over all tenants.

-- attempt counts how often a job was sent; outages and faults count how its runs failed. A row with sent_at is in Redis or
-- was lost there; a finished job has no row.
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
  outages int not null default 0,
  faults int not null default 0,
  sent_at timestamptz
$$, doors => array['relay']);
-- The relay steps from one (tenant, queue) to the next along these, however many rows each has.
create index outbox_waiting_jobs on outbox (tenant_id, name, available_at, id) where kind = 'job' and sent_at is null;
create index outbox_sent_jobs on outbox (tenant_id, name, sent_at) where kind = 'job' and sent_at is not null;
create index outbox_topics on outbox (tenant_id, created_at, id) where kind = 'topic';

call app.tenant_table('dead_letters', $$
  queue text not null,
  payload jsonb not null,
  principal text not null default app.principal(),
  traceparent text,
  reason text not null,
  attempts int not null,
  failed_at timestamptz not null default now()
$$);
create index dead_letters_by_queue on dead_letters (tenant_id, queue, failed_at desc);

-- seq is the last number given out, floor the last one pruned from topic_log: a cursor below it has missed something.
call app.tenant_table('topic_heads', $$
  seq bigint not null default 0,
  floor bigint not null default 0
$$, key => '', doors => array['relay'], privileges => 'select');

call app.tenant_table('topic_log', $$
  seq bigint not null,
  topic text not null,
  ids jsonb not null,
  at timestamptz not null default now()
$$, key => 'seq', doors => array['relay'], privileges => 'select');
create index topic_log_by_time on topic_log (tenant_id, at);

call app.tenant_table('audit_entries', $$
  at timestamptz not null default clock_timestamp(),
  principal text not null default app.principal(),
  action text not null,
  target_kind text not null,
  target_id text not null,
  facts jsonb not null default '{}'
$$, privileges => 'select, insert');
create index audit_entries_by_time on audit_entries (tenant_id, at desc);

call app.describe('outbox', $json${
  "kind": "none; job or topic; when it is done",
  "name": "none; the queue or topic; when it is done",
  "payload": "none; ids of rows to read again; when it is done",
  "principal": "indirect; who caused it, as an id; when it is done",
  "traceparent": "none; joins the trace; when it is done",
  "created_at": "none; order of announcements; when it is done",
  "available_at": "none; not to be sent before; when it is done",
  "timeout_ms": "none; after this it counts as lost; when it is done",
  "attempt": "none; how often it was sent; when it is done",
  "outages": "none; runs that a dependency failed; when it is done",
  "faults": "none; runs that a bug failed; when it is done",
  "sent_at": "none; when it went to Redis; when it is done"
}$json$);
call app.describe('dead_letters', $json${
  "queue": "none; the queue; with the tenant",
  "payload": "none; ids of rows to read again; with the tenant",
  "principal": "indirect; who caused it, as an id; with the tenant",
  "traceparent": "none; joins the trace; with the tenant",
  "reason": "none; class and code of the failure, never its message; with the tenant",
  "attempts": "none; how often it was sent; with the tenant",
  "failed_at": "none; when it was given up; with the tenant"
}$json$);
call app.describe('topic_heads', $json${
  "seq": "none; number of the last announcement; with the tenant",
  "floor": "none; number of the last pruned announcement; with the tenant"
}$json$);
call app.describe('topic_log', $json${
  "seq": "none; the cursor of subscribers; after 24 hours",
  "topic": "none; what kind of thing changed; after 24 hours",
  "ids": "none; ids of rows to read again; after 24 hours",
  "at": "none; when to forget it; after 24 hours"
}$json$);
call app.describe('audit_entries', $json${
  "at": "indirect; when it was done; with the tenant's audit retention",
  "principal": "indirect; who did it, as an id; with the tenant's audit retention",
  "action": "indirect; what was done; with the tenant's audit retention",
  "target_kind": "none; kind of the thing acted on; with the tenant's audit retention",
  "target_id": "indirect; the thing acted on; with the tenant's audit retention",
  "facts": "indirect; what about it, no secrets; with the tenant's audit retention"
}$json$);
