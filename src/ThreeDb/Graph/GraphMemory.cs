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
    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
