using NpgsqlTypes;
using ThreeDb.Changes;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>Statements about keys that could not be applied. Those of a leader do nothing, and say so by no row, where its epoch is not the newest.</summary>
internal static class DeadLetters
{
    // The lock on the row keeps a take-over waiting until the statement has ended.
    private const string Mine = "mine as (select p.name from threedb.projection p where p.tenant_id = $1 and p.name = $2 and p.epoch = $3 for share)";

    /// <summary>The dead letters of a projection, oldest first.</summary>
    public const string List = """
        select l.id, coalesce(s.id, '#' || l.seq), l.type, coalesce(d.id, '#' || l.dst), l.key, l.reason, l.attempts, l.first_at, l.last_at
        from threedb.dead_letter l
        left join threedb.entity s on s.tenant_id = $1 and s.seq = l.seq
        left join threedb.entity d on d.tenant_id = $1 and d.seq = l.dst and l.type <> ''
        where l.tenant_id = $1 and l.projection = $2 order by l.id limit $3
        """;

    public const string Retry = """
        update threedb.dead_letter set retry = true where tenant_id = $1 and projection = $2 and ($3::bigint[] is null or id = any ($3))
        """;

    public const string Discard = """
        delete from threedb.dead_letter where tenant_id = $1 and projection = $2 and ($3::bigint[] is null or id = any ($3))
        """;

    /// <summary>The keys of all dead letters of a projection.</summary>
    public const string Parked = "select l.seq, l.type, l.dst, l.key from threedb.dead_letter l where l.tenant_id = $1 and l.projection = $2";

    /// <summary>Those that somebody wants tried again.</summary>
    public const string Wanted = Parked + " and l.retry";

    /// <summary>Parks keys. Who asked for another attempt meanwhile still gets it: the one that failed may have begun before.</summary>
    public const string Park = $"""
        with {Mine}, parked as (
            insert into threedb.dead_letter as l (tenant_id, projection, seq, type, dst, key, reason, attempts)
            select $1, m.name, u.* from mine m, unnest($4, $5, $6, $7, $8, $9) u
            on conflict (tenant_id, projection, seq, type, dst, key) do update
            set reason = excluded.reason, attempts = l.attempts + excluded.attempts, last_at = excluded.last_at)
        select 1 from mine
        """;

    public const string RetryAll = $"""
        with {Mine}, wanted as (
            update threedb.dead_letter l set retry = true from mine m where l.tenant_id = $1 and l.projection = m.name)
        select 1 from mine
        """;

    public const string Retried = $"""
        with {Mine}, tried as (
            update threedb.dead_letter l set retry = false from mine m, unnest($4, $5, $6, $7) u(seq, type, dst, key)
            where l.tenant_id = $1 and l.projection = m.name and l.seq = u.seq and l.type = u.type and l.dst = u.dst and l.key = u.key)
        select 1 from mine
        """;

    public const string Unpark = $"""
        with {Mine}, gone as (
            delete from threedb.dead_letter l using mine m, unnest($4, $5, $6, $7) u(seq, type, dst, key)
            where l.tenant_id = $1 and l.projection = m.name and l.seq = u.seq and l.type = u.type and l.dst = u.dst and l.key = u.key)
        select 1 from mine
        """;

    public const string Report = $"""
        with {Mine}, kept as (
            insert into threedb.reconcile_report (tenant_id, projection, report) select $1, m.name, $4 from mine m),
        gone as (
            delete from threedb.reconcile_report r using mine m
            where r.tenant_id = $1 and r.projection = m.name and r.number in (
                select o.number from threedb.reconcile_report o where o.tenant_id = $1 and o.projection = $2 order by o.number desc offset 99))
        select 1 from mine
        """;

    /// <summary>Adds keys as four parameters.</summary>
    public static TenantBatch.Statement Keys(this TenantBatch.Statement statement, IReadOnlyCollection<RowKey> keys) => statement
        .Array([.. keys.Select(key => key.Seq)], NpgsqlDbType.Bigint)
        .Array([.. keys.Select(key => key.Type ?? "")], NpgsqlDbType.Text)
        .Array([.. keys.Select(key => key.Target)], NpgsqlDbType.Bigint)
        .Array([.. keys.Select(key => key.Key ?? "")], NpgsqlDbType.Text);

    /// <summary>Reads a key from four columns.</summary>
    public static RowKey Key(TenantReader reader, int first) => reader.Get<string>(first + 1) is { Length: > 0 } type
        ? new RowKey(reader.Get<long>(first), reader.Get<long>(first + 2), type, reader.Get<string>(first + 3))
        : RowKey.Entity(reader.Get<long>(first));

    public static DeadLetter Read(TenantReader reader)
    {
        var (type, key) = (reader.Get<string>(2), reader.Get<string>(4));
        var relation = type.Length == 0 ? null : $"{type}{(key.Length == 0 ? "" : ":" + key)} → {reader.Get<string>(3)}";
        return new DeadLetter(reader.Get<long>(0), reader.Get<string>(1), relation, reader.Get<string>(5), reader.Get<int>(6), reader.Time(7), reader.Time(8));
    }
}
