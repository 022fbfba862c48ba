using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres;

/// <summary>Writes batches, one after the other. Each lane is one loop; a store has a few. Where none is busy, the caller of a write runs its batch itself.</summary>
internal sealed partial class WriteLane(WriteServices services, WriteQueue queue, int maxBatch, TimeProvider time, ILogger logger)
{
    private const int MaxRaces = 10;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await queue.TakeAsync(maxBatch).ConfigureAwait(false) is { } batch)
        {
            await RunAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Queues a unit, and runs its batch unless others are running.</summary>
    /// <returns>The batch that this call runs, which never fails: units tell their own results.</returns>
    public Task Write(WriteUnit unit, CancellationToken cancellationToken) =>
        queue.EnqueueAndTake(unit, maxBatch) is { } batch ? RunAsync(batch, cancellationToken) : Task.CompletedTask;

    private async Task RunAsync(QueuedBatch batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await WriteAsync(batch.Tenant, batch.Units, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            queue.Complete(batch);
            StoreMetrics.WriteBatch(batch.Units.Count, time.GetElapsedTime(started));
        }
    }

    /// <summary>Writes units together; if that fails for a reason that may lie in one of them, each alone.</summary>
    private async Task WriteAsync(int tenant, IReadOnlyList<WriteUnit> units, CancellationToken cancellationToken)
    {
        try
        {
            await RepeatAsync(tenant, units, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (units.Count > 1 && !IsFinal(e))
        {
            Log.Isolating(logger, e, units.Count);
            foreach (var unit in units)
            {
                await WriteAsync(tenant, [unit], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            foreach (var unit in units)
            {
                unit.Fail(e);
            }
        }
    }

    // A race with another process is run again at once, with what is there now.
    private async Task RepeatAsync(int tenant, IReadOnlyList<WriteUnit> units, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var batch = new WriteBatch(services, tenant, units);
            try
            {
                await batch.RunAsync(presume: attempt == 1, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ThreeDbException e) when (PostgresErrors.IsWriteRace(e) && attempt < MaxRaces)
            {
                if (batch.Presumed)
                {
                    services.Presumption.Failed(tenant);
                }
                else
                {
                    StoreMetrics.WriteRace();
                }

                if (PostgresErrors.IsTypesChanged(e))
                {
                    await services.Types.RefreshAsync(tenant, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // What concerns the store as a whole would only fail again for each unit; and what may have been written must not be repeated.
    private static bool IsFinal(Exception e) =>
        e is ThreeDbException { Code: var code } && (code == ErrorCodes.OutcomeUnknown || code == ErrorCodes.StoreUnreachable || code == ErrorCodes.DatabaseFull);

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "A shared transaction of {Count} writes failed; each is now written alone.")]
        public static partial void Isolating(ILogger logger, Exception e, int count);
    }
}
