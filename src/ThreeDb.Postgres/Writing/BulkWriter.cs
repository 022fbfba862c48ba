using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Writes a stream of mutations with bounded memory.</summary>
internal sealed class BulkWriter(WriteServices services, StoreWriter writer, MutationPreparer preparer, TimeProvider time)
{
    private const int MaxOutstanding = 2048;
    private const long MaxOutstandingBytes = 32 << 20;
    private const int AtomicBatch = 500;
    private const int WorthMerging = 5000;

    /// <summary>Each item for itself: they share transactions, and what fails is reported.</summary>
    public async Task<BulkSummary> WriteAsync(
        int tenant, string actor, IAsyncEnumerable<BulkItem> items, BulkOptions options, bool guarded, CancellationToken cancellationToken)
    {
        var tally = new BulkTally(options.Progress, time);
        var outstanding = new Queue<(long Line, WriteUnit Unit)>();
        var bytes = 0L;
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            tally.Read();
            if (await PrepareAsync(tenant, actor, item, guarded, tally, cancellationToken).ConfigureAwait(false) is not { } unit)
            {
                continue;
            }

            while (outstanding.Count >= MaxOutstanding || (bytes + unit.Size > MaxOutstandingBytes && outstanding.Count > 0))
            {
                bytes -= await SettleAsync(outstanding.Dequeue(), tally).ConfigureAwait(false);
            }

            _ = writer.WriteAsync(unit);
            outstanding.Enqueue((item.Line, unit));
            bytes += unit.Size;
        }

        while (outstanding.TryDequeue(out var next))
        {
            await SettleAsync(next, tally).ConfigureAwait(false);
        }

        tally.Report();
        await MergeNewWordsAsync(tally, cancellationToken).ConfigureAwait(false);
        return tally.Summary();
    }

    /// <summary>All in one transaction, which the first refused item undoes.</summary>
    public async Task<BulkSummary> WriteAtomicAsync(
        int tenant, string actor, IAsyncEnumerable<BulkItem> items, BulkOptions options, bool guarded, CancellationToken cancellationToken)
    {
        var tally = new BulkTally(options.Progress, time);
        var connection = await services.Connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ownTransaction = transaction.ConfigureAwait(false);
            var shared = new WriteTransaction(connection);
            var batch = new List<(long Line, WriteUnit Unit)>();
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                tally.Read();
                if (await PrepareAsync(tenant, actor, item, guarded, tally, cancellationToken).ConfigureAwait(false) is { } unit)
                {
                    batch.Add((item.Line, unit));
                }

                if (batch.Count >= AtomicBatch)
                {
                    await RunAsync(tenant, batch, shared, tally, cancellationToken).ConfigureAwait(false);
                }

                if (tally.HasFailures)
                {
                    break;
                }
            }

            if (!tally.HasFailures)
            {
                await RunAsync(tenant, batch, shared, tally, cancellationToken).ConfigureAwait(false);
            }

            if (tally.HasFailures)
            {
                await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
                return tally.Summary(rolledBack: true);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: true) is { } translated)
        {
            throw translated;
        }

        tally.Report();
        await MergeNewWordsAsync(tally, cancellationToken).ConfigureAwait(false);
        return tally.Summary();
    }

    private async Task<WriteUnit?> PrepareAsync(
        int tenant, string actor, BulkItem item, bool guarded, BulkTally tally, CancellationToken cancellationToken)
    {
        if (item.Error is not null)
        {
            tally.Fail(item.Line, item.Error);
            return null;
        }

        try
        {
            var types = await preparer.TypesAsync(tenant, cancellationToken).ConfigureAwait(false);
            return new WriteUnit(tenant, actor, [preparer.Prepare(item.Mutation!, types, guarded)], idempotency: null, CancellationToken.None);
        }
        catch (ThreeDbException e) when (!e.IsTransient)
        {
            tally.Fail(item.Line, e);
            return null;
        }
    }

    private static async Task<long> SettleAsync((long Line, WriteUnit Unit) item, BulkTally tally)
    {
        try
        {
            tally.Succeed(await item.Unit.Result.ConfigureAwait(false));
        }
        catch (ThreeDbException e)
        {
            tally.Fail(item.Line, e);
        }

        return item.Unit.Size;
    }

    private async Task RunAsync(int tenant, List<(long Line, WriteUnit Unit)> batch, WriteTransaction shared, BulkTally tally, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await new WriteBatch(services, tenant, [.. batch.Select(item => item.Unit)], shared).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (!e.IsTransient || PostgresErrors.IsWriteRace(e))
        {
            // The transaction is lost as a whole; which of the items it was cannot be told.
            tally.Fail(batch[0].Line, e);
            batch.Clear();
            return;
        }

        foreach (var item in batch)
        {
            await SettleAsync(item, tally).ConfigureAwait(false);
        }

        batch.Clear();
    }

    // New words wait unsorted in the text index, where every search reads all of them. After many of them it is time to sort them in.
    private async Task MergeNewWordsAsync(BulkTally tally, CancellationToken cancellationToken)
    {
        if (tally.Written < WorthMerging)
        {
            return;
        }

        var connection = await services.Connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("select threedb.merge_new_words()", connection) { CommandTimeout = 0 };
        await using var ownCommand = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
