-- When people last wanted something of a projection: only after a while without anybody who does it is it known that nobody runs it.
alter table threedb.projection add column asked_at timestamptz not null default clock_timestamp();
comment on column threedb.projection.asked_at is 'When it was declared, changed, or told to do something, last.';
