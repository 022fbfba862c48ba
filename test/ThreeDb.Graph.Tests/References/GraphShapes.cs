using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Graphs of one shape each, of any size.</summary>
public static class GraphShapes
{
    public static Subgraph Of(int nodes, IEnumerable<(int Source, int Target)> relations)
    {
        var list = relations.ToArray();
        return Subgraph.Of(nodes, Array.ConvertAll(list, r => r.Source), Array.ConvertAll(list, r => r.Target));
    }

    /// <summary>The relations, in the order of their sources.</summary>
    public static IEnumerable<(int Source, int Target)> Relations(Subgraph graph) =>
        Enumerable.Range(0, graph.NodeCount).SelectMany(source => graph.Out.Of(source).ToArray().Select(target => (source, target)));

    /// <summary>0 → 1 → 2 → …</summary>
    public static Subgraph Chain(int nodes) => Of(nodes, Enumerable.Range(0, nodes - 1).Select(i => (i, i + 1)));

    public static Subgraph Ring(int nodes) => Of(nodes, Enumerable.Range(0, nodes).Select(i => (i, (i + 1) % nodes)));

    /// <summary>All others point at 0.</summary>
    public static Subgraph Star(int nodes) => Of(nodes, Enumerable.Range(1, nodes - 1).Select(i => (i, 0)));

    /// <summary>Every pair once, from the smaller node.</summary>
    public static Subgraph Complete(int nodes) =>
        Of(nodes, Enumerable.Range(0, nodes).SelectMany(a => Enumerable.Range(a + 1, nodes - a - 1).Select(b => (a, b))));

    /// <summary>Cliques, each joined to the next by one relation, and the last to the first when there are more than two.</summary>
    public static Subgraph Cliques(int count, int size)
    {
        var inside = Enumerable.Range(0, count).SelectMany(c => Relations(Complete(size)).Select(r => ((c * size) + r.Source, (c * size) + r.Target)));
        var bridges = Enumerable.Range(0, count > 2 ? count : count - 1).Select(c => (c * size, ((c + 1) % count * size) + 1));
        return Of(count * size, inside.Concat(bridges));
    }

    /// <summary>Any relations, self-loops and parallel ones included.</summary>
    public static Subgraph Random(Random random, int nodes, int relations) =>
        Of(nodes, Enumerable.Range(0, relations).Select(_ => (random.Next(nodes), random.Next(nodes))));

    /// <summary>A few nodes take part in most relations: node number n about as 1/√(n+1).</summary>
    public static Subgraph PowerLaw(Random random, int nodes, int relations)
    {
        var shuffled = Enumerable.Range(0, nodes).ToArray();
        random.Shuffle(shuffled);
        return Of(nodes, Enumerable.Range(0, relations).Select(_ => (shuffled[Node()], shuffled[Node()])));

        int Node()
        {
            var uniform = random.NextDouble();
            return (int)(uniform * uniform * nodes);
        }
    }

    public static Subgraph Bipartite(Random random, int nodes, int relations) =>
        Of(nodes, Enumerable.Range(0, relations).Select(_ => (random.Next(nodes / 2), (nodes / 2) + random.Next(nodes - (nodes / 2)))));

    public static Subgraph Acyclic(Random random, int nodes, int relations)
    {
        var order = Enumerable.Range(0, nodes).ToArray();
        random.Shuffle(order);
        var pairs = Enumerable.Range(0, relations).Select(_ => (random.Next(nodes), random.Next(nodes))).Where(p => p.Item1 != p.Item2);
        return Of(nodes, pairs.Select(p => (order[Math.Min(p.Item1, p.Item2)], order[Math.Max(p.Item1, p.Item2)])));
    }

    public static Subgraph Tree(Random random, int nodes)
    {
        var order = Enumerable.Range(0, nodes).ToArray();
        random.Shuffle(order);
        return Of(nodes, Enumerable.Range(1, nodes - 1).Select(i => (order[random.Next(i)], order[i])));
    }

    /// <summary>The same relations with weights that are halves, 0.5 to 5: sums of them are exact.</summary>
    public static Subgraph Weighted(Random random, Subgraph graph)
    {
        var relations = Relations(graph).ToArray();
        return Subgraph.Of(
            graph.NodeCount,
            Array.ConvertAll(relations, r => r.Source),
            Array.ConvertAll(relations, r => r.Target),
            Array.ConvertAll(relations, _ => random.Next(1, 11) / 2d));
    }

    /// <summary>Without self-loops; of all relations between two nodes one.</summary>
    public static Subgraph Simple(Subgraph graph) =>
        Of(graph.NodeCount, Relations(graph).Where(r => r.Source != r.Target).DistinctBy(r => (Math.Min(r.Source, r.Target), Math.Max(r.Source, r.Target))));

    /// <summary>Each relation one to four times, some of them turned round.</summary>
    public static Subgraph Repeated(Random random, Subgraph graph) =>
        Of(graph.NodeCount, Relations(graph).SelectMany(r => Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(3) == 0 ? (r.Target, r.Source) : r)));

    public static Subgraph WithLoops(Random random, Subgraph graph) =>
        Of(graph.NodeCount, Relations(graph).Concat(Enumerable.Range(0, graph.NodeCount / 2).Select(_ => random.Next(graph.NodeCount)).Select(i => (i, i))));

    /// <summary>Two graphs that nothing joins.</summary>
    public static Subgraph Beside(Subgraph a, Subgraph b) =>
        Of(a.NodeCount + b.NodeCount, Relations(a).Concat(Relations(b).Select(r => (r.Source + a.NodeCount, r.Target + a.NodeCount))));
}
