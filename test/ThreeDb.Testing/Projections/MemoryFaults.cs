using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>What goes wrong with a copy in memory. All of it can be switched at any time.</summary>
public sealed class MemoryFaults(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _calls = [];
    private volatile MemoryGate? _gate;
    private int _fail;
    private int _lose;

    /// <summary>Whether every call fails as if the engine were away.</summary>
    public bool IsDown { get; set; }

    /// <summary>What every call fails with; null for nothing.</summary>
    public ThreeDbException? Failure { get; set; }

    /// <summary>The keys that the engine can never hold, and says so.</summary>
    public Func<RowKey, bool>? Reject { get; set; }

    /// <summary>The values that it can never hold, wherever they come.</summary>
    public Func<IReadOnlyList<KeyValuePair<string, JsonElement>>, bool>? RejectFields { get; set; }

    /// <summary>The keys for which the engine refuses the batch without saying which one it was.</summary>
    public Func<RowKey, bool>? Refuse { get; set; }

    /// <summary>The fields for which the engine refuses the batch without saying which row it was.</summary>
    public Func<IReadOnlyList<KeyValuePair<string, JsonElement>>, bool>? RefuseFields { get; set; }

    /// <summary>When calls came in, those that failed included.</summary>
    public IReadOnlyList<DateTimeOffset> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Lets the next calls fail as if the engine were away.</summary>
    public void FailNext(int calls) => Interlocked.Exchange(ref _fail, calls);

    /// <summary>Lets the next batches be applied and their answers be lost.</summary>
    public void LoseNextAnswers(int batches) => Interlocked.Exchange(ref _lose, batches);

    /// <summary>Holds every call from now on, until the gate is opened. One whose caller gives up arrives late all the same.</summary>
    public MemoryGate Block() => BlockBatches(_ => true);

    /// <summary>Holds the batches that are meant, and calls without a batch when <see langword="null"/> is, until the gate is opened.</summary>
    public MemoryGate BlockBatches(Func<ProjectionBatch?, bool> which) => _gate = new MemoryGate(which);

    /// <summary>Holds nothing that comes from now on; what is held stays so until its gate is opened.</summary>
    public void Unblock() => _gate = null;

    /// <summary>The beginning of every call.</summary>
    internal async Task EnterAsync(ProjectionBatch? batch)
    {
        lock (_lock)
        {
            _calls.Add(time.GetUtcNow());
        }

        if (_gate is { } gate && gate.Holds(batch))
        {
            await gate.PassAsync();
        }

        if (Failure is { } failure)
        {
            throw failure;
        }

        if (IsDown || TakeOne(ref _fail))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, "The engine in memory is away.");
        }
    }

    /// <summary>The end of every batch that was applied.</summary>
    internal void Answer()
    {
        if (TakeOne(ref _lose))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionUnreachable, "The connection broke before the answer came.");
        }
    }

    /// <summary>Fails when a row of a batch cannot be held.</summary>
    internal void Examine(ProjectionBatch batch, Action<ProjectionBatch> applyHalf)
    {
        var rows = batch.Entities.Where(row => row.IsLive).Select(row => (row.RowKey, row.Fields))
            .Concat(batch.Relations.Where(row => row.IsLive).Select(row => (row.RowKey, row.Fields))).ToList();
        var rejected = rows.Where(row => Reject?.Invoke(row.RowKey) is true || RejectFields?.Invoke(row.Fields) is true).Select(row => row.RowKey).ToList();
        if (rejected.Count > 0)
        {
            if (MemoryDefect.Is(MemoryDefect.HalfBatch))
            {
                applyHalf(batch with { Entities = [.. batch.Entities.Where(row => !rejected.Contains(row.RowKey))], Relations = [] });
            }

            throw new ProjectionRejectedException([.. rejected.Select(key => (key, $"The engine in memory does not like {key}."))]);
        }

        if (rows.Exists(row => Refuse?.Invoke(row.RowKey) is true || RefuseFields?.Invoke(row.Fields) is true))
        {
            throw new ThreeDbException(ErrorCodes.ProjectionFailed, "The engine in memory does not like something.");
        }
    }

    private static bool TakeOne(ref int count)
    {
        if (Volatile.Read(ref count) <= 0)
        {
            return false;
        }

        return Interlocked.Decrement(ref count) >= 0;
    }
}
