-- The store of 3db. Runs as threedb_owner; the server works as threedb_app, which owns nothing.
-- Every table of a tenant begins with tenant_id, in every key and every index, and has row-level security.
-- The tenant is set per transaction: set_config('threedb.tenant', '<number>', true). Unset (null or '') means no rows.

create table threedb.setting (
    name  text primary key,
    value text not null
);
comment on table threedb.setting is 'Facts about this database. position_key: the secret that makes positions opaque.';
grant select on threedb.setting to threedb_app;
insert into threedb.setting values ('position_key', replace(gen_random_uuid()::text, '-', ''));

create table threedb.embedding_model (
    model      text primary key check (model ~ '^[a-z0-9_]{1,40}$'),
    dimension  int not null check (dimension between 1 and 16000),
    created_at timestamptz not null default now()
);
comment on table threedb.embedding_model is 'Each model has a table threedb.vector_<model>, made when the model is first used.';
grant select on threedb.embedding_model to threedb_app;

-- Tenants -------------------------------------------------------------------------------------------------------------

create table threedb.tenant (
    tenant_id        int generated always as identity primary key,
    name             text collate "C" not null unique check (name ~ '^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,99}$'),
    next_seq         bigint not null default 1,
    types_generation bigint not null default 0,
    created_at       timestamptz not null default now()
);
comment on column threedb.tenant.next_seq is 'The first seq that no process has reserved.';
comment on column threedb.tenant.types_generation is 'Counts the changes to the tenant''s entity types; a writer with an older one starts over.';
alter table threedb.tenant enable row level security;
create policy tenant_isolation on threedb.tenant to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, update (next_seq, types_generation) on threedb.tenant to threedb_app;

create table threedb.api_key (
    tenant_id    int not null references threedb.tenant on delete cascade,
    key_id       text collate "C" not null,
    hash         bytea not null,
    actor        text not null,
    scope        smallint not null check (scope between 1 and 3),
    created_at   timestamptz not null default now(),
    created_by   text not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    primary key (tenant_id, key_id)
);
comment on table threedb.api_key is 'hash: SHA-256 of the secret. scope: 1 read, 2 write, 3 admin.';
create unique index api_key_by_key_id on threedb.api_key (key_id);
alter table threedb.api_key enable row level security;
create policy tenant_isolation on threedb.api_key to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.api_key to threedb_app;

-- The two questions that come before a tenant is known. Each answers about exactly one name or key.
create function threedb.find_tenant(wanted text) returns int
    language sql stable security definer set search_path = pg_catalog, pg_temp
    return (select t.tenant_id from threedb.tenant t where t.name = wanted);
revoke all on function threedb.find_tenant(text) from public;
grant execute on function threedb.find_tenant(text) to threedb_app;

create function threedb.find_key(wanted text)
    returns table (tenant_id int, tenant text, hash bytea, actor text, scope smallint, expires_at timestamptz, revoked_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select k.tenant_id, t.name, k.hash, k.actor, k.scope, k.expires_at, k.revoked_at
    from threedb.api_key k join threedb.tenant t on t.tenant_id = k.tenant_id
    where k.key_id = wanted;
$$;
revoke all on function threedb.find_key(text) from public;
grant execute on function threedb.find_key(text) to threedb_app;

create function threedb.any_key() returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp
    return exists (select 1 from threedb.api_key k where k.revoked_at is null and coalesce(k.expires_at, 'infinity') > now());
revoke all on function threedb.any_key() from public;
grant execute on function threedb.any_key() to threedb_app;

-- Entities ------------------------------------------------------------------------------------------------------------

create table threedb.entity (
    tenant_id  int not null,
    seq        bigint not null check (seq > 0 and seq < 4294967296),
    id         text collate "C" not null,
    type       text collate "C",
    project    text collate "C",
    data       jsonb,
    version    bigint not null,
    state      smallint not null,
    created_at timestamptz,
    created_by text,
    updated_at timestamptz,
    updated_by text,
    primary key (tenant_id, id),
    check (case state when 1 then num_nulls(type, data, created_at, created_by, updated_at, updated_by) = 0
                      when 0 then version = 0 and data is null
                      when 2 then data is null else false end)
);
comment on column threedb.entity.seq is 'What joins, vectors, text and graphs use: per tenant from 1, gaps allowed, never reused.';
comment on column threedb.entity.state is '0 stub (named by a relation, not created yet), 1 live, 2 deleted (keeps counting versions).';
create unique index entity_by_seq on threedb.entity (tenant_id, seq);
create index entity_by_type on threedb.entity (tenant_id, type, seq) where state = 1;
alter table threedb.entity enable row level security;
create policy tenant_isolation on threedb.entity to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.entity to threedb_app;

create table threedb.entity_text (
    tenant_id int not null,
    seq       bigint not null,
    type      text collate "C" not null,
    tsv       tsvector not null,
    primary key (tenant_id, seq)
);
comment on table threedb.entity_text is 'Words of live entities: title with weight A, text with weight B.';
create index entity_text_words on threedb.entity_text using gin (tenant_id, tsv);
alter table threedb.entity_text enable row level security;
create policy tenant_isolation on threedb.entity_text to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.entity_text to threedb_app;

-- ts_rank counts an excluded word as one that is missing: with "tea -black" every hit had the same rank, next to nothing.
-- What is searched stays; what is ranked are the words that a hit can have. querytree gives just these, or T when there are none.

create function threedb.words_to_rank(words tsquery) returns tsquery
    language sql immutable set search_path = pg_catalog, pg_temp
    return case querytree(words) when 'T' then words else querytree(words)::tsquery end;
revoke all on function threedb.words_to_rank(tsquery) from public;
grant execute on function threedb.words_to_rank(tsquery) to threedb_app;

-- Text search by its index. The operator @@ is not leakproof, so that under row-level security PostgreSQL would evaluate it only
-- after the tenant check of every row, without the index. This function runs as the owner and checks the tenant itself.
create function threedb.search_text(words tsquery, of_types text[])
    returns table (seq bigint, rank real)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1000
as $$
declare
    tenant constant int := nullif(current_setting('threedb.tenant', true), '')::int;
    ranked constant tsquery := threedb.words_to_rank(words);
begin
    if tenant is null then
        return;
    end if;
    return query select t.seq, ts_rank(t.tsv, ranked, 1) from threedb.entity_text t
        where t.tenant_id = tenant and t.tsv @@ words and (of_types is null or t.type = any (of_types));
end $$;

revoke all on function threedb.search_text(tsquery, text[]) from public;
grant execute on function threedb.search_text(tsquery, text[]) to threedb_app;

create function threedb.search_text_top(words tsquery, of_types text[], best int)
    returns table (seq bigint, rank real)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 10
as $$
declare
    tenant constant int := nullif(current_setting('threedb.tenant', true), '')::int;
    ranked constant tsquery := threedb.words_to_rank(words);
begin
    if tenant is null then
        return;
    end if;
    return query select t.seq, ts_rank(t.tsv, ranked, 1) r from threedb.entity_text t
        where t.tenant_id = tenant and t.tsv @@ words and (of_types is null or t.type = any (of_types)) order by r desc, t.seq limit best;
end $$;
revoke all on function threedb.search_text_top(tsquery, text[], int) from public;
grant execute on function threedb.search_text_top(tsquery, text[], int) to threedb_app;

-- New words wait in a list of the index until somebody merges them; a bulk load does so when it is done.
create function threedb.merge_new_words() returns bigint
    language sql security definer set search_path = pg_catalog, pg_temp
    return gin_clean_pending_list('threedb.entity_text_words');
revoke all on function threedb.merge_new_words() from public;
grant execute on function threedb.merge_new_words() to threedb_app;

-- What the planner knows of the tables; gives how many entities and relations there are, about.
create function threedb.refresh_statistics() returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    analyze threedb.entity, threedb.entity_text, threedb.relation, threedb.change;
    return (select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint from pg_class c
        where c.oid in ('threedb.entity'::regclass, 'threedb.relation'::regclass));
end $$;
revoke all on function threedb.refresh_statistics() from public;
grant execute on function threedb.refresh_statistics() to threedb_app;

-- Relations -----------------------------------------------------------------------------------------------------------

create table threedb.relation (
    tenant_id  int not null,
    src        bigint not null,
    type       text collate "C" not null,
    dst        bigint not null,
    key        text collate "C" not null default '',
    data       jsonb,
    weight     double precision not null default 1,
    valid_from timestamptz,
    valid_to   timestamptz,
    version    bigint not null,
    primary key (tenant_id, src, type, dst, key)
);
comment on column threedb.relation.key is 'Empty, or tells parallel relations apart; begins with @ and names the field when derived.';
create index relation_by_dst on threedb.relation (tenant_id, dst, type, src);
alter table threedb.relation enable row level security;
create policy tenant_isolation on threedb.relation to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.relation to threedb_app;

-- The change log ------------------------------------------------------------------------------------------------------

create table threedb.change (
    tenant_id int not null,
    xid       xid8 not null default pg_current_xact_id(),
    ordinal   int not null,
    at        timestamptz not null,
    actor     text not null,
    kind      smallint not null,
    op        smallint not null,
    seq       bigint not null,
    type      text collate "C" not null,
    project   text collate "C",
    dst       bigint,
    key       text collate "C",
    cause     bigint,
    cause_version bigint,
    version   bigint not null,
    snapshot  jsonb,
    patch     jsonb,
    primary key (tenant_id, xid, ordinal, at)
) partition by range (at);
comment on table threedb.change is 'Append-only: history, audit trail and feed. Read it in (xid, ordinal) order below the snapshot frontier.';
comment on column threedb.change.kind is '0 entity, 1 relation.';
comment on column threedb.change.op is '1 created, 2 updated, 3 deleted, 4 restored.';
comment on column threedb.change.seq is 'The entity; for a relation its source.';
comment on column threedb.change.cause is 'The entity whose deletion removed this relation; cause_version: the version that the deletion made.';
comment on column threedb.change.snapshot is 'What was there before: the data of the version before, or {"data","weight","validFrom","validTo"} of a relation.';
comment on column threedb.change.patch is 'JSON Patch from the data of this version to that of the version before, where that is smaller than a snapshot.';
create index change_of_entity on threedb.change (tenant_id, seq, version) where kind = 0;
alter table threedb.change enable row level security;
create policy tenant_isolation on threedb.change to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert on threedb.change to threedb_app;

create table threedb.change_other partition of threedb.change default;
comment on table threedb.change_other is 'Catches changes of months without a partition, so that no clock can stop a write.';

-- Makes the partitions of this month and the next two. Partitions carry no grants: rows are reached through threedb.change only.
create function threedb.make_change_partitions() returns int
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    made int := 0;
    first date;
    part text;
begin
    perform pg_advisory_xact_lock(7310701, 1);
    for i in 0..2 loop
        first := date_trunc('month', now() at time zone 'UTC')::date + make_interval(months => i);
        part := 'change_' || to_char(first, 'YYYY_MM');
        continue when to_regclass('threedb.' || part) is not null;
        continue when exists (select 1 from threedb.change_other o
            where o.at >= first::timestamp at time zone 'UTC' and o.at < (first + interval '1 month') at time zone 'UTC');
        execute format('create table threedb.%I partition of threedb.change for values from (%L) to (%L)',
            part, first::timestamp at time zone 'UTC', (first + interval '1 month') at time zone 'UTC');
        made := made + 1;
    end loop;
    return made;
end $$;
revoke all on function threedb.make_change_partitions() from public;
grant execute on function threedb.make_change_partitions() to threedb_app;
select threedb.make_change_partitions();

-- Types ---------------------------------------------------------------------------------------------------------------

create table threedb.entity_type (
    tenant_id    int not null,
    name         text collate "C" not null,
    definition   jsonb,
    derive_after bigint,
    derive_upto  bigint,
    derive_done  bigint not null default 0,
    derive_total bigint not null default 0,
    updated_at   timestamptz not null default now(),
    updated_by   text not null,
    primary key (tenant_id, name)
);
comment on column threedb.entity_type.definition is 'Null once the declaration was removed and what it derived is still being undone.';
comment on column threedb.entity_type.derive_after is 'Entities of the type with derive_after < seq <= derive_upto are to be derived anew; null when none are.';
alter table threedb.entity_type enable row level security;
create policy tenant_isolation on threedb.entity_type to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert, update, delete on threedb.entity_type to threedb_app;

-- Which tenants have background work; a worker has no tenant of its own.
create function threedb.tenants_to_derive() returns setof int
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select distinct t.tenant_id from threedb.entity_type t where t.derive_after is not null order by 1;
$$;
revoke all on function threedb.tenants_to_derive() from public;
grant execute on function threedb.tenants_to_derive() to threedb_app;

-- Writes --------------------------------------------------------------------------------------------------------------

create table threedb.idempotency (
    tenant_id   int not null,
    key         text collate "C" not null,
    fingerprint bytea not null,
    result      jsonb not null,
    xid         xid8 not null default pg_current_xact_id(),
    created_at  timestamptz not null default now(),
    primary key (tenant_id, key)
);
alter table threedb.idempotency enable row level security;
create policy tenant_isolation on threedb.idempotency to threedb_app
    using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
    with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
grant select, insert on threedb.idempotency to threedb_app;

create function threedb.forget_idempotency_keys() returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    gone bigint;
begin
    delete from threedb.idempotency where created_at < now() - interval '24 hours';
    get diagnostics gone = row_count;
    return gone;
end $$;
revoke all on function threedb.forget_idempotency_keys() from public;
grant execute on function threedb.forget_idempotency_keys() to threedb_app;

-- Stops a write that was planned with definitions (TD001) or rows (TD002) that changed since; the writer reads again and repeats it.
-- The writer's own statements compare, and call this where they differ: a function on the way of every write would cost more.
create function threedb.refuse(state text) returns int
    language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'planned with what changed since' using errcode = state;
end $$;
revoke all on function threedb.refuse(text) from public;
grant execute on function threedb.refuse(text) to threedb_app;
