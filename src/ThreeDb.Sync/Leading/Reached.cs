using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>How far a projection is, for those who wait for it. Moved by the leader's loop only.</summary>
internal sealed class Reached
{
    private readonly Lock _lock = new();
    private LogPoint? _point;
    private long _settings;
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

    /// <summary>The same, where the leader here feeds the engine of these settings; otherwise null.</summary>
    public LogPoint? PointUnder(long settings)
    {
        lock (_lock)
        {
            return _settings == settings ? _point : null;
        }
    }

    /// <summary>Notes how far it is.</summary>
    /// <param name="point">The point.</param>
    /// <param name="settings">The version of the settings of the engine that is so far; structures in memory have none.</param>
    public void Move(LogPoint? point, long settings = 0)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            if (_point == point && _settings == settings)
            {
                return;
            }

            (_point, _settings) = (point, settings);
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
