using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Postgres;

/// <summary>The change log of one tenant, for one reader.</summary>
/// <remarks>
/// Transaction ids that left nothing durable are given out again after a crash of PostgreSQL, so a point at the frontier of before the crash
/// may lie above changes of after it. What this reader has read or begun with is durable: after a crash it goes on from there.
/// </remarks>
internal sealed class ChangeSource(FeedServices feed, int tenant, string name) : IChangeSource
{
    private LogPoint _durable = LogPoint.Start;
    private DateTimeOffset? _recovered;
    private bool _hasRead;

    public string Tenant => name;

    // Positions that are given out carry what was found here.
    public async Task<uint> EpochAsync(CancellationToken cancellationToken) =>
        feed.Positions.Epoch = StoreIdentity.EpochOf(await OneAsync(StoreIdentity.ClusterSql, row => row.Get<string>(0), cancellationToken).ConfigureAwait(false));

    public async Task<ChangePage> ReadAsync(LogPoint after, int limit, CancellationToken cancellationToken)
    {
        var read = await ChangeReader.ReadAsync(feed, tenant, after, limit, cancellationToken).ConfigureAwait(false);
        if (_hasRead && read.Recovered != _recovered && after > _durable)
        {
            read = await ChangeReader.ReadAsync(feed, tenant, _durable, limit, cancellationToken).ConfigureAwait(false);
        }
        else if (!_hasRead || after < _durable)
        {
            _durable = after;
        }

        if (read.IsBeyond)
        {
            throw new ThreeDbException(ErrorCodes.UnknownEpoch, "The point lies beyond the end of the change log: the database was set back to a time before it.");
        }

        (_recovered, _hasRead) = (read.Recovered, true);
        _durable = read.Page.Changes is [.., var last] ? last.Point : _durable;
        return read.Page;
    }

    public Task<SourceRows> CurrentAsync(IReadOnlyCollection<RowKey> keys, SourceNeeds needs, CancellationToken cancellationToken) =>
        SourceRowReader.OfKeysAsync(feed, tenant, keys, needs, cancellationToken);

    public Task<IReadOnlyList<SourceEntity>> EntitiesAsync(long from, long to, int limit, SourceNeeds needs, CancellationToken cancellationToken) =>
        SourceRowReader.EntitiesAsync(feed, tenant, new SeqRange(from, to), limit, needs, cancellationToken);

    public Task<(IReadOnlyList<SourceRelation> Relations, long Next)> RelationsAsync(long from, long to, int limit, SourceNeeds needs, CancellationToken cancellationToken) =>
        SourceRowReader.RelationsAsync(feed, tenant, new SeqRange(from, to), limit, needs, cancellationToken);

    public Task<IReadOnlyList<RowKey>> RelationKeysAsync(IReadOnlyCollection<long> seqs, bool leadTo, RowKey? after, int limit, CancellationToken cancellationToken) =>
        SourceRowReader.RelationKeysAsync(feed, tenant, seqs, leadTo, after, limit, cancellationToken);

    public Task<IReadOnlySet<RowKey>?> PendingAsync(LogPoint after, int limit, CancellationToken cancellationToken) =>
        ChangeReader.PendingAsync(feed, tenant, after, limit, cancellationToken);

    public Task<IReadOnlySet<RowKey>> OfTransactionsAsync(IReadOnlyCollection<ulong> transactions, CancellationToken cancellationToken) =>
        ChangeReader.OfTransactionsAsync(feed, tenant, transactions, cancellationToken);

    // Processes reserve seqs in blocks and use them in any order: a seq below the largest one in use may still be committed, and one above
    // what is reserved cannot. What is reserved is committed before it is used.
    public Task<long> EndAsync(CancellationToken cancellationToken) =>
        OneAsync("select next_seq from threedb.tenant", row => row.Get<long>(0), cancellationToken);

    public Task<FrontierReport> FrontierAsync(LogPoint after, CancellationToken cancellationToken) =>
        FrontierReader.ReadAsync(feed, tenant, after, cancellationToken);

    public async Task<LogPoint> NewestAsync(CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("select xid, ordinal from threedb.change where tenant_id = $1 order by xid desc, ordinal desc limit 1").Int(tenant);
        return await batch.RowsAsync(row => new LogPoint(row.Get<ulong>(0), row.Get<int>(1)), cancellationToken).ConfigureAwait(false) is [var newest] ? newest : LogPoint.Start;
    }

    public LogPoint Decode(Position position) => feed.Positions.Decode(position);

    public async Task<LogPoint> DemandedAsync(Position position, CancellationToken cancellationToken)
    {
        var point = Decode(position);
        await PositionLook.IsVisibleAsync(feed.Connections, feed.Positions, tenant, point, cancellationToken).ConfigureAwait(false);
        return point;
    }

    public Position Encode(LogPoint point) => feed.Positions.Encode(point.TransactionId, point.Ordinal);

    public Task WaitAsync(LogPoint after, TimeSpan atMost, CancellationToken cancellationToken)
    {
        feed.Listener?.Start();
        return PlantedFault.Is(PlantedFault.LoseWakeUp) ? Task.Delay(atMost, cancellationToken) : feed.Watch.WaitAsync(after, atMost, cancellationToken);
    }

    private async Task<T> OneAsync<T>(string sql, Func<TenantReader, T> read, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return await batch.RowsAsync(read, cancellationToken).ConfigureAwait(false) is [var one] ? one : throw new ThreeDbException(ErrorCodes.TenantNotFound, "The tenant was deleted.");
    }
}
