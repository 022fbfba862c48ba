-- A transaction with a number holds the change log back until it ends: nobody can read what was committed after it began. So maintenance comes in short ones.

-- Each table by itself: one that analyses several has its number from the first and keeps it while it reads the others.
drop function threedb.refresh_statistics();
create function threedb.refresh_statistics(of_table text) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    part text := of_table;
begin
    if of_table not in ('entity', 'entity_text', 'relation', 'change') then
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
revoke all on function threedb.refresh_statistics(text) from public;
grant execute on function threedb.refresh_statistics(text) to threedb_app;

-- Some at a time, the oldest first; 0 says that none is left.
create index idempotency_by_age on threedb.idempotency (tenant_id, created_at);
create or replace function threedb.forget_idempotency_keys() returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    gone bigint;
begin
    delete from threedb.idempotency where ctid = any (array(
        select old.ctid from threedb.tenant t cross join lateral (
            select i.ctid from threedb.idempotency i where i.tenant_id = t.tenant_id and i.created_at < now() - interval '24 hours'
            order by i.created_at limit 5000) old
        limit 5000));
    get diagnostics gone = row_count;
    return gone;
end $$;
