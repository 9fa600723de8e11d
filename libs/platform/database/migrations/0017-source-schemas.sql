-- Which fields a source sends: what rules can hope for, and what changed.
call app.tenant_table('source_fields', $$
  source text not null,
  field text not null check (length(field) between 1 and 200),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
$$, key => 'source, field');
call app.describe('source_fields', $json${
  "source": "indirect; names the source; with the tenant",
  "field": "none; a name in its events; with the tenant",
  "first_seen_at": "none; a new field may be a new version of the log; with the tenant",
  "last_seen_at": "none; a field that stays away may be a broken shipper; with the tenant"
}$json$);

-- How a tenant's own log is read: names it gives to fields under which rules look for them, and which log it is.
call app.tenant_table('source_mappings', $$
  source text not null,
  renames jsonb not null default '[]',
  kind text,
  note text not null default '',
  changed_by text not null,
  changed_at timestamptz not null
$$, key => 'source');
call app.describe('source_mappings', $json${
  "source": "indirect; names the source; with the tenant",
  "renames": "none; names of fields; with the tenant",
  "kind": "none; which schema its events follow; with the tenant",
  "note": "indirect; why, in somebody's words; with the tenant",
  "changed_by": "indirect; who changed it, as an id; with the tenant",
  "changed_at": "none; when; with the tenant"
}$json$);
