using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>Small graphs that algorithms are compared on with slow references: every odd shape, and random ones. The same seed gives the same graphs.</summary>
public static class RandomGraphs
{
    private const int Rounds = 24;

    /// <summary>A few hundred graphs of at most 120 nodes, from a seed that is printed and that THREEDB_SEED repeats.</summary>
    public static IReadOnlyList<NamedGraph> Take() => Of(TestSeed.Take());

    /// <summary>A few hundred graphs of at most 120 nodes.</summary>
    public static IReadOnlyList<NamedGraph> Of(int seed) =>
    [
        .. Fixed(),
        .. Enumerable.Range(0, Rounds).SelectMany(round => Round(round, new Random(unchecked((seed * 397) + round)))),
    ];

    private static IEnumerable<NamedGraph> Fixed()
    {
        yield return new("empty", Subgraph.Of(0, [], []));
        yield return new("one node", Subgraph.Of(1, [], []));
        yield return new("one node, self-loop", Subgraph.Of(1, [0], [0]));
        yield return new("one node, two self-loops, weighted", Subgraph.Of(1, [0, 0], [0, 0], [2, 0.5]));
        yield return new("two nodes apart", Subgraph.Of(2, [], []));
        yield return new("one relation", Subgraph.Of(2, [1], [0]));
        yield return new("parallel and opposite", Subgraph.Of(2, [0, 0, 1], [1, 1, 0]));
        yield return new("no relations", Subgraph.Of(40, [], []));
        yield return new("only self-loops", GraphShapes.Of(10, Enumerable.Range(0, 10).Select(i => (i, i))));
        yield return new("long chain", GraphShapes.Chain(120));
        yield return new("star 60", GraphShapes.Star(60));
        yield return new("complete 20", GraphShapes.Complete(20));
        yield return new("ring 30", GraphShapes.Ring(30));
        yield return new("two cliques and a bridge", GraphShapes.Cliques(2, 8));
        yield return new("ring of cliques", GraphShapes.Cliques(9, 5));
    }

    private static IEnumerable<NamedGraph> Round(int round, Random random)
    {
        var nodes = random.Next(2, 50);
        yield return Named("sparse", nodes, GraphShapes.Random(random, nodes, nodes / 2));
        yield return Named("random", nodes, GraphShapes.Random(random, nodes, nodes * 2));
        yield return Named("dense", nodes, GraphShapes.Random(random, nodes, nodes * nodes / 3));
        yield return Named("weighted", nodes, GraphShapes.Weighted(random, GraphShapes.Random(random, nodes, nodes * 3)));
        yield return Named("simple", nodes, GraphShapes.Simple(GraphShapes.Random(random, nodes, nodes * 3)));
        yield return Named("multi-edges", nodes, GraphShapes.Repeated(random, GraphShapes.Random(random, nodes, nodes)));
        yield return Named("self-loops", nodes, GraphShapes.WithLoops(random, GraphShapes.Random(random, nodes, nodes * 2)));
        yield return Named("power law", nodes, GraphShapes.PowerLaw(random, nodes, nodes * 3));
        yield return Named("power law, weighted", nodes, GraphShapes.Weighted(random, GraphShapes.PowerLaw(random, nodes, nodes * 3)));
        yield return Named("bipartite", nodes, GraphShapes.Bipartite(random, nodes, nodes * 2));
        yield return Named("disconnected", 2 * nodes, GraphShapes.Beside(GraphShapes.Random(random, nodes, nodes * 2), GraphShapes.Random(random, nodes, nodes)));
        yield return Named("acyclic", nodes, GraphShapes.Acyclic(random, nodes, nodes * 2));
        yield return Named("shuffled tree", nodes, GraphShapes.Tree(random, nodes));

        NamedGraph Named(string shape, int count, Subgraph graph) => new($"{shape} #{round} ({count} nodes)", graph);
    }
}
