using System.Buffers;
using NpgsqlTypes;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Reads pages of a tenant's change log, each in one round trip and of one snapshot.</summary>
internal static class ChangeReader
{
    private const int LargestPage = 50_000;

    // The ages of changes say nothing about their order, so all partitions are merged by their keys; one that has nothing new costs a look.
    internal const string Page = """
        select c.xid, c.ordinal, c.seq, case when c.kind = 1 then c.type end, c.dst, c.key, c.version, c.at, c.op = 2
        from threedb.change c
        where c.tenant_id = $1 and (c.xid, c.ordinal) > ($2, $3) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by c.xid, c.ordinal limit $4
        """;

    // The statistics of a server begin anew with every recovery from a crash, and only then without anybody's doing.
    private const string Header = "select pg_snapshot_xmin(pg_current_snapshot()), pg_stat_get_bgwriter_stat_reset_time()";

    internal const string Keys = """
        select distinct c.seq, case when c.kind = 1 then c.type end, c.dst, c.key from threedb.change c
        where c.tenant_id = $1 and (c.xid, c.ordinal) > ($2, $3) limit $4
        """;

    // The offset keeps it a look-up for each transaction: joined, the whole log may be read.
    internal const string OfTransactions = """
        select distinct c.seq, case when c.kind = 1 then c.type end, c.dst, c.key
        from unnest($2) wanted(xid) cross join lateral (select * from threedb.change x where x.tenant_id = $1 and x.xid = wanted.xid offset 0) c
        """;

    /// <summary>Reads the changes after a point.</summary>
    public static async Task<ReadPage> ReadAsync(
        FeedServices feed, int tenant, LogPoint after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LargestPage);
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(Header);
        batch.Add(Planted(Page)).Int(tenant).Point(after).Int(limit);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        var (frontier, recovered) = (reader.Get<ulong>(0), reader.TimeOrNull(1));
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var changes = await TakeAsync(reader, limit, cancellationToken).ConfigureAwait(false);
        var isFull = changes.Length == limit;
        var next = isFull ? changes[^1].Point : LogPoint.Below(frontier);
        if (PlantedFault.Is(PlantedFault.ReadAboveFrontier))
        {
            next = changes is [.., var last] ? last.Point : after;
        }

        var page = new ChangePage { Changes = changes, Next = next, Frontier = frontier, IsFull = isFull };
        return new ReadPage(page, recovered, after.TransactionId >= reader.Horizon);
    }

    // Gathered in an array that is used again, so that a page is allocated once and in its size.
    private static async Task<LoggedChange[]> TakeAsync(TenantReader reader, int limit, CancellationToken cancellationToken)
    {
        var gathered = ArrayPool<LoggedChange>.Shared.Rent(Math.Min(limit, 256));
        var count = 0;
        try
        {
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                if (count == gathered.Length)
                {
                    var larger = ArrayPool<LoggedChange>.Shared.Rent(2 * count);
                    gathered.CopyTo(larger, 0);
                    ArrayPool<LoggedChange>.Shared.Return(gathered, clearArray: true);
                    gathered = larger;
                }

                gathered[count++] = new LoggedChange(new LogPoint(reader.Get<ulong>(0), reader.Get<int>(1)), Key(reader, 2), reader.Get<long>(6), reader.Time(7), reader.Get<bool>(8));
            }

            await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
            return gathered[..count];
        }
        finally
        {
            ArrayPool<LoggedChange>.Shared.Return(gathered, clearArray: true);
        }
    }

    /// <summary>The distinct keys that changed after a point, as far as they can be seen; null when there are more than a limit.</summary>
    public static async Task<IReadOnlySet<RowKey>?> PendingAsync(FeedServices feed, int tenant, LogPoint after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(Keys).Int(tenant).Point(after).Long(limit + 1L);
        var keys = await batch.RowsAsync(row => Key(row, 0), cancellationToken).ConfigureAwait(false);
        return keys.Count > limit ? null : keys.ToHashSet();
    }

    /// <summary>The distinct keys that some transactions changed.</summary>
    public static async Task<IReadOnlySet<RowKey>> OfTransactionsAsync(FeedServices feed, int tenant, IReadOnlyCollection<ulong> transactions, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(OfTransactions).Int(tenant).Array([.. transactions], NpgsqlDbType.Xid8);
        return (await batch.RowsAsync(row => Key(row, 0), cancellationToken).ConfigureAwait(false)).ToHashSet();
    }

    private static string Planted(string page) => PlantedFault.Is(PlantedFault.ReadAboveFrontier)
        ? page.Replace(" and c.xid < pg_snapshot_xmin(pg_current_snapshot())", "", StringComparison.Ordinal)
        : PlantedFault.Is(PlantedFault.OrderBySequence) ? page.Replace("order by c.xid, c.ordinal", "order by c.seq, c.ordinal", StringComparison.Ordinal) : page;

    private static RowKey Key(TenantReader reader, int column) => reader.IsNull(column + 1)
        ? RowKey.Entity(reader.Get<long>(column))
        : new RowKey(reader.Get<long>(column), reader.Get<long>(column + 2), reader.Get<PgName>(column + 1).Text, reader.Get<PgName>(column + 3).Text);
}

/// <summary>A page and what was found with it.</summary>
/// <param name="Page">The page.</param>
/// <param name="Recovered">Another value means that the server has recovered from a crash since.</param>
/// <param name="IsBeyond">Whether the point lies beyond the end of the log.</param>
internal readonly record struct ReadPage(ChangePage Page, DateTimeOffset? Recovered, bool IsBeyond);
