-- When scores were last saved under a name. What an older 3db saved has no row here until it is saved again.

create table threedb.saved_score (
    tenant_id int not null,
    name      text collate "C" not null,
    saved_at  timestamptz not null,
    primary key (tenant_id, name)
);
comment on table threedb.saved_score is 'The names under which threedb.score holds scores, with the time of the last save.';
alter table threedb.saved_score enable row level security;
create policy tenant_isolation on threedb.saved_score to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.saved_score to threedb_app;
