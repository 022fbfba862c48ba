-- Projections: what was declared, how far each is, what could not be applied, what comparisons found. And who holds the change log back.

create table threedb.projection (
    tenant_id          int not null,
    name               text collate "C" not null,
    kind               text collate "C" not null,
    settings           jsonb,
    rules              jsonb,
    settings_version   bigint not null default 1,
    rules_version      bigint not null default 1,
    paused             boolean not null default false,
    dropping           boolean not null default false,
    rebuilds_wanted    bigint not null default 0,
    reconciles_wanted  bigint not null default 0,
    resumes_wanted     bigint not null default 0,
    epoch              bigint not null default 0,
    database_epoch     bigint,
    checkpoint_xid     xid8,
    checkpoint_ordinal int,
    settings_done      bigint not null default 0,
    rules_done         bigint not null default 0,
    rebuilds_done      bigint not null default 0,
    reconciles_done    bigint not null default 0,
    progress           jsonb,
    progress_at        timestamptz,
    primary key (tenant_id, name),
    check (num_nulls(database_epoch, checkpoint_xid, checkpoint_ordinal, progress, progress_at) in (0, 5))
) with (fillfactor = 50);
comment on table threedb.projection is 'Written by people (what is wanted) and by the one leader (how far it is, each time naming its epoch).';
comment on column threedb.projection.epoch is 'Grows with every leader, also over deletes and restores: at least the seconds since 2026.';
comment on column threedb.projection.database_epoch is 'The database that the checkpoint belongs to.';
alter table threedb.projection enable row level security;
create policy tenant_isolation on threedb.projection to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.projection to threedb_app;

create table threedb.dead_letter (
    tenant_id  int not null,
    id         bigint generated always as identity,
    projection text collate "C" not null,
    seq        bigint not null,
    type       text collate "C" not null default '',
    dst        bigint not null default 0,
    key        text collate "C" not null default '',
    reason     text not null,
    attempts   int not null,
    retry      boolean not null default false,
    first_at   timestamptz not null default clock_timestamp(),
    last_at    timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id),
    foreign key (tenant_id, projection) references threedb.projection on delete cascade
);
comment on table threedb.dead_letter is 'Keys, never images: a repetition reads the row of its moment. An entity has type '''' and dst 0.';
comment on column threedb.dead_letter.retry is 'Somebody wants it tried again.';
create unique index dead_letter_by_key on threedb.dead_letter (tenant_id, projection, seq, type, dst, key);
create index dead_letter_to_retry on threedb.dead_letter (tenant_id, projection) where retry;
alter table threedb.dead_letter enable row level security;
create policy tenant_isolation on threedb.dead_letter to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.dead_letter to threedb_app;

create table threedb.reconcile_report (
    tenant_id  int not null,
    projection text collate "C" not null,
    number     bigint generated always as identity,
    report     jsonb not null,
    primary key (tenant_id, projection, number),
    foreign key (tenant_id, projection) references threedb.projection on delete cascade
);
alter table threedb.reconcile_report enable row level security;
create policy tenant_isolation on threedb.reconcile_report to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.reconcile_report to threedb_app;

-- Which tenants have projections; a runner has no tenant of its own.
create function threedb.tenants_with_projections() returns setof int
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select distinct p.tenant_id from threedb.projection p order by 1;
$$;
revoke all on function threedb.tenants_with_projections() from public;
grant execute on function threedb.tenants_with_projections() to threedb_app;

-- Who runs the first transaction that has not ended: nobody reads changes past it. Other users' sessions cannot be seen by threedb_app; this
-- tells of the one session what somebody needs to end it, and of a prepared transaction its name. Without pg_read_all_stats for the owner
-- the locks still tell which session it is; the rest is null.
create function threedb.frontier_blocker()
    returns table (pid int, application text, state text, age interval)
    language sql stable security definer set search_path = pg_catalog, pg_temp rows 1
as $$
    select coalesce(l.pid, 0), coalesce(p.gid, a.application_name), case when p.gid is null then a.state else 'prepared' end,
        clock_timestamp() - coalesce(p.prepared, a.xact_start)
    from pg_locks l
    left join pg_stat_activity a on a.pid = l.pid
    left join pg_prepared_xacts p on p.transaction = l.transactionid and l.pid is null
    where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
      and l.transactionid = pg_snapshot_xmin(pg_current_snapshot())::xid
    limit 1;
$$;
revoke all on function threedb.frontier_blocker() from public;
grant execute on function threedb.frontier_blocker() to threedb_app;
