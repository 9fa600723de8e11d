-- A segment is the durable unit of ingest: 1 to 5,000 events of one tenant and one source, compressed as one block.
-- Small posts are coalesced, so a segment may hold the events of several batches.
call app.tenant_table('event_segments', $$
  batch_ids uuid[] not null,
  source text not null,
  received_at timestamptz not null default clock_timestamp(),
  event_count int not null check (event_count between 1 and 5000),
  raw_bytes int not null check (raw_bytes > 0),
  encoding text not null check (encoding in ('gzip', 'br', 'zstd')),
  body bytea not null,
  state text not null default 'stored' check (state in ('stored', 'evaluated')),
  evaluated_at timestamptz,
  first_event_at timestamptz,
  last_event_at timestamptz
$$, partition_by => 'day');
-- The body is compressed already: a second pass costs time and wins nothing.
alter table event_segments alter column body set storage external;

call app.describe('event_segments', $json${
  "batch_ids": "none; the posts it came from; with the row",
  "source": "indirect; where the events come from; with the row",
  "received_at": "none; orders the log; with the row",
  "event_count": "none; counts; with the row",
  "raw_bytes": "none; bounds decompression; with the row",
  "encoding": "none; how the body is compressed; with the row",
  "body": "direct; the events as they were sent, to be evaluated and searched; retention drops the partition and erasure rewrites the row",
  "state": "none; whether every rule has seen it; with the row",
  "evaluated_at": "none; measures the lag; with the row",
  "first_event_at": "none; finds events by time; with the row",
  "last_event_at": "none; finds events by time; with the row"
}$json$);

-- What a post with an Idempotency-Key was answered, for 24 hours. Not partitioned: the key is unique across days.
call app.tenant_table('ingest_receipts', $$
  key text not null check (length(key) between 1 and 200),
  body_hash bytea not null,
  answer jsonb not null,
  created_at timestamptz not null default clock_timestamp()
$$, key => 'key');
create index ingest_receipts_by_age on ingest_receipts (tenant_id, created_at);

call app.describe('ingest_receipts', $json${
  "key": "indirect; recognises a repeated post; after 24 hours",
  "body_hash": "none; tells a repeated post from another one; after 24 hours",
  "answer": "none; the first answer, given again; after 24 hours",
  "created_at": "none; ends the 24 hours; after 24 hours"
}$json$);

call app.tenant_table('sources', $$
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  kind text,
  first_seen_at timestamptz not null default clock_timestamp(),
  last_received_at timestamptz,
  last_event_at timestamptz,
  accepted bigint not null default 0,
  rejected bigint not null default 0
$$, key => 'name');

call app.describe('sources', $json${
  "name": "indirect; names the source; with the tenant",
  "kind": "none; which schema its events follow; with the tenant",
  "first_seen_at": "none; when it first sent; with the tenant",
  "last_received_at": "none; shows a source that fell silent; with the tenant",
  "last_event_at": "none; shows a source whose clock or queue lags; with the tenant",
  "accepted": "none; counts; with the tenant",
  "rejected": "none; counts; with the tenant"
}$json$);

call app.tenant_table('source_minutes', $$
  source text not null,
  minute timestamptz not null,
  accepted int not null default 0,
  rejected int not null default 0
$$, key => 'source, minute');
create index source_minutes_by_minute on source_minutes (tenant_id, minute);

call app.describe('source_minutes', $json${
  "source": "indirect; names the source; after a day",
  "minute": "none; the minute that is counted; after a day",
  "accepted": "none; counts; after a day",
  "rejected": "none; counts; after a day"
}$json$);

-- The last rejected line of each kind, without its content: a line that could not be read may hold anything.
call app.tenant_table('source_rejects', $$
  source text not null,
  code text not null,
  message text not null,
  line int,
  count bigint not null default 1,
  last_at timestamptz not null default clock_timestamp()
$$, key => 'source, code');

call app.describe('source_rejects', $json${
  "source": "indirect; names the source; with the tenant",
  "code": "none; why lines were refused; with the tenant",
  "message": "none; why, in words of ours; with the tenant",
  "line": "none; the last such line's number; with the tenant",
  "count": "none; counts; with the tenant",
  "last_at": "none; when it last happened; with the tenant"
}$json$);

select app.make_partitions();
