using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres;

/// <summary>Writes a stream of mutations with bounded memory.</summary>
internal sealed partial class BulkWriter(WriteServices services, StoreWriter writer, MutationPreparer preparer, TimeProvider time, ILogger logger)
{
    private const int ChunkItems = 512;
    private const long ChunkBytes = 4 << 20;
    private const int MaxChunks = 3;
    private const int AtomicBatch = 500;

    /// <summary>Each item for itself: they share transactions, and what fails is reported.</summary>
    public async Task<BulkSummary> WriteAsync(
        int tenant, string actor, IAsyncEnumerable<BulkItem> items, BulkOptions options, bool guarded, CancellationToken cancellationToken)
    {
        var tally = new BulkTally(options.Progress, services.Positions, time);
        var chunk = new List<(long Line, WriteUnit Unit)>(ChunkItems);
        var sent = new Queue<List<(long Line, WriteUnit Unit)>>();
        var bytes = 0L;
        var source = items.GetAsyncEnumerator(cancellationToken);
        await using var ownSource = source.ConfigureAwait(false);
        while (true)
        {
            var next = source.MoveNextAsync();
            if (!next.IsCompleted && chunk.Count > 0)
            {
                // A sender that pauses does not hold back what it has sent, as long as there is nothing else to write.
                await SettleAsync(sent, left: 0, onlyDone: true, tally).ConfigureAwait(false);
                (chunk, bytes) = sent.Count == 0 ? (Send(chunk, sent), 0) : (chunk, bytes);
            }

            if (!await next.ConfigureAwait(false))
            {
                break;
            }

            tally.Read();
            if (await PrepareAsync(tenant, actor, source.Current, guarded, tally, cancellationToken).ConfigureAwait(false) is { } unit)
            {
                chunk.Add((source.Current.Line, unit));
                bytes += unit.Size;
            }

            if (chunk.Count >= ChunkItems || bytes >= ChunkBytes)
            {
                await SettleAsync(sent, MaxChunks - 1, onlyDone: false, tally).ConfigureAwait(false);
                (chunk, bytes) = (Send(chunk, sent), 0);
            }
        }

        Send(chunk, sent);
        await SettleAsync(sent, left: 0, onlyDone: false, tally).ConfigureAwait(false);
        tally.Report();
        return tally.Summary();
    }

    /// <summary>All in one transaction, which the first refused item undoes. Who wants to write the same meanwhile waits, in the order of the queue.</summary>
    public async Task<BulkSummary> WriteAtomicAsync(
        int tenant, string actor, IAsyncEnumerable<BulkItem> items, BulkOptions options, bool guarded, CancellationToken cancellationToken)
    {
        var reservation = writer.Reserve(tenant);
        try
        {
            return await WriteAtomicAsync(reservation, actor, items, options, guarded, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            writer.Release(reservation);
        }
    }

    private async Task<BulkSummary> WriteAtomicAsync(
        Reservation reservation, string actor, IAsyncEnumerable<BulkItem> items, BulkOptions options, bool guarded, CancellationToken cancellationToken)
    {
        var tally = new BulkTally(options.Progress, services.Positions, time);
        var connection = await services.Connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);

        // Only what PostgreSQL is asked is translated: an exception of the items is their source's, and passes as it is.
        var begun = connection.BeginTransactionAsync(cancellationToken).AsTask();
        await TranslatedAsync(begun, sent: false).ConfigureAwait(false);
        var transaction = await begun.ConfigureAwait(false);
        await using var ownTransaction = transaction.ConfigureAwait(false);
        var shared = new WriteTransaction(connection);
        var batch = new List<(long Line, WriteUnit Unit)>();
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            tally.Read();
            if (await PrepareAsync(reservation.Tenant, actor, item, guarded, tally, cancellationToken).ConfigureAwait(false) is { } unit)
            {
                batch.Add((item.Line, unit));
            }

            if (batch.Count >= AtomicBatch)
            {
                await RunAsync(reservation, batch, shared, tally, cancellationToken).ConfigureAwait(false);
            }

            if (tally.HasFailures)
            {
                break;
            }
        }

        if (!tally.HasFailures)
        {
            await RunAsync(reservation, batch, shared, tally, cancellationToken).ConfigureAwait(false);
        }

        if (tally.HasFailures)
        {
            await TranslatedAsync(transaction.RollbackAsync(CancellationToken.None), sent: false).ConfigureAwait(false);
            return tally.Summary(rolledBack: true);
        }

        await TranslatedAsync(transaction.CommitAsync(cancellationToken), sent: true).ConfigureAwait(false);
        services.Changes.Committed();
        services.Keeper.Written(texts: 0, shared.Made);
        tally.Report();
        return tally.Summary();
    }

    private static async Task TranslatedAsync(Task asked, bool sent)
    {
        try
        {
            await asked.ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent) is { } translated)
        {
            throw translated;
        }
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
            return Prepare(tenant, actor, item, types, guarded, tally);
        }
        catch (ThreeDbException e) when (!e.IsTransient)
        {
            tally.Fail(item.Line, e);
            return null;
        }
    }

    // Preparing touches nothing outside: whatever it throws is about this item alone, and must not end the load half-way.
    private WriteUnit? Prepare(int tenant, string actor, BulkItem item, TypeSnapshot types, bool guarded, BulkTally tally)
    {
        try
        {
            return new WriteUnit(tenant, actor, [preparer.Prepare(item.Mutation!, types, guarded)], idempotency: null, CancellationToken.None);
        }
        catch (Exception e) when (e is not ThreeDbException)
        {
            tally.Fail(item.Line, Unexpected(item.Line, e));
            return null;
        }
    }

    private ThreeDbException Unexpected(long line, Exception e)
    {
        Log.Unexpected(logger, e, line);
        return new ThreeDbException(ErrorCodes.Internal, inner: e);
    }

    // Queues a chunk and gives the next one.
    private List<(long Line, WriteUnit Unit)> Send(List<(long Line, WriteUnit Unit)> chunk, Queue<List<(long Line, WriteUnit Unit)>> sent)
    {
        if (chunk.Count == 0)
        {
            return chunk;
        }

        writer.Write([.. chunk.Select(item => item.Unit)]);
        sent.Enqueue(chunk);
        return new List<(long Line, WriteUnit Unit)>(ChunkItems);
    }

    private async Task SettleAsync(Queue<List<(long Line, WriteUnit Unit)>> sent, int left, bool onlyDone, BulkTally tally)
    {
        while (sent.Count > left && (!onlyDone || sent.Peek()[^1].Unit.Result.IsCompleted))
        {
            foreach (var item in sent.Dequeue())
            {
                await SettleAsync(item, tally).ConfigureAwait(false);
            }
        }
    }

    private async Task SettleAsync((long Line, WriteUnit Unit) item, BulkTally tally)
    {
        try
        {
            tally.Succeed(await item.Unit.Result.ConfigureAwait(false));
        }
        catch (ThreeDbException e)
        {
            tally.Fail(item.Line, e);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            tally.Fail(item.Line, Unexpected(item.Line, e));
        }
    }

    private async Task RunAsync(
        Reservation reservation, List<(long Line, WriteUnit Unit)> batch, WriteTransaction shared, BulkTally tally, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            WriteUnit[] units = [.. batch.Select(item => item.Unit)];
            await writer.ExtendAsync(reservation, units, cancellationToken).ConfigureAwait(false);
            await new WriteBatch(services, reservation.Tenant, units, shared).RunAsync(presume: false, cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (!e.IsTransient || PostgresErrors.IsWriteRace(e))
        {
            // The transaction is lost as a whole; which of the items it was cannot be told.
            tally.Fail(batch[0].Line, e);
            batch.Clear();
            return;
        }
        catch (Exception e) when (e is not (ThreeDbException or OperationCanceledException or ObjectDisposedException) && PostgresErrors.Translate(e, sent: true) is null)
        {
            tally.Fail(batch[0].Line, Unexpected(batch[0].Line, e));
            batch.Clear();
            return;
        }

        foreach (var item in batch)
        {
            await SettleAsync(item, tally).ConfigureAwait(false);
        }

        batch.Clear();
    }

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Error, "The line {Line} of a bulk failed in a way that it should not; the others go on.")]
        public static partial void Unexpected(ILogger logger, Exception e, long line);
    }
}
