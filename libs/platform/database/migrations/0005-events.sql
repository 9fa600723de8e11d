-- A segment is the durable unit of ingest: 1 to 5,000 events of one tenant and one source, compressed as one block.

call app.tenant_table('event_segments', $$
  batch_id uuid not null,
  source text not null,
  received_at timestamptz not null default clock_timestamp(),
  event_count int not null check (event_count between 1 and 5000),
  raw_bytes int not null,
  encoding text not null check (encoding in ('gzip', 'br', 'zstd')),
  body bytea not null,
  state text not null default 'stored' check (state in ('stored', 'evaluated')),
  evaluated_at timestamptz,
  first_event_at timestamptz,
  last_event_at timestamptz
$$, partition_by => 'day');

call app.tenant_table('ingest_receipts', $$
  key text not null check (length(key) between 1 and 200),
  body_hash bytea not null,
  answer jsonb not null,
  created_at timestamptz not null default now()
$$, key => 'key');

call app.tenant_table('sources', $$
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  kind text,
  first_seen_at timestamptz not null default now(),
  last_received_at timestamptz,
  last_event_at timestamptz,
  accepted bigint not null default 0,
  rejected bigint not null default 0
$$, key => 'name');

call app.tenant_table('source_minutes', $$
  source text not null,
  minute timestamptz not null,
  accepted int not null default 0,
  rejected int not null default 0
$$, key => 'source, minute');

call app.tenant_table('source_rejects', $$
  source text not null,
  code text not null,
  message text not null,
  line int,
  count bigint not null default 1,
  last_at timestamptz not null default now()
$$, key => 'source, code');
