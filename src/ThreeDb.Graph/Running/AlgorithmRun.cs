namespace ThreeDb.Graphs;

/// <summary>How one run of an algorithm is controlled.</summary>
public sealed class AlgorithmRun
{
    private readonly IProgress<double>? _progress;

    /// <summary>Makes the controls of a run.</summary>
    /// <param name="progress">Told the share that is done, 0 to 1, now and then.</param>
    /// <param name="seed">What random choices come from: the same seed gives the same result, whatever the number of threads.</param>
    /// <param name="threads">How many threads may work: from 1; all cores by default.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    public AlgorithmRun(IProgress<double>? progress = null, int seed = 1, int? threads = null, CancellationToken cancellationToken = default)
    {
        _progress = progress;
        Seed = seed;
        Threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        Cancellation = cancellationToken;
    }

    /// <summary>What random choices come from.</summary>
    public int Seed { get; }

    /// <summary>How many threads may work.</summary>
    public int Threads { get; }

    /// <summary>Stops.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Tells how much is done, and stops when somebody asked for it. Called at least every few milliseconds, never per relation.</summary>
    /// <param name="done">0 to 1.</param>
    public void Report(double done)
    {
        Cancellation.ThrowIfCancellationRequested();
        _progress?.Report(done);
    }

    /// <summary>Splits the nodes into ranges of about the same number of relations and works on them with all threads.</summary>
    /// <param name="adjacency">Whose nodes.</param>
    /// <param name="work">Gets the first node, the first one after the range, and the number of the range. Ranges are the same whatever the number of threads.</param>
    public void ForRanges(Adjacency adjacency, Action<int, int, int> work)
    {
        var bounds = NodeRanges.Of(adjacency);
        if (Threads == 1 || bounds.Count <= 1)
        {
            for (var i = 0; i < bounds.Count; i++)
            {
                Cancellation.ThrowIfCancellationRequested();
                work(bounds[i].From, bounds[i].To, i);
            }

            return;
        }

        ForRangesAtOnce(bounds, work);
    }

    // Apart, so that one thread alone makes no closure per call.
    private void ForRangesAtOnce(IReadOnlyList<(int From, int To)> bounds, Action<int, int, int> work) =>
        new Rounds(this, bounds.Count, i => work(bounds[i].From, bounds[i].To, i), () => false).Run();

    /// <summary>How many ranges <see cref="ForRanges"/> makes.</summary>
    public static int RangesOf(Adjacency adjacency) => NodeRanges.Of(adjacency).Count;
}
