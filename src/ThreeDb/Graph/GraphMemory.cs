using ThreeDb.Graphs;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>What the graphs of all tenants in this process share.</summary>
/// <param name="Host">The graphs in memory.</param>
/// <param name="Subgraphs">The parts of them that algorithms were run on lately.</param>
/// <param name="Turns">Who computes.</param>
/// <param name="ShortTurns">Who computes what takes a moment, beside the others.</param>
internal sealed record GraphMemory(StructureHost<MemoryGraph> Host, SubgraphMaker Subgraphs, AnalysisTurns Turns, AnalysisTurns ShortTurns) : IAsyncDisposable
{
    /// <summary>Computes what takes a moment and belongs to somebody's page: it does not wait behind runs over the whole graph, unless they hold the memory.</summary>
    public async Task<T> RunShortAsync<T>(int tenantId, Func<T> compute, CancellationToken cancellationToken)
    {
        try
        {
            return await ShortTurns.RunAsync(tenantId, compute, queued: null, cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.AnalysisTooLarge && Turns.IsBusy)
        {
            return await Turns.RunAsync(tenantId, compute, queued: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes memory for work on a graph.</summary>
    /// <param name="need">How much it takes beside the graph at most, in bytes.</param>
    /// <param name="what">The work, as the beginning of a sentence.</param>
    /// <exception cref="ThreeDbException"><c>TDB2018</c>: it does not fit.</exception>
    public MemoryReservation Require(long need, string what) => Host.Budget.Reserve(need) ?? throw new ThreeDbException(
        ErrorCodes.AnalysisTooLarge, $"{what} takes up to {need / 1048576.0:N1} MB beside the graph, and {Host.Budget.Bytes / 1048576.0:N1} MB are allowed for both.");

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
