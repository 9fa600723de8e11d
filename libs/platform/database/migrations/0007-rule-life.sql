-- What the list of rules and the coverage ask of a rule without reading its text.
alter table rules
  add column kind text not null default 'rule' check (kind in ('rule', 'correlation', 'filter')),
  add column tags text[] not null default '{}',
  add column logsource text not null default '';
-- The next sync writes the new columns.
update rule_packs set checksum = '';

-- What an upgrade of a pack changed, for the drift report.
create table rule_changes (
  pack_id text not null references rule_packs (id),
  checksum text not null,
  path text not null,
  at timestamptz not null,
  rule_id text not null,
  title text not null,
  change text not null check (change in ('added', 'changed', 'removed')),
  before text,
  after text,
  primary key (pack_id, checksum, path)
);
create index rule_changes_by_time on rule_changes (at desc);
grant select, insert, delete on rule_changes to vedette_catalog;
grant select on rule_changes to vedette_app;

call app.describe('rules', $json${
  "kind": "none; rule, correlation or filter; with the pack",
  "tags": "none; ATT&CK tags, for the coverage; with the pack",
  "logsource": "none; category/product/service, for the coverage; with the pack"
}$json$);
call app.describe('rule_changes', $json${
  "pack_id": "none; which pack; with the pack",
  "checksum": "none; which version of the pack brought it; with the pack",
  "path": "none; the file inside the pack; with the pack",
  "at": "none; when it was synced; with the pack",
  "rule_id": "none; names the rule; with the pack",
  "title": "none; what a reader sees; with the pack",
  "change": "none; what happened to the rule; with the pack",
  "before": "direct; the text before, names its author; with the pack",
  "after": "direct; the text after, names its author; with the pack"
}$json$);

-- Counts every change of what this tenant's rules are. Whoever evaluates reads it with the segment, so that a change
-- counts from the next segment on, in every process.
call app.tenant_table('rule_revisions', $$
  revision bigint not null default 0,
  changed_at timestamptz not null default clock_timestamp()
$$, key => '');
call app.describe('rule_revisions', $json${
  "revision": "none; tells a process that its rules are old; with the tenant",
  "changed_at": "none; when rules last changed; with the tenant"
}$json$);

-- The tenant's own files of rules, by pack and path (`own/encoded-powershell.yml`); one may hold several documents.
call app.tenant_table('rule_files', $$
  path text not null check (length(path) between 3 and 440),
  yaml text not null,
  version int not null check (version > 0),
  changed_by text not null,
  changed_at timestamptz not null
$$, key => 'path');
-- Every text a file ever had; null where it was removed.
call app.tenant_table('rule_file_versions', $$
  path text not null,
  version int not null,
  yaml text,
  note text not null default '',
  saved_by text not null,
  saved_at timestamptz not null
$$, key => 'path, version', privileges => 'select, insert');
call app.describe('rule_files', $json${
  "path": "indirect; pack and path, as its author named it; with the tenant",
  "yaml": "direct; the rule itself, names its author; with the tenant",
  "version": "none; counts the changes; with the tenant",
  "changed_by": "indirect; who changed it, as an id; with the tenant",
  "changed_at": "none; when it changed; with the tenant"
}$json$);
call app.describe('rule_file_versions', $json${
  "path": "indirect; pack and path; with the tenant",
  "version": "none; counts the changes; with the tenant",
  "yaml": "direct; the text of that version; with the tenant",
  "note": "indirect; why it was changed, in the author's words; with the tenant",
  "saved_by": "indirect; who saved it, as an id; with the tenant",
  "saved_at": "none; when; with the tenant"
}$json$);

-- What is in those files, as the list shows it.
call app.tenant_table('tenant_rules', $$
  rule_id text not null,
  kind text not null check (kind in ('rule', 'correlation')),
  path text not null,
  title text not null,
  level text not null,
  author text not null,
  tags text[] not null default '{}',
  logsource text not null default ''
$$, key => 'rule_id');
alter table tenant_rules add foreign key (tenant_id, path) references rule_files (tenant_id, path);
create index tenant_rules_by_path on tenant_rules (tenant_id, path);
call app.describe('tenant_rules', $json${
  "rule_id": "none; names the rule; with the rule",
  "kind": "none; rule or correlation; with the rule",
  "path": "indirect; the file it is in; with the rule",
  "title": "none; what a reader sees; with the rule",
  "level": "none; how bad a match is; with the rule",
  "author": "direct; attribution; with the rule",
  "tags": "none; ATT&CK tags; with the rule",
  "logsource": "none; category/product/service; with the rule"
}$json$);

-- What this tenant decided about a rule of any pack. No row: it runs as it is written.
call app.tenant_table('rule_settings', $$
  rule_id text not null check (length(rule_id) between 1 and 512),
  enabled boolean not null default true,
  severity text check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
  note text not null default '',
  changed_by text not null,
  changed_at timestamptz not null
$$, key => 'rule_id');
call app.describe('rule_settings', $json${
  "rule_id": "none; which rule; with the tenant",
  "enabled": "none; whether it runs; with the tenant",
  "severity": "none; what its alerts are instead; with the tenant",
  "note": "indirect; why, in the words of whoever decided; with the tenant",
  "changed_by": "indirect; who decided, as an id; with the tenant",
  "changed_at": "none; when; with the tenant"
}$json$);

-- Exclusions are Sigma filters with an owner and an end. rule_id is null where the filter names its rules itself.
call app.tenant_table('rule_exclusions', $$
  rule_id text,
  title text not null,
  yaml text not null,
  reason text not null default '',
  owner text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  hits bigint not null default 0,
  last_hit_at timestamptz
$$);
create index rule_exclusions_by_end on rule_exclusions (tenant_id, ended_at, expires_at);
call app.describe('rule_exclusions', $json${
  "rule_id": "none; which rule it tunes; with the tenant",
  "title": "indirect; what it leaves out; with the tenant",
  "yaml": "direct; the condition, may name hosts or people; with the tenant or by erasure of the entity",
  "reason": "indirect; why, in the owner's words; with the tenant",
  "owner": "indirect; who answers for it, as an id; with the tenant",
  "created_at": "none; when it began; with the tenant",
  "expires_at": "none; when it ends by itself; with the tenant",
  "ended_at": "none; when it was ended; with the tenant",
  "ended_by": "indirect; who ended it, as an id; with the tenant",
  "hits": "none; how many matches it left out; with the tenant",
  "last_hit_at": "none; whether it is still needed; with the tenant"
}$json$);

-- Events stored with a rule that it must, or must not, match.
call app.tenant_table('rule_tests', $$
  rule_id text not null check (length(rule_id) between 1 and 512),
  name text not null check (length(name) between 1 and 200),
  event text not null,
  matches boolean not null,
  saved_by text not null,
  saved_at timestamptz not null
$$, key => 'rule_id, name');
call app.describe('rule_tests', $json${
  "rule_id": "none; which rule; with the tenant",
  "name": "indirect; what is tested; with the tenant",
  "event": "direct; an event as it may come; with the tenant or by erasure of the entity",
  "matches": "none; what is expected; with the tenant",
  "saved_by": "indirect; who saved it, as an id; with the tenant",
  "saved_at": "none; when; with the tenant"
}$json$);

-- What each rule did on each day, written with the alerts of a segment.
call app.tenant_table('rule_days', $$
  rule_id text not null,
  day date not null,
  matched bigint not null default 0,
  excluded bigint not null default 0,
  alerts bigint not null default 0,
  last_match_at timestamptz
$$, key => 'rule_id, day');
create index rule_days_by_day on rule_days (tenant_id, day);
call app.describe('rule_days', $json${
  "rule_id": "none; which rule; after 400 days",
  "day": "none; the day that is counted; after 400 days",
  "matched": "none; counts events; after 400 days",
  "excluded": "none; counts events; after 400 days",
  "alerts": "none; counts; after 400 days",
  "last_match_at": "none; when it last matched; after 400 days"
}$json$);
