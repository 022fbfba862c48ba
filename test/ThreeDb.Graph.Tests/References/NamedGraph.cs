using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A graph for tests, and what to call it when a test fails.</summary>
public sealed record NamedGraph(string Name, Subgraph Graph)
{
    public override string ToString() => Name;
}
