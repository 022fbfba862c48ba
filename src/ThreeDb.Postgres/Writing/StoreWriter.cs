using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres;

/// <summary>Takes mutations and writes them: many callers, few transactions.</summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private readonly MutationPreparer _preparer;
    private readonly WriteQueue _queue;
    private readonly WriteLane[] _lanes;
    private readonly Task[] _running;
    private readonly CancellationTokenSource _stop = new();

    public StoreWriter(WriteServices services, MutationPreparer preparer, PostgresOptions options, TimeProvider time, ILogger logger)
    {
        _preparer = preparer;
        _queue = new WriteQueue(services.Known, options.WriteLanes, time) { LongestWait = options.StatementTimeout };
        _lanes = [.. Enumerable.Range(0, options.WriteLanes).Select(_ => new WriteLane(services, _queue, options.MaxBatch, time, logger))];
        _running = [.. _lanes.Select(lane => Task.Run(() => lane.RunAsync(_stop.Token)))];
    }

    /// <summary>The idempotency keys whose requests run.</summary>
    public RunningKeys Running { get; } = new();

    /// <summary>Runs mutations in one transaction.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="mutations">The mutations.</param>
    /// <param name="idempotencyKey">Makes a repetition return the first result.</param>
    /// <param name="guarded">Whether the JSON of the mutations was checked already.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<TransactionResult> WriteAsync(
        int tenant, string actor, IReadOnlyList<Mutation> mutations, string? idempotencyKey, bool guarded, CancellationToken cancellationToken)
    {
        var types = await _preparer.TypesAsync(tenant, cancellationToken).ConfigureAwait(false);
        var prepared = new PreparedMutation[mutations.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            try
            {
                prepared[i] = _preparer.Prepare(mutations[i], types, guarded);
            }
            catch (ThreeDbException e) when (mutations.Count > 1)
            {
                throw MutationFault.At(i, e);
            }
        }

        if (idempotencyKey is null)
        {
            return await WriteAsync(new WriteUnit(tenant, actor, prepared, null, cancellationToken)).ConfigureAwait(false);
        }

        using var held = Running.Hold(tenant, idempotencyKey);
        return await WriteAsync(new WriteUnit(tenant, actor, prepared, new IdempotencyRequest(idempotencyKey, RequestFingerprint.Of(mutations)), cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Queues a unit and waits for its result.</summary>
    public async Task<TransactionResult> WriteAsync(WriteUnit unit)
    {
        // Who runs a batch goes on where it ended; the others are woken by their results.
        await _lanes[0].Write(unit, _stop.Token).ConfigureAwait(false);
        return await unit.Result.ConfigureAwait(false);
    }

    /// <summary>Queues units that should share transactions. Each tells its own result.</summary>
    public void Write(IReadOnlyList<WriteUnit> units) => _queue.Enqueue(units);

    /// <inheritdoc cref="WriteQueue.Reserve"/>
    public Reservation Reserve(int tenant) => _queue.Reserve(tenant);

    /// <inheritdoc cref="WriteQueue.ExtendAsync"/>
    public Task ExtendAsync(Reservation reservation, IReadOnlyList<WriteUnit> units, CancellationToken cancellationToken) =>
        _queue.ExtendAsync(reservation, units, cancellationToken);

    /// <inheritdoc cref="WriteQueue.Release"/>
    public void Release(Reservation reservation) => _queue.Release(reservation);

    /// <summary>Writes what is queued, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await Task.WhenAll(_running).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        _stop.Dispose();
        _queue.Dispose();
    }
}
