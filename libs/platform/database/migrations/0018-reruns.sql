-- A rule that was switched on late, or after an outage, runs over the past once and opens the alerts that it would have
-- opened. rule_since tells which events the stream has seen with the rule already.
alter table hunts drop constraint hunts_kind_check;
alter table hunts add constraint hunts_kind_check check (kind in ('hunt', 'backtest', 'rerun')),
  add column rule_id text, add column rule_since timestamptz;
call app.describe('hunts', $json${
  "rule_id": "none; the rule that runs over the past; with the hunt",
  "rule_since": "none; since when the stream has run the rule; with the hunt"
}$json$);
call app.tenant_table('rerun_segments', $$
  rule_id text not null,
  segment_id uuid not null,
  rule_since timestamptz not null
$$, key => 'rule_id, segment_id');
call app.describe('rerun_segments', $json${
  "rule_id": "none; which rule; with the tenant",
  "segment_id": "none; whose matches it has alerted; with the tenant",
  "rule_since": "none; which text of the rule; with the tenant"
}$json$);
