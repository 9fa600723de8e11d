-- Files of the lake: the events of a tenant's day, in columns. A segment says in which file its events are; what has no
-- file yet is read from the segment.
alter table event_segments add column lake_file uuid;
call app.describe('event_segments', '{"lake_file": "none; where its events are in the lake; with the row"}');
create index event_segments_by_receipt on event_segments (tenant_id, received_at);

call app.tenant_table('lake_files', $$
  day date not null,
  key text not null,
  rows int not null check (rows > 0),
  bytes bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  made_at timestamptz not null
$$);
create index lake_files_by_day on lake_files (tenant_id, day);
call app.describe('lake_files', $json${
  "day": "none; the day of receipt; with the file",
  "key": "none; where it lies in storage; with the file",
  "rows": "none; counts events; with the file",
  "bytes": "none; bounds the cache; with the file",
  "first_at": "none; finds events by time; with the file",
  "last_at": "none; finds events by time; with the file",
  "made_at": "none; when it was written; with the file"
}$json$);

-- A rule, or an ad-hoc condition, asked of what is kept.
call app.tenant_table('hunts', $$
  kind text not null check (kind in ('hunt', 'backtest')),
  title text not null,
  yaml text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  sources text[],
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  problem text,
  events_total bigint not null default 0,
  events_done bigint not null default 0,
  candidates bigint not null default 0,
  matches bigint not null default 0,
  excluded bigint not null default 0,
  alerts bigint not null default 0,
  histogram jsonb not null default '[]',
  entities jsonb not null default '[]',
  asked_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  beat_at timestamptz
$$);
create index hunts_by_time on hunts (tenant_id, asked_at desc, id desc);
call app.describe('hunts', $json${
  "kind": "none; hunt or backtest; with the hunt",
  "title": "indirect; what is looked for; with the hunt",
  "yaml": "direct; the condition, may name hosts or people; with the hunt or by erasure of the entity",
  "from_at": "none; the range; with the hunt",
  "to_at": "none; the range; with the hunt",
  "sources": "indirect; which sources; with the hunt",
  "state": "none; where it stands; with the hunt",
  "problem": "none; why it failed; with the hunt",
  "events_total": "none; progress; with the hunt",
  "events_done": "none; progress; with the hunt",
  "candidates": "none; how many the rule was asked about; with the hunt",
  "matches": "none; counts; with the hunt",
  "excluded": "none; counts what exclusions took back; with the hunt",
  "alerts": "none; how many alerts the matches would have made; with the hunt",
  "histogram": "none; counts by time; with the hunt",
  "entities": "direct; whom the matches are about, the most frequent; with the hunt or by erasure of the entity",
  "asked_by": "indirect; who asked, as an id; with the hunt",
  "asked_at": "none; when; with the hunt",
  "started_at": "none; when; with the hunt",
  "finished_at": "none; when; with the hunt",
  "beat_at": "none; whether somebody still works on it; with the hunt"
}$json$);

-- The first thousand matches, copied; the counts above are of all.
call app.tenant_table('hunt_hits', $$
  hunt_id uuid not null,
  position int not null check (position between 1 and 1000),
  segment_id uuid not null,
  event_index int not null,
  event_at timestamptz not null,
  source text not null,
  entity_kind text not null,
  entity text not null,
  event jsonb not null,
  matched jsonb not null
$$, key => 'hunt_id, position');
alter table hunt_hits add foreign key (tenant_id, hunt_id) references hunts (tenant_id, id);
call app.describe('hunt_hits', $json${
  "hunt_id": "none; whose hit; with the hunt",
  "position": "none; the order in which they were found; with the hunt",
  "segment_id": "none; names the event; with the hunt",
  "event_index": "none; names the event; with the hunt",
  "event_at": "none; orders the hits; with the hunt",
  "source": "indirect; where it came from; with the hunt",
  "entity_kind": "none; what the entity is; with the hunt",
  "entity": "direct; the host, user or address; with the hunt or by erasure of the entity",
  "event": "direct; the event as it was sent; with the hunt or by erasure of the entity",
  "matched": "direct; the fields that matched; with the hunt or by erasure of the entity"
}$json$);
