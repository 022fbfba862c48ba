namespace ThreeDb.Sync;

/// <summary>How the engine of a projection has behaved lately. Written by the leader's loop and by routed queries, read by anybody.</summary>
/// <remarks>
/// The circuit breaker: after <see cref="FailuresToOpen"/> failures in a row it is open; queries are then refused at once, and of the leader
/// one probe per <see cref="ProbePause"/> goes through (half-open while it runs). The first success closes it.
/// </remarks>
internal sealed class EngineHealth(TimeProvider time)
{
    /// <summary>Failures in a row after which the engine counts as away.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>The longest pause between attempts; at most one attempt is made per pause while the engine is away.</summary>
    public static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(2);

    /// <summary>How long the engine of an idle projection is believed to be there.</summary>
    private static readonly TimeSpan Belief = TimeSpan.FromSeconds(5);

    // The same when somebody saw it fail: bounds what queries can make the leader ask.
    private static readonly TimeSpan BeliefInDoubt = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly RateMeter _rate = new(time);
    private int _failures;
    private int _probes;
    private long _applied;
    private long _retries;
    private long _provedAt = time.GetTimestamp();
    private bool _isDoubted;
    private ThreeDbException? _last;
    private ThreeDbException? _silence;

    /// <summary>Told when an attempt fails or is not answered, so that the state can be stored.</summary>
    public Func<Task>? OnTrouble { get; set; }

    public long AppliedCount => Interlocked.Read(ref _applied);

    public long Retries => Interlocked.Read(ref _retries);

    public double AppliedPerSecond => _rate.PerSecond;

    /// <summary>What failed last, or what is not answered; null while it works. One failure alone is no news.</summary>
    public ThreeDbException? Trouble
    {
        get
        {
            lock (_lock)
            {
                return _silence ?? (_failures > 1 ? _last : null);
            }
        }
    }

    /// <summary>Whether so much failed that calls are held back.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= FailuresToOpen;

    /// <summary>The state of the breaker in a word.</summary>
    public string Breaker => !IsOpen ? "closed" : Volatile.Read(ref _probes) > 0 ? "half-open" : "open";

    /// <summary>An attempt begins; while calls are held back, it is a probe.</summary>
    public void Begins()
    {
        if (IsOpen)
        {
            Interlocked.Exchange(ref _probes, 1);
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) > 0 || Volatile.Read(ref _silence) is not null)
        {
            lock (_lock)
            {
                _failures = 0;
                _probes = 0;
                _silence = null;
            }
        }
    }

    public Task FailedAsync(ThreeDbException failure)
    {
        lock (_lock)
        {
            _failures++;
            _probes = 0;
            _silence = null;
            _last = failure;
        }

        Interlocked.Increment(ref _retries);
        return OnTrouble?.Invoke() ?? Task.CompletedTask;
    }

    /// <summary>Notes that a call has not been answered for long. It goes on; this is no failure yet.</summary>
    public Task SilentAsync(ThreeDbException silence)
    {
        lock (_lock)
        {
            _silence = silence;
        }

        return OnTrouble?.Invoke() ?? Task.CompletedTask;
    }

    /// <summary>How long until the engine is to be looked at, if nothing is written to it before.</summary>
    public TimeSpan ProbeDue => (Volatile.Read(ref _isDoubted) ? BeliefInDoubt : Belief) - time.GetElapsedTime(Volatile.Read(ref _provedAt));

    /// <summary>Notes that the engine holds what it was given.</summary>
    public void Proved()
    {
        Volatile.Write(ref _isDoubted, false);
        Volatile.Write(ref _provedAt, time.GetTimestamp());
    }

    /// <summary>Notes that somebody saw it away or emptied: it is looked at soon.</summary>
    public void Doubt() => Volatile.Write(ref _isDoubted, true);

    public void Applied(int rows)
    {
        Proved();
        Interlocked.Add(ref _applied, rows);
        _rate.Add(rows);
    }
}
