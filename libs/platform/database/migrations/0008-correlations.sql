-- The hits that correlations wait for, in one order for each partition of a tenant. seq is given out under the lock on the
-- head and committed with it, so whoever has read up to a number has missed nothing below it.
call app.tenant_table('correlation_heads', $$
  partition int not null check (partition between 0 and 63),
  seq bigint not null default 0,
  asked_at timestamptz,
  due_at timestamptz
$$, key => 'partition');
call app.describe('correlation_heads', $json${
  "partition": "none; which correlations; with the tenant",
  "seq": "none; number of the last input; with the tenant",
  "asked_at": "none; since when a job is on its way; with the tenant",
  "due_at": "none; when the next timer runs out; with the tenant"
}$json$);

-- One row for the hits of one segment. Kept until a checkpoint has taken them in.
call app.tenant_table('correlation_inputs', $$
  partition int not null,
  seq bigint not null,
  segment_id uuid not null,
  segment_day date not null,
  received_at timestamptz not null,
  hits jsonb not null
$$, key => 'partition, seq');
call app.describe('correlation_inputs', $json${
  "partition": "none; which correlations; when it is in a checkpoint",
  "seq": "none; the order; when it is in a checkpoint",
  "segment_id": "none; names the events; when it is in a checkpoint",
  "segment_day": "none; finds the partition; when it is in a checkpoint",
  "received_at": "none; how long ago it was; when it is in a checkpoint",
  "hits": "direct; which rule matched which event, with the fields that correlations compare; when it is in a checkpoint"
}$json$);

-- Who applies a partition's inputs. fence rises whenever the owner changes: what an owner that was slept over still
-- wants to write is refused by its old number.
call app.tenant_table('correlation_leases', $$
  partition int not null,
  owner text not null,
  fence bigint not null,
  until timestamptz not null
$$, key => 'partition');
call app.describe('correlation_leases', $json${
  "partition": "none; which correlations; with the tenant",
  "owner": "none; which process; with the tenant",
  "fence": "none; counts the changes of owner; with the tenant",
  "until": "none; when another may take it over; with the tenant"
}$json$);

call app.tenant_table('correlation_checkpoints', $$
  partition int not null,
  seq bigint not null,
  fence bigint not null,
  state bytea not null,
  saved_at timestamptz not null
$$, key => 'partition');
alter table correlation_checkpoints alter column state set storage external;
call app.describe('correlation_checkpoints', $json${
  "partition": "none; which correlations; with the tenant",
  "seq": "none; the last input that is in it; with the tenant",
  "fence": "none; whose it is; with the tenant",
  "state": "direct; what correlations remember: values they group by and count; by expiry of their windows",
  "saved_at": "none; when; with the tenant"
}$json$);

-- An alert of a correlation counts each input once, also when inputs are applied again after a crash.
alter table alerts add column applied_seq bigint, add column group_by jsonb;
call app.describe('alerts', $json${
  "applied_seq": "none; the last input that was counted; with the alert",
  "group_by": "direct; the values that a correlation's events share; with the alert or by erasure of the entity"
}$json$);
