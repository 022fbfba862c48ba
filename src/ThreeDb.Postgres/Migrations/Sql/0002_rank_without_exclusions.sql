-- ts_rank counts an excluded word as one that is missing: with "tea -black" every hit had the same rank, next to nothing.
-- What is searched stays; what is ranked are the words that a hit can have. querytree gives just these, or T when there are none.

create function threedb.words_to_rank(words tsquery) returns tsquery
    language sql immutable set search_path = pg_catalog, pg_temp
    return case querytree(words) when 'T' then words else querytree(words)::tsquery end;
revoke all on function threedb.words_to_rank(tsquery) from public;
grant execute on function threedb.words_to_rank(tsquery) to threedb_app;

create or replace function threedb.search_text(words tsquery, of_types text[])
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
    if of_types is null then
        return query select t.seq, ts_rank(t.tsv, ranked, 1) from threedb.entity_text t where t.tenant_id = tenant and t.tsv @@ words;
    else
        return query select t.seq, ts_rank(t.tsv, ranked, 1) from threedb.entity_text t
            where t.tenant_id = tenant and t.tsv @@ words and t.type = any (of_types);
    end if;
end $$;

create or replace function threedb.search_text_top(words tsquery, of_types text[], best int)
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
    if of_types is null then
        return query select t.seq, ts_rank(t.tsv, ranked, 1) r from threedb.entity_text t
            where t.tenant_id = tenant and t.tsv @@ words order by r desc, t.seq limit best;
    else
        return query select t.seq, ts_rank(t.tsv, ranked, 1) r from threedb.entity_text t
            where t.tenant_id = tenant and t.tsv @@ words and t.type = any (of_types) order by r desc, t.seq limit best;
    end if;
end $$;
