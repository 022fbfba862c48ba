-- Scores of entities, as algorithms over the graph save them: in bulk, without history. Lists and queries use them as $score.NAME.

-- By entity for deletes and for the scores of a page; by value for lists in their order and filters.
create table threedb.score (
    tenant_id int not null,
    seq       bigint not null,
    name      text collate "C" not null,
    value     double precision not null check (value > '-infinity' and value < 'infinity'),
    primary key (tenant_id, seq, name)
);
create index score_by_value on threedb.score (tenant_id, name, value, seq);
comment on table threedb.score is 'What is saved under a name takes the place of all that was saved under it before.';
alter table threedb.score enable row level security;
create policy tenant_isolation on threedb.score to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.score to threedb_app;
