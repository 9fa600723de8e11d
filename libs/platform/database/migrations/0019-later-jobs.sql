-- A job that is not due yet would be one more step of every look for what waits; it is of a kind of its own until it is.
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in ('job', 'later', 'topic'));
create index outbox_later on outbox (available_at) where kind = 'later';
