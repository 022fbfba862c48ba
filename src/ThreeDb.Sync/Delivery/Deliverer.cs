using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Brings rows into a projection: repeats what may help, parks what cannot be held, and never drops a row silently.</summary>
/// <remarks>
/// The engine is away or busy: the same batch again, after exponential pauses with jitter, for as long as it takes. The engine refuses keys: they are parked, the rest
/// goes on. The engine refuses a batch without saying why: halves, until the key is found. It refuses one key after another in the same words: then
/// it is the engine, and somebody has to mend it. Owned by the leader's loop: one call at a time.
/// </remarks>
/// <param name="leadership">Where keys are parked.</param>
/// <param name="health">Told of every attempt.</param>
/// <param name="pace">Bounds the rows per second.</param>
/// <param name="time">The clock.</param>
/// <param name="context">Whose projection it is.</param>
/// <param name="log">Where slow batches are named.</param>
internal sealed class Deliverer(ILeadership leadership, EngineHealth health, Pace pace, TimeProvider time, ProjectionContext context, ILogger log)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    /// <summary>How often a key is tried on its own before it is parked.</summary>
    public const int AttemptsBeforeParking = 3;

    // An engine that answers, but keeps failing on one batch, fails because of the batch. Asked only after some failures; and one answer proves nothing: it may be just back.
    private const int FailuresBeforeDoubt = 4;
    private const int AnswersBeforeRefusal = 3;

    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ThreeDbException>(IsAway),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = PlantedFault.Is(PlantedFault.RetryWithoutPause) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(50),
            MaxDelay = PlantedFault.Is(PlantedFault.PauseWithoutCap) ? TimeSpan.FromHours(1) : EngineHealth.ProbePause,
            UseJitter = true,
        })
        .Build();

    private readonly Dictionary<RowKey, ProjectedEntity> _plantedImages = [];
    private readonly SameRefusals _refusals = new();
    private Fence _fence = new(leadership.Epoch, 0);
    private HashSet<RowKey> _parked = [];

    /// <summary>Learns which keys are parked: these are forgotten when they can be applied after all.</summary>
    public void Know(IReadOnlySet<RowKey> parked) => _parked = [.. parked];

    /// <summary>How many keys are parked.</summary>
    public int ParkedCount => _parked.Count;

    /// <summary>The keys that are parked.</summary>
    public IReadOnlyCollection<RowKey> Parked => _parked;

    /// <summary>Whether a key is parked.</summary>
    public bool IsParked(RowKey key) => _parked.Contains(key);

    /// <summary>How many rows are brought in one turn of the leader's loop where their rate is bounded: the feed, the status and what people want come to their turn every second.</summary>
    public int RowsPerTurn => pace.AtOnce;

    /// <summary>The fence of the next write.</summary>
    public Fence NextFence() => _fence = PlantedFault.Is(PlantedFault.FenceSkipped) ? new Fence(int.MaxValue, time.GetTimestamp()) : _fence.Next();

    /// <summary>What a planted fault tries again instead of current rows.</summary>
    public ShapedRows PlantedImages => new([.. _plantedImages.Values], []);

    /// <summary>Applies rows to all targets. When this returns, each row is applied or parked in each of them.</summary>
    /// <exception cref="ProjectionFencedException">Another leader writes.</exception>
    /// <exception cref="ThreeDbException">The engine cannot be used until somebody does something.</exception>
    public async Task DeliverAsync(IReadOnlyList<IProjection> targets, ShapedRows rows, bool fresh, CancellationToken cancellationToken)
    {
        foreach (var target in targets)
        {
            var size = Math.Min(target.MaxBatch, RowsPerTurn);
            for (var start = 0; start < rows.Count; start += size)
            {
                var part = Slice(rows, start, size);
                await pace.WaitAsync(part.Count, cancellationToken).ConfigureAwait(false);
                await PutAsync(target, part, fresh, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs something else that an engine does, with the same patience.</summary>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await _again.ExecuteAsync(async token => await WatchedAsync(call, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Runs something else that an engine does, with the same patience.</summary>
    public Task CallAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) => CallAsync(
        async token =>
        {
            await call(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static bool IsAway(ThreeDbException e) =>
        e.IsTransient && e is not ProjectionRejectedException and not ProjectionFencedException && e.Code != ErrorCodes.ProjectionLost;

    private async Task PutAsync(IProjection target, ShapedRows rows, bool fresh, CancellationToken cancellationToken)
    {
        while (rows.Count > 0)
        {
            try
            {
                var started = time.GetTimestamp();
                await ApplyAsync(target, rows, fresh, cancellationToken).ConfigureAwait(false);
                Count(rows.Count, time.GetElapsedTime(started));
                _refusals.Applied();
                await UnparkAsync(rows, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ProjectionRejectedException e)
            {
                var rejected = e.Keys.Select(key => key.Key).ToHashSet();
                if (PlantedFault.Is(PlantedFault.RetryFromOldImage))
                {
                    rows.Entities.Where(row => rejected.Contains(row.RowKey)).ToList().ForEach(row => _plantedImages.TryAdd(row.RowKey, row));
                }

                await ParkAsync([.. e.Keys.Select(key => new ParkedKey(key.Key, key.Reason, 1))], cancellationToken).ConfigureAwait(false);

                // A part of what comes again may have been applied: a large batch goes in several.
                fresh = false;
                var left = Without(rows, rejected);
                rows = left.Count < rows.Count ? left : throw new ThreeDbException(ErrorCodes.ProjectionFailed,
                    "The connector rejects keys that were not in the batch.", "This is a fault of the connector; report it.");
            }
            catch (ThreeDbException e) when (IsRefusal(e) && rows.Count > 1)
            {
                fresh = false;
                var half = rows.Count / 2;
                await PutAsync(target, Slice(rows, 0, half), fresh, cancellationToken).ConfigureAwait(false);
                rows = PlantedFault.Is(PlantedFault.HalvingLosesAHalf) ? new ShapedRows([], []) : Slice(rows, half, rows.Count - half);
            }
            catch (ThreeDbException e) when (IsRefusal(e))
            {
                // A key that was parked before says nothing new: so a person who resumes gets past keys that are at fault after all.
                var key = Keys(rows).First();
                var isSame = !_parked.Contains(key) && _refusals.Add(key, e.Message);
                await ParkAsync([new ParkedKey(key, e.Message, AttemptsBeforeParking)], cancellationToken).ConfigureAwait(false);
                if (isSame && !PlantedFault.Is(PlantedFault.ParkOnAndOn))
                {
                    throw new EngineRefusesAllException(e);
                }

                return;
            }
        }
    }

    // One attempt after the other, each with a fence of its own: an earlier one that still arrives is then too old.
    private async Task ApplyAsync(IProjection target, ShapedRows rows, bool fresh, CancellationToken cancellationToken)
    {
        var (failures, answers, refusals) = (0, 0, 0);
        await _again.ExecuteAsync(
            async token =>
            {
                // What was sent before may have been applied after all, so nothing is fresh any more.
                var batch = new ProjectionBatch(NextFence(), rows.Entities, rows.Relations) { IsFresh = fresh && (failures == 0 || PlantedFault.Is(PlantedFault.FreshAfterFailure)) };
                while (true)
                {
                    try
                    {
                        await WatchedAsync(
                            async inner =>
                            {
                                await target.ApplyAsync(batch, inner).ConfigureAwait(false);
                                return true;
                            },
                            token).ConfigureAwait(false);
                        return;
                    }
                    catch (ThreeDbException e) when (IsAway(e))
                    {
                        if (PlantedFault.Is(PlantedFault.FailureCountsAsApplied))
                        {
                            return;
                        }

                        if (++failures >= FailuresBeforeDoubt)
                        {
                            answers = await AnswersAsync(target, token).ConfigureAwait(false) ? answers + 1 : 0;
                        }

                        if (answers == AnswersBeforeRefusal)
                        {
                            throw new ThreeDbException(ErrorCodes.ProjectionFailed, e.Message, e.Hint, inner: e);
                        }

                        throw;
                    }
                    catch (ThreeDbException e) when (IsRefusal(e) && rows.Count == 1 && ++refusals < AttemptsBeforeParking)
                    {
                        batch = batch with { Fence = NextFence(), IsFresh = false };
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WatchedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            health.Begins();
            var answer = call(cancellationToken);
            await ShowSilenceAsync(answer, cancellationToken).ConfigureAwait(false);
            var result = await answer.ConfigureAwait(false);
            health.Succeeded();
            return result;
        }
        catch (ThreeDbException e) when (IsAway(e))
        {
            await health.FailedAsync(e).ConfigureAwait(false);
            throw;
        }
    }

    // A call may take as long as the engine lets it; but people are told that nothing moves meanwhile.
    private async Task ShowSilenceAsync(Task answer, CancellationToken cancellationToken)
    {
        if (answer.IsCompleted)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(answer, Task.Delay(Slow, time, patience.Token)).ConfigureAwait(false) != answer && !cancellationToken.IsCancellationRequested)
        {
            await health.SilentAsync(new ThreeDbException(ErrorCodes.ProjectionUnreachable,
                $"the engine has not answered a call since {time.GetUtcNow() - Slow:HH:mm:ss}Z",
                "look whether the engine hangs or is overloaded; the call ends by its timeout and is then repeated")).ConfigureAwait(false);
        }

        await patience.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> AnswersAsync(IProjection target, CancellationToken cancellationToken)
    {
        try
        {
            // What is prepared anew after somebody emptied it would pass for whole. Prepared all the same: one that takes no writes for a while may still be read.
            await target.ProbeAsync(NextFence(), cancellationToken).ConfigureAwait(false);
            await target.PrepareAsync(NextFence(), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ThreeDbException e) when (IsAway(e))
        {
            return false;
        }
    }

    private void Count(int rows, TimeSpan elapsed)
    {
        health.Applied(rows);
        SyncMetrics.Applied(context, rows, elapsed);
        if (elapsed > Slow)
        {
            SyncLog.Slow(log, context.Name, context.Tenant, elapsed.TotalMilliseconds, rows);
        }
    }

    private async Task ParkAsync(IReadOnlyList<ParkedKey> keys, CancellationToken cancellationToken)
    {
        if (!PlantedFault.Is(PlantedFault.ParkSilently))
        {
            await leadership.ParkAsync(keys, cancellationToken).ConfigureAwait(false);
        }

        if (PlantedFault.Is(PlantedFault.ParkStopsTheFeed))
        {
            throw new ThreeDbException(ErrorCodes.StoreBusy);
        }

        _parked.UnionWith(keys.Select(key => key.Key));
        SyncMetrics.Parked(context, keys.Count);
    }

    private async Task UnparkAsync(ShapedRows rows, CancellationToken cancellationToken)
    {
        if (_parked.Count > 0 && Keys(rows).Where(_parked.Contains).ToList() is { Count: > 0 } applied)
        {
            await leadership.UnparkAsync(applied, cancellationToken).ConfigureAwait(false);
            _parked.ExceptWith(applied);
        }
    }

    // What concerns the engine as a whole, such as credentials, is for somebody to mend; it is no fault of a row.
    private static bool IsRefusal(ThreeDbException e) =>
        !e.IsTransient && e is not ProjectionRejectedException and not ProjectionFencedException && e.Code == ErrorCodes.ProjectionFailed;

    private static IEnumerable<RowKey> Keys(ShapedRows rows) => rows.Entities.Select(row => row.RowKey).Concat(rows.Relations.Select(row => row.RowKey));

    private static ShapedRows Without(ShapedRows rows, HashSet<RowKey> keys) => new(
        [.. rows.Entities.Where(row => !keys.Contains(row.RowKey))], [.. rows.Relations.Where(row => !keys.Contains(row.RowKey))]);

    /// <summary>Some of the rows. Entities come before relations, so that ends are there first.</summary>
    public static ShapedRows Slice(ShapedRows rows, int start, int count)
    {
        if (start == 0 && count >= rows.Count)
        {
            return rows;
        }

        var entities = rows.Entities.Skip(start).Take(count).ToList();
        return new ShapedRows(entities, [.. rows.Relations.Skip(Math.Max(start - rows.Entities.Count, 0)).Take(count - entities.Count)]);
    }
}
