-- Every event that reached us, by source and day of receipt: received = stored + refused + dropped, and
-- stored = evaluated + failed + waiting. Ingest writes the one table, evaluation the other, so neither waits.
call app.tenant_table('ingest_days', $$
  source text not null,
  day date not null,
  received bigint not null default 0,
  refused bigint not null default 0,
  dropped bigint not null default 0,
  stored bigint not null default 0
$$, key => 'source, day');
call app.tenant_table('evaluation_days', $$
  source text not null,
  day date not null,
  evaluated bigint not null default 0,
  failed bigint not null default 0,
  unparsed bigint not null default 0,
  untimed bigint not null default 0,
  late bigint not null default 0,
  ahead bigint not null default 0
$$, key => 'source, day');
call app.describe('ingest_days', $json${
  "source": "indirect; names the source; after 400 days",
  "day": "none; the day of receipt; after 400 days",
  "received": "none; counts; after 400 days",
  "refused": "none; counts; after 400 days",
  "dropped": "none; counts; after 400 days",
  "stored": "none; counts; after 400 days"
}$json$);
call app.describe('evaluation_days', $json${
  "source": "indirect; names the source; after 400 days",
  "day": "none; the day of receipt; after 400 days",
  "evaluated": "none; counts; after 400 days",
  "failed": "none; counts; after 400 days",
  "unparsed": "none; counts; after 400 days",
  "untimed": "none; counts; after 400 days",
  "late": "none; counts; after 400 days",
  "ahead": "none; counts; after 400 days"
}$json$);
-- A muted source is answered as ever, and its events are counted and dropped.
alter table sources add column muted boolean not null default false;
call app.describe('sources', '{"muted": "none; whether its events are dropped; with the tenant"}');
