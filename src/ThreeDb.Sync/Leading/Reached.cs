using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>How far a projection is, for those who wait for it. Moved by the leader's loop only.</summary>
internal sealed class Reached
{
    private readonly Lock _lock = new();
    private LogPoint? _point;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything up to here is applied; null when this process does not lead.</summary>
    public LogPoint? Point
    {
        get
        {
            lock (_lock)
            {
                return _point;
            }
        }
    }

    public void Move(LogPoint? point)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            if (_point == point)
            {
                return;
            }

            _point = point;
            (moved, _moved) = (_moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.SetResult();
    }

    /// <summary>Completes at the next move.</summary>
    public Task NextMove()
    {
        lock (_lock)
        {
            return _moved.Task;
        }
    }
}
