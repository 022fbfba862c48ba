using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Reads how far a tenant's log can be read, and who holds it back.</summary>
internal static class FrontierReader
{
    private const int CountedUpTo = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<FrontierReport> ReadAsync(FeedServices feed, int tenant, LogPoint after, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"""
            select pg_snapshot_xmin(pg_current_snapshot()),
                (select count(*) from (select 1 from threedb.change c where {Pending} limit {CountedUpTo}) x),
                (select c.at from threedb.change c where {Pending} order by c.xid, c.ordinal limit 1)
            """).Int(tenant).Point(after);
        batch.Add("select pid, application, state, age from threedb.frontier_blocker()");
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        var frontier = reader.Get<ulong>(0);
        var (pending, oldest) = (reader.Get<long>(1), reader.TimeOrNull(2));
        var seenFor = feed.Holds.SeenFor(frontier);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        FrontierBlocker? blocker = null;
        if (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var age = reader.IsNull(3) ? seenFor : reader.Get<TimeSpan>(3);
            blocker = age <= Patience ? null : new FrontierBlocker(reader.Get<int>(0), Known(reader.Text(1)), age, Known(reader.Text(2)));
        }

        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new FrontierReport(frontier, pending, oldest, blocker);
    }

    private static string Known(string? text) => string.IsNullOrEmpty(text) ? "unknown" : text;

    // Also what is committed beyond the frontier: nobody can read it yet, and it is missing in a projection all the same.
    private const string Pending = "c.tenant_id = $1 and (c.xid, c.ordinal) > ($2, $3)";
}
