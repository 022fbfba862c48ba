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

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
