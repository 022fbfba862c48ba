-- A statement is planned once for every tenant. Among a thousand small ones and a large one, "one tenant" was a dozen rows, and it looked cheaper to
-- read all of a tenant than to go to a key. Planned as if there were one tenant only, it is right for all (ADR 0024).

create function threedb.plan_for_large_tenants(of_table regclass) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('alter table %s alter column tenant_id set (n_distinct = 1, n_distinct_inherited = 1)', of_table);
end $$;
revoke all on function threedb.plan_for_large_tenants(regclass) from public;

-- Not of tables of vectors, of which all of a tenant are read, nor of tenants themselves.
select threedb.plan_for_large_tenants(c.oid::regclass)
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
where c.relnamespace = 'threedb'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'tenant' and c.relname not like 'vector\_%';

create or replace function threedb.make_change_partitions() returns int
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
        perform threedb.plan_for_large_tenants(('threedb.' || part)::regclass);
        made := made + 1;
    end loop;
    return made;
end $$;

-- What is saved by an algorithm comes all at once, like a load.
create or replace function threedb.refresh_statistics(of_table text) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    part text := of_table;
begin
    if of_table not in ('entity', 'entity_text', 'relation', 'change', 'score') then
        raise exception 'no statistics are kept of %', of_table;
    end if;

    -- Of changes only those of this month: partitions are planned one by one, and the others do not grow.
    if of_table = 'change' then
        part := 'change_' || to_char(now() at time zone 'UTC', 'YYYY_MM');
        part := case when to_regclass('threedb.' || part) is null then 'change_other' else part end;
    end if;

    execute format('analyze threedb.%I', part);
    return (select greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = to_regclass('threedb.' || part));
end $$;
