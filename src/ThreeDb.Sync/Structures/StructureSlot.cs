using Microsoft.Extensions.Logging;
using ThreeDb.Changes;
using ThreeDb.Structures;

namespace ThreeDb.Sync;

/// <summary>The structure of one tenant: loaded when first used, followed, given up when it must be, loaded again when used again.</summary>
internal sealed class StructureSlot<T>(int tenantId, string tenant, IStructureLoader<T> loader, ISyncStore store, MemoryBudget budget, TimeProvider time, ILogger log) : IBudgeted, IAsyncDisposable
    where T : class, IMemoryStructure
{
    // A reader that would wait longer for what was written is answered by SQL.
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(500);
    // A write waits for the structure so that reads need not; only while there are reads, and not for long.
    private static readonly TimeSpan WriterWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan InUse = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterTooLarge = TimeSpan.FromMinutes(5);
    private const string BeingLoaded = "it is being loaded";

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Held? _held;
    private Task<StructureObstacle?> _loading = Task.FromResult<StructureObstacle?>(null);
    private OwnWrites _own = new();
    private StructureObstacle? _whyNot;
    private long _notBefore;
    private TimeSpan _notFor;
    private long _lastUsed;

    public long Bytes => _held?.Structure.Bytes ?? 0;

    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>How it stands.</summary>
    public MemoryStatus Status
    {
        get
        {
            lock (_lock)
            {
                return _held is { } held ? new MemoryStatus(loader.Kind, MemoryState.Loaded, budget.Bytes, held.Structure.Bytes)
                    : !_loading.IsCompleted ? new MemoryStatus(loader.Kind, MemoryState.Loading, budget.Bytes, Why: BeingLoaded)
                    : _whyNot is { } whyNot ? new MemoryStatus(loader.Kind, MemoryState.BySql, budget.Bytes, Need: whyNot.Need, Why: whyNot.Why)
                    : new MemoryStatus(loader.Kind, MemoryState.Unused, budget.Bytes);
            }
        }
    }

    /// <summary>A structure that has what is demanded.</summary>
    public async ValueTask<StructureUse<T>> UseAsync(StructureDemand demand, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastUsed, time.GetTimestamp());
        if (_held is not { } held)
        {
            var loading = Load();
            if (!loading.IsCompleted && demand.LoadWait > TimeSpan.Zero)
            {
                await Task.WhenAny(loading, Task.Delay(demand.LoadWait, time, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (_held is not { } loaded)
            {
                return No(demand, loading.IsCompletedSuccessfully && loading.Result is { } whyNot ? whyNot : new StructureObstacle(StructureLack.Loading, BeingLoaded));
            }

            held = loaded;
        }

        if (held.Follower.Silence > LongestSilence)
        {
            return No(demand, new StructureObstacle(StructureLack.Unfollowed, "the change log cannot be followed"));
        }

        // Everything that this process had answered when the reader came.
        var wanted = held.Own.LastAnswered;
        return Has() || await held.Follower.UntilAsync(Has, demand.LoadWait > CatchUp ? demand.LoadWait : CatchUp, cancellationToken).ConfigureAwait(false)
            ? new StructureUse<T>(held.Structure)
            : No(demand, new StructureObstacle(StructureLack.Behind, "it has not come so far yet"));

        bool Has() => held.Own.HasAnswered(wanted) && (demand.AtLeast is not { } point || held.Follower.Reached.Point >= point);
    }

    /// <summary>This process has written. While the structure is in use the write is answered when it is there, or soon; after that, readers wait for it.</summary>
    public ValueTask WrittenAsync(OwnWrite write)
    {
        Held? held;
        OwnWrites own;
        long number;
        lock (_lock)
        {
            // What is loaded later has it.
            if (_held is null && _loading.IsCompleted)
            {
                return ValueTask.CompletedTask;
            }

            (held, own) = (_held, _own);
            number = own.Add(write);
        }

        if (held is null || write.IsMany || time.GetElapsedTime(LastUsed) > InUse)
        {
            own.Answered(number);
            return ValueTask.CompletedTask;
        }

        return WaitAsync(held, number);
    }

    private static async ValueTask WaitAsync(Held held, long number)
    {
        await held.Follower.UntilAsync(() => held.Own.Has(number), WriterWait, CancellationToken.None).ConfigureAwait(false);
        held.Own.Answered(number);
    }

    /// <summary>Compares with the tables. What differs is given up, and loaded again when it is used again.</summary>
    public async Task<StructureVerification> VerifyAsync(T structure, CancellationToken cancellationToken)
    {
        using var second = budget.Reserve(structure.Bytes, beside: this) ?? throw new ThreeDbException(
            ErrorCodes.AnalysisTooLarge, $"To compare it, the {loader.Kind} is loaded a second time: that takes {2 * structure.Bytes / 1048576.0:N1} MB in all, and {budget.Bytes / 1048576.0:N1} MB are allowed.",
            "Raise the memory budget (THREEDB_MEMORY) for the comparison and start the server again.");
        var verification = await new StructureVerifier<T>(loader, time).CompareAsync(
            tenantId, structure, await store.SourceAsync(tenantId, cancellationToken).ConfigureAwait(false), ReachAsync, cancellationToken).ConfigureAwait(false);
        if (verification.Differences > 0)
        {
            StructureLog.Differed(log, loader.Kind, tenant, verification.Differences, verification.Keys[0].ToString());
            await GiveUpAsync(structure, "it differed from the tables").ConfigureAwait(false);
        }

        return verification;

        Task<bool> ReachAsync(LogPoint point) => _held is { } held && ReferenceEquals(held.Structure, structure)
            ? held.Follower.UntilAsync(() => held.Follower.Reached.Point >= point, TimeSpan.FromSeconds(30), cancellationToken)
            : Task.FromResult(false);
    }

    public void Evict() => _ = Task.Run(() => GiveUpAsync(_held?.Structure, "others needed the memory"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await GiveUpAsync(_held?.Structure, "the process ends").ConfigureAwait(false);
        _stop.Dispose();
    }

    private StructureUse<T> No(StructureDemand demand, StructureObstacle whyNot)
    {
        StructureMetrics.FellBack(loader.Kind, tenant, whyNot.Lack, demand.IsOnly);
        return new StructureUse<T>(null, whyNot.Lack, whyNot.Why);
    }

    private Task<StructureObstacle?> Load()
    {
        lock (_lock)
        {
            if (_held is not null || !_loading.IsCompleted || _stop.IsCancellationRequested)
            {
                return _loading;
            }

            if (_whyNot is { } whyNot && time.GetElapsedTime(_notBefore) < _notFor)
            {
                return Task.FromResult<StructureObstacle?>(whyNot);
            }

            _own = new OwnWrites();
            return _loading = Task.Run(() => LoadAsync(_own, _stop.Token));
        }
    }

    private async Task<StructureObstacle?> LoadAsync(OwnWrites own, CancellationToken cancellationToken)
    {
        try
        {
            var started = time.GetTimestamp();
            var source = await store.SourceAsync(tenantId, cancellationToken).ConfigureAwait(false);
            var epoch = await source.EpochAsync(cancellationToken).ConfigureAwait(false);
            var (structure, point) = await loader.LoadAsync(tenantId, budget.Bytes, cancellationToken).ConfigureAwait(false);
            var follower = new StructureFollower(structure, loader.Needs, source, point, epoch, own, time, log);
            lock (_lock)
            {
                _held = new Held(structure, follower, own);
                _whyNot = null;
            }

            budget.Add(this);
            StructureMetrics.Watch(this, loader.Kind, tenant, () => Bytes);
            StructureMetrics.Loaded(loader.Kind, tenant, time.GetElapsedTime(started));
            StructureLog.Loaded(log, loader.Kind, tenant, structure.Bytes / 1048576.0, time.GetElapsedTime(started).TotalMilliseconds);
            follower.Start(() => Fits(structure), why => GiveUpLater(structure, why));
            return Fits(structure) ? null : _whyNot;
        }
        catch (StructureTooLargeException e)
        {
            return NotNow(new StructureObstacle(StructureLack.TooLarge, e.Message, e.Need), AfterTooLarge);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is: a load that only failed would begin anew with each read.
            return NotNow(new StructureObstacle(StructureLack.Failed, e.Message), AfterFailure);
        }
    }

    private bool Fits(T structure)
    {
        if (budget.Fit(this))
        {
            return true;
        }

        var over = StructureTooLargeException.Over(structure.Bytes, budget.Bytes);
        NotNow(new StructureObstacle(StructureLack.TooLarge, over.Message, over.Need), AfterTooLarge);
        GiveUpLater(structure, "it has grown above the budget");
        return false;
    }

    private StructureObstacle NotNow(StructureObstacle whyNot, TimeSpan length)
    {
        StructureLog.NotLoaded(log, loader.Kind, tenant, whyNot.Why);
        lock (_lock)
        {
            (_whyNot, _notBefore, _notFor) = (whyNot, time.GetTimestamp(), length);
        }

        return whyNot;
    }

    // The loop that says so cannot wait for its own end.
    private void GiveUpLater(T structure, string why) => _ = Task.Run(() => GiveUpAsync(structure, why));

    private async Task GiveUpAsync(T? structure, string why)
    {
        Held? held;
        lock (_lock)
        {
            if (structure is null || _held?.Structure != structure)
            {
                return;
            }

            (held, _held) = (_held, null);
        }

        budget.Remove(this);
        StructureMetrics.Forget(this);
        StructureMetrics.GivenUp(loader.Kind, tenant);
        StructureLog.GivenUp(log, loader.Kind, tenant, why);
        await held.Follower.DisposeAsync().ConfigureAwait(false);
    }

    private sealed record Held(T Structure, StructureFollower Follower, OwnWrites Own);
}
