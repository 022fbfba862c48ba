using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>The lead over one projection: an advisory lock in a session of its own, and an epoch that every write names.</summary>
/// <remarks>
/// A leader writes only through the session that holds its lock. So nothing it has in memory from before a crash of PostgreSQL, when
/// transaction ids may be given out again, can become a checkpoint.
/// </remarks>
internal sealed class Leadership : ILeadership
{
    // Never below the seconds since 2026: engines remember epochs, also when the projection was removed or the database restored.
    private const string CountUp = """
        with before as (select epoch from threedb.projection where tenant_id = $1 and name = $2)
        update threedb.projection p set epoch = greatest(p.epoch + 1, extract(epoch from clock_timestamp())::bigint - 1767225600)
        from before where tenant_id = $1 and name = $2 returning p.epoch, before.epoch
        """;

    private readonly LeaderSession _session;
    private readonly int _tenant;
    private readonly string _name;

    private Leadership(LeaderSession session, int tenant, string name, long epoch, long epochBefore)
    {
        _session = session;
        _tenant = tenant;
        _name = name;
        Epoch = epoch;
        EpochBefore = epochBefore;
    }

    public long Epoch { get; }

    public long EpochBefore { get; }

    public CancellationToken Lost => _session.Lost;

    /// <summary>Tries to take the lead.</summary>
    /// <returns>Null when another leads.</returns>
    /// <exception cref="ThreeDbException"><c>TDB7005</c>.</exception>
    public static async Task<ILeadership?> TryTakeAsync(
        StoreConnections connections, StoreConnections leading, int tenant, string name, TimeProvider time, CancellationToken cancellationToken)
    {
        // Most of those who try find that another leads. A session is opened only where there is something to win.
        if (!PlantedFault.Is(PlantedFault.LeadWithoutLock) && await IsLedAsync(connections, tenant, name, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var connection = await leading.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var locked = await OneAsync(connection, tenant, $"select pg_try_advisory_lock({ProjectionRow.LockKey}) from threedb.projection p where p.tenant_id = $1 and p.name = $2",
                name, row => row.Get<bool>(0), writes: false, cancellationToken).ConfigureAwait(false);
            if (locked || PlantedFault.Is(PlantedFault.LeadWithoutLock))
            {
                var (epoch, before) = await OneAsync(connection, tenant, CountUp, name, row => (row.Get<long>(0), row.Get<long>(1)), writes: true, cancellationToken).ConfigureAwait(false);
                return new Leadership(new LeaderSession(connection, time), tenant, name, epoch, before);
            }
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public Task<ProjectionRecord> ReadAsync(CancellationToken cancellationToken) => _session.RunAsync(
        connection => OneAsync(connection, _tenant, ProjectionRow.SelectLed, _name, ProjectionRow.Read, writes: false, cancellationToken), cancellationToken);

    public Task SaveAsync(ProjectionProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return WriteAsync(ProjectionRow.Save, statement => ProjectionRow.Bind(statement, progress), cancellationToken);
    }

    public Task ParkAsync(IReadOnlyList<ParkedKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WriteAsync(DeadLetters.Park, statement => statement.Keys([.. keys.Select(parked => parked.Key)])
            .Array([.. keys.Select(parked => parked.Reason)], NpgsqlDbType.Text)
            .Array([.. keys.Select(parked => parked.Attempts)], NpgsqlDbType.Integer), cancellationToken);
    }

    public Task RetryAllAsync(CancellationToken cancellationToken) => WriteAsync(DeadLetters.RetryAll, _ => { }, cancellationToken);

    public Task RetriedAsync(IReadOnlyCollection<RowKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WriteAsync(DeadLetters.Retried, statement => statement.Keys(keys), cancellationToken);
    }

    public Task UnparkAsync(IReadOnlyCollection<RowKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WriteAsync(DeadLetters.Unpark, statement => statement.Keys(keys), cancellationToken);
    }

    public Task ReportAsync(ReconcileReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var json = new PgJson(JsonSerializer.SerializeToUtf8Bytes(report, ThreeDbJson.Options));
        return WriteAsync(DeadLetters.Report, statement => statement.Json(json), cancellationToken);
    }

    public Task DeleteAsync(CancellationToken cancellationToken) => WriteAsync(ProjectionRow.Delete, _ => { }, cancellationToken);

    public Task<IReadOnlyList<RowKey>> ToRetryAsync(CancellationToken cancellationToken) => _session.RunAsync(async connection =>
    {
        var batch = TenantBatch.Within(connection, _tenant);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(DeadLetters.Wanted).Int(_tenant).Text(_name);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var wanted = new List<RowKey>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            wanted.Add(DeadLetters.Key(reader, 0));
        }

        return (IReadOnlyList<RowKey>)wanted;
    }, cancellationToken);

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private static async Task<bool> IsLedAsync(StoreConnections connections, int tenant, string name, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        return await OneAsync(batch, $"select {ProjectionRow.IsLed} from threedb.projection p where p.tenant_id = $1 and p.name = $2",
            name, row => row.Get<bool>(0), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> OneAsync<T>(
        NpgsqlConnection connection, int tenant, string sql, string name, Func<TenantReader, T> read, bool writes, CancellationToken cancellationToken)
    {
        var batch = TenantBatch.Within(connection, tenant);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = writes;
        return await OneAsync(batch, sql, name, read, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> OneAsync<T>(TenantBatch batch, string sql, string name, Func<TenantReader, T> read, CancellationToken cancellationToken)
    {
        batch.Add(sql).Int(batch.Tenant).Text(name);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var found = await reader.RowAsync(cancellationToken).ConfigureAwait(false)
            ? read(reader)
            : throw new ThreeDbException(ErrorCodes.ProjectionNotFound, $"There is no projection '{name}'.");
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Runs a statement whose first parameters are tenant, name and epoch, and which gives no row where another leads.</summary>
    private Task<bool> WriteAsync(string sql, Action<TenantBatch.Statement> bind, CancellationToken cancellationToken) => _session.RunAsync(async connection =>
    {
        var batch = TenantBatch.Within(connection, _tenant);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;
        bind(batch.Add(PlantedFault.Is(PlantedFault.LeaderEpochIgnored) ? sql.Replace("epoch = $3", "epoch >= $3", StringComparison.Ordinal) : sql).Int(_tenant).Text(_name).Long(Epoch));
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new ProjectionFencedException($"Another leader than number {Epoch} has the projection '{_name}', or it was removed.");
        }

        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);
}
