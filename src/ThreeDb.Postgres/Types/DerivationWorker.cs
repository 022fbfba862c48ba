using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Derives entities anew after their type changed: in order of seq, in small transactions, resumable, by one process at a time.</summary>
internal sealed partial class DerivationWorker(StoreConnections connections, StoreWriter writer, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Chunk = 500;
    private const int MaxNamed = 10;
    private const string Actor = "3db";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Looks for work now instead of at the next turn.</summary>
    public void Wake() => _wake.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                foreach (var tenant in await TenantsAsync(cancellationToken).ConfigureAwait(false))
                {
                    await TryWorkAsync(tenant, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Failed(logger, e, Pause.TotalSeconds);
            }

            await ((Task)_wake.WaitAsync(Pause, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<List<int>> TenantsAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var tenants = new List<int>();
        await new AdminSql(connection, cancellationToken)
            .EachAsync("select * from threedb.tenants_to_derive()", row => tenants.Add(row.GetInt32(0))).ConfigureAwait(false);
        return tenants;
    }

    // Whatever keeps from the work of one tenant: it stays noted in the database, the next turn looks again, and the other tenants do not wait for it.
    private async Task TryWorkAsync(int tenant, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(tenant, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, e, Pause.TotalSeconds);
        }
    }

    private async Task WorkAsync(int tenant, CancellationToken cancellationToken)
    {
        // The lock lives as long as the session; it tells other processes that somebody is at it.
        var guard = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownGuard = guard.ConfigureAwait(false);
        var sql = new AdminSql(guard, cancellationToken);
        if (await sql.ScalarAsync("select pg_try_advisory_lock(7310703, $1)", tenant).ConfigureAwait(false) is not true)
        {
            return;
        }

        try
        {
            while (await NextAsync(tenant, cancellationToken).ConfigureAwait(false) is { } work)
            {
                if (!await TryDeriveAsync(tenant, work, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        finally
        {
            await new AdminSql(guard, CancellationToken.None).RunAsync("select pg_advisory_unlock(7310703, $1)", tenant).ConfigureAwait(false);
        }
    }

    private async Task<Work?> NextAsync(int tenant, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("""
            select t.name, e.name, e.derive_after, e.derive_upto, e.updated_at from threedb.entity_type e join threedb.tenant t using (tenant_id)
            where e.tenant_id = $1 and e.derive_after is not null order by e.name limit 1
            """).Int(tenant);
        var rows = await batch.RowsAsync(
            reader => new Work(reader.Get<string>(0), reader.Get<string>(1), reader.Get<long>(2), reader.Get<long>(3), reader.Time(4)), cancellationToken).ConfigureAwait(false);
        return rows is [var work] ? work : null;
    }

    // A chunk that fails is begun again at the next turn.
    private async Task<bool> TryDeriveAsync(int tenant, Work work, CancellationToken cancellationToken)
    {
        try
        {
            await DeriveAsync(tenant, work, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.FailedFor(logger, e, work.Type, work.Tenant, work.After + 1, Pause.TotalSeconds, e.Message, RemedyOf(e));
            return false;
        }
    }

    // A failure of 3db itself has no remedy of its own; to take back the change of the type is one.
    private static string RemedyOf(Exception e) =>
        e is ThreeDbException known && known.Code != ErrorCodes.Internal ? known.Hint : "Report it; declared as it was before, the type is derived as before.";

    private async Task DeriveAsync(int tenant, Work work, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var chunk = await ReadAsync(tenant, work, cancellationToken).ConfigureAwait(false);
        var derived = chunk.ConvertAll(row => new PreparedDerive(row.Id));
        await Task.WhenAll(derived.Select(one => writer.WriteAsync(new WriteUnit(tenant, Actor, [one], null, cancellationToken)))).ConfigureAwait(false);
        await AdvanceAsync(tenant, work, chunk.Count < Chunk ? null : chunk[^1].Seq, derived, cancellationToken).ConfigureAwait(false);
        Log.Derived(logger, chunk.Count, work.Type, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task<List<(string Id, long Seq)>> ReadAsync(int tenant, Work work, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("""
            select id, seq from threedb.entity where tenant_id = $1 and type = $2 and state = 1 and seq > $3 and seq <= $4 order by seq limit $5
            """).Int(tenant).Text(work.Type).Long(work.After).Long(work.Upto).Int(Chunk);
        return await batch.RowsAsync(reader => (reader.Get<string>(0), reader.Get<long>(1)), cancellationToken).ConfigureAwait(false);
    }

    // If the type changed again meanwhile, the work began anew and this chunk counts for nothing.
    private async Task AdvanceAsync(int tenant, Work work, long? after, List<PreparedDerive> derived, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        if (after is null)
        {
            // What caches kept of the time between goes: words and vectors that are derived anew stand in no log. It comes first, as where types are declared: both lock the two rows in this order.
            batch.Add("update threedb.tenant set types_generation = types_generation + 1 where tenant_id = $1").Int(tenant);
        }

        batch.Add("""
            update threedb.entity_type set derive_after = $4, derive_done = derive_done + $5,
                underived = underived + $7, underived_in = (underived_in || $8)[:$9]
            where tenant_id = $1 and name = $2 and derive_after = $3 and updated_at = $6
            """).Int(tenant).Text(work.Type).Long(work.After).Typed(after, NpgsqlDbType.Bigint).Long(derived.Count).Time(work.Declared)
            .Long(derived.Sum(one => (long)one.PassedOver)).Array([.. derived.Where(one => one.PassedOver > 0).Take(MaxNamed).Select(one => one.Id)], "text").Int(MaxNamed);
        batch.Add("delete from threedb.entity_type where tenant_id = $1 and name = $2 and derive_after is null and definition is null").Int(tenant).Text(work.Type);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record Work(string Tenant, string Type, long After, long Upto, DateTimeOffset Declared);

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Debug, "Derived {Count} entities of type '{Type}' anew in {Milliseconds} ms.")]
        public static partial void Derived(ILogger logger, int count, string type, double milliseconds);

        [LoggerMessage(1102, LogLevel.Warning, "Deriving entities anew failed; the next attempt is in {Seconds} s.")]
        public static partial void Failed(ILogger logger, Exception e, double seconds);

        [LoggerMessage(1103, LogLevel.Warning, "Deriving entities of type '{Type}' of tenant '{Tenant}' anew failed, from seq {Seq} on; the next attempt is in {Seconds} s. Why: {Reason} What to do: {Remedy}")]
        public static partial void FailedFor(ILogger logger, Exception e, string type, string tenant, long seq, double seconds, string reason, string remedy);
    }
}
