using System.Diagnostics;

namespace ThreeDb.Benchmarks;

/// <summary>Something that answers questions about a graph.</summary>
/// <param name="name">What it is called in the tables.</param>
internal abstract class GraphContestant(string name) : IAsyncDisposable
{
    /// <summary>What it is called in the tables.</summary>
    public string Name => name;

    /// <summary>Takes a graph in, and forgets the one before.</summary>
    public abstract Task LoadAsync(GraphData graph, CancellationToken cancellationToken);

    /// <summary>Whether it can do this.</summary>
    public abstract bool Can(GraphTask task);

    /// <summary>How many other nodes lie within so many steps along relations.</summary>
    public abstract Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken);

    /// <summary>The number of relations of a shortest path; -1 when there is none.</summary>
    public virtual Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) => throw Cannot();

    /// <summary>Runs an algorithm; of the result only so much is fetched as proves that it is there.</summary>
    public virtual Task<Timed> AnalyzeAsync(GraphTask task, CancellationToken cancellationToken) => throw Cannot();

    /// <summary>Runs an algorithm and gives its answer; not timed.</summary>
    public virtual Task<double> AnswerAsync(GraphTask task, CancellationToken cancellationToken) => throw Cannot();

    /// <summary>The PageRank of every node; not timed.</summary>
    public virtual Task<double[]> RanksAsync(CancellationToken cancellationToken) => throw Cannot();

    public ValueTask DisposeAsync() => EndAsync();

    /// <summary>Lets go of what it holds.</summary>
    protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    protected static async Task<Timed> TimeAsync(Func<Task<double>> call)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await call();
        return new Timed(Stopwatch.GetElapsedTime(start).TotalMilliseconds, answer);
    }

    private NotSupportedException Cannot() => new($"{Name} cannot do this.");
}
