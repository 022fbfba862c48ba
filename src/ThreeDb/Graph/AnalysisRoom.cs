using ThreeDb.Graphs;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The sub-graph that an algorithm works on, with the memory for both, taken of what all graphs may take before anything is made. Owner: the run.</summary>
internal sealed class AnalysisRoom : IDisposable
{
    private readonly MemoryReservation _memory;

    private AnalysisRoom(MemoryReservation memory, Subgraph graph)
    {
        _memory = memory;
        Graph = graph;
    }

    /// <summary>The sub-graph.</summary>
    public Subgraph Graph { get; }

    /// <summary>Takes the memory, and makes the sub-graph unless it is remembered.</summary>
    /// <remarks>
    /// Where even the whole graph would fit without giving anything up, nothing is counted before. Elsewhere the sub-graph is, so that others are given up for what it
    /// needs and no more; and it is made by as many threads as the run has memory for anyway, which changes nothing in it.
    /// </remarks>
    /// <exception cref="ThreeDbException"><c>TDB2018</c>: it does not fit.</exception>
    public static AnalysisRoom Take(GraphMemory memory, GraphView view, AnalysisRequest request, CancellationToken cancellationToken)
    {
        var selection = AnalysisAnswer.SelectionOf(view, request.On);
        if (memory.Subgraphs.Find(view, selection) is { } known)
        {
            return new AnalysisRoom(Reserve(memory, SubgraphSize.Of(known), AnalysisNeed.Of(SubgraphSize.Of(known), request, Threads), request), known);
        }

        var makers = Threads;
        var reserved = memory.Host.Budget.ReserveFree(Whole(SubgraphSize.MostOf(view))) ?? Counted();
        try
        {
            var made = memory.Subgraphs.Make(view, selection, makers, cancellationToken);
            reserved.Shrink(AnalysisNeed.Of(SubgraphSize.Of(made), request, Threads));
            return new AnalysisRoom(reserved, made);
        }
        catch
        {
            reserved.Dispose();
            throw;
        }

        MemoryReservation Counted()
        {
            var size = SubgraphSize.Count(view, selection, cancellationToken);
            makers = size.MakersWithin(view, AnalysisNeed.Of(size, request, Threads), Threads);
            return Reserve(memory, size, Whole(size), request);
        }

        long Whole(SubgraphSize size) => Math.Max(AnalysisNeed.Of(size, request, Threads), size.Bytes + size.MakingBytes(view, makers));
    }

    /// <summary>Gives back the memory but for what the caller keeps of the run. The sub-graph is not held any more then.</summary>
    /// <param name="bytes">How much it keeps at most, in bytes.</param>
    /// <returns>What gives that back.</returns>
    public MemoryReservation Keep(long bytes)
    {
        _memory.Shrink(bytes);
        return _memory;
    }

    public void Dispose() => _memory.Dispose();

    private static int Threads => Environment.ProcessorCount;

    private static MemoryReservation Reserve(GraphMemory memory, SubgraphSize size, long need, AnalysisRequest request) =>
        memory.Require(need, $"{StrictObject.WordOf(request.Algorithm)} of {size.Nodes:N0} entities and {size.Relations:N0} relations");
}
