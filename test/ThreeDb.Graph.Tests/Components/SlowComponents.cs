using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Components by what they are: nodes that reach each other. Numbered in the order of their smallest nodes.</summary>
public static class SlowComponents
{
    public static int[] Weak(Subgraph graph) => Numbered(graph.NodeCount, Reaches(graph, bothWays: true));

    public static int[] Strong(Subgraph graph) => Numbered(graph.NodeCount, Reaches(graph, bothWays: false));

    private static HashSet<int>[] Reaches(Subgraph graph, bool bothWays)
    {
        var next = GraphShapes.Relations(graph).Concat(bothWays ? GraphShapes.Relations(graph).Select(r => (r.Target, r.Source)) : []).ToLookup(r => r.Item1, r => r.Item2);
        return [.. Enumerable.Range(0, graph.NodeCount).Select(From)];

        HashSet<int> From(int start)
        {
            var reached = new HashSet<int> { start };
            var left = new Stack<int>([start]);
            while (left.TryPop(out var node))
            {
                foreach (var target in next[node].Where(reached.Add))
                {
                    left.Push(target);
                }
            }

            return reached;
        }
    }

    private static int[] Numbered(int nodes, HashSet<int>[] reaches)
    {
        var smallest = Enumerable.Range(0, nodes).Select(a => Enumerable.Range(0, nodes).First(b => reaches[a].Contains(b) && reaches[b].Contains(a))).ToArray();
        var order = smallest.Distinct().Order().ToList();
        return [.. smallest.Select(node => order.IndexOf(node))];
    }
}
