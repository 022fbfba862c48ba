namespace ThreeDb;

/// <summary>Lets one algorithm compute at a time: each uses all cores. Tenants take turns, whoever had none for the longest first; the runs of one tenant keep their order.</summary>
internal sealed class AnalysisTurns
{
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private readonly Dictionary<int, long> _lastTurns = [];
    private long _turn;
    private bool _isBusy;

    /// <summary>Whether somebody computes.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                return _isBusy;
            }
        }
    }

    /// <summary>Computes when it is its turn, away from the caller's thread.</summary>
    /// <param name="tenant">Whose run it is.</param>
    /// <param name="compute">The work.</param>
    /// <param name="queued">Told the place, 1 for the next, while it waits; null for nobody to tell. What it throws ends the run that waits, and no other.</param>
    /// <param name="cancellationToken">Stops waiting; the work stops by itself.</param>
    public async Task<T> RunAsync<T>(int tenant, Func<T> compute, Action<int>? queued, CancellationToken cancellationToken)
    {
        await EnterAsync(tenant, queued, cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(compute, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    private async Task EnterAsync(int tenant, Action<int>? queued, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiting own;
        lock (_lock)
        {
            if (!_isBusy)
            {
                _isBusy = true;
                _lastTurns[tenant] = ++_turn;
                return;
            }

            own = new Waiting(tenant, queued);
            _waiting.Add(own);
        }

        TellPlaces();
        var stopped = cancellationToken.Register(() => Stop(own, cancellationToken));
        await using var ownStopped = stopped.ConfigureAwait(false);
        await own.Turn.Task.ConfigureAwait(false);
    }

    // Who has its turn already keeps it, and gives it up at once.
    private void Stop(Waiting waiting, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiting))
            {
                return;
            }
        }

        waiting.Turn.TrySetCanceled(cancellationToken);
        TellPlaces();
    }

    private void Leave()
    {
        Waiting? next;
        lock (_lock)
        {
            next = InOrder().FirstOrDefault();
            if (next is null)
            {
                _isBusy = false;
                _lastTurns.Clear();
                return;
            }

            _waiting.Remove(next);
            _lastTurns[next.Tenant] = ++_turn;
        }

        next.Turn.TrySetResult();
        TellPlaces();
    }

    // The first run of every tenant, then the second of every tenant, and so on.
    private IEnumerable<Waiting> InOrder() => _waiting
        .GroupBy(waiting => waiting.Tenant)
        .SelectMany(runs => runs.Select((run, round) => (Run: run, Round: round)))
        .OrderBy(one => one.Round).ThenBy(one => _lastTurns.GetValueOrDefault(one.Run.Tenant)).ThenBy(one => _waiting.IndexOf(one.Run))
        .Select(one => one.Run);

    private void TellPlaces()
    {
        List<(Waiting Run, int Place)> moved = [];
        lock (_lock)
        {
            var place = 0;
            foreach (var waiting in InOrder())
            {
                if (waiting.Place != ++place)
                {
                    waiting.Place = place;
                    moved.Add((waiting, place));
                }
            }
        }

        var failed = false;
        foreach (var (run, place) in moved)
        {
            try
            {
                run.Queued?.Invoke(place);
            }
            catch (Exception e)
            {
                failed |= Fail(run, e);
            }
        }

        if (failed)
        {
            TellPlaces();
        }
    }

    // Who has its turn already computes all the same.
    private bool Fail(Waiting waiting, Exception e)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiting))
            {
                return false;
            }
        }

        waiting.Turn.TrySetException(e);
        return true;
    }

    private sealed class Waiting(int tenant, Action<int>? queued)
    {
        public int Tenant => tenant;

        public Action<int>? Queued => queued;

        /// <summary>The place that was told last.</summary>
        public int Place { get; set; }

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
