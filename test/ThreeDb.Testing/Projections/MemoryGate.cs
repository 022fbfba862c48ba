using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Holds calls back.</summary>
public sealed class MemoryGate(Func<ProjectionBatch?, bool> which)
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a call has come to the gate.</summary>
    public Task Entered => _entered.Task;

    /// <summary>Lets calls through from now on.</summary>
    public void Open() => _open.TrySetResult();

    internal bool Holds(ProjectionBatch? batch) => which(batch);

    internal Task PassAsync()
    {
        _entered.TrySetResult();
        return _open.Task;
    }
}
