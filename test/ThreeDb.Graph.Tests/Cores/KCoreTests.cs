using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class KCoreTests
{
    [Theory]
    [InlineData(Direction.Any)]
    [InlineData(Direction.Out)]
    [InlineData(Direction.In)]
    public void Cores_equal_those_left_when_nodes_with_few_neighbours_are_removed(Direction direction)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var result = KCore.Run(graph, new KCoreOptions { Direction = direction }, new AlgorithmRun());
            var expected = Slow(graph, direction);
            Assert.True(expected.SequenceEqual(result.Cores), name);
            Assert.Equal(expected.DefaultIfEmpty().Max(), result.Degeneracy);
        }
    }

    [Fact]
    public async Task Cores_equal_those_of_igraph_and_NetworkX()
    {
        var graphs = RandomGraphs.Take();
        var script = """
            def answer(graph, argument):
                simple = networkx.Graph(graph.networkx(False))
                simple.remove_edges_from(list(networkx.selfloop_edges(simple)))
                return [list(networkx.core_number(simple).values()) if graph.nodes else []] + [
                    graph.igraph(directed).simplify().coreness(mode=mode) if graph.nodes else [] for directed, mode in [(False, "all"), (True, "out"), (True, "in")]]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        Direction[] directions = [Direction.Any, Direction.Any, Direction.Out, Direction.In];
        for (var i = 0; i < graphs.Count; i++)
        {
            for (var j = 0; j < directions.Length; j++)
            {
                var result = KCore.Run(graphs[i].Graph, new KCoreOptions { Direction = directions[j] }, new AlgorithmRun());
                Assert.True(answers[i][j].EnumerateArray().Select(core => core.GetInt32()).SequenceEqual(result.Cores), $"{graphs[i].Name} {j}");
            }
        }
    }

    private static int[] Slow(Subgraph graph, Direction direction)
    {
        var plain = PlainGraph.Of(graph, direction);
        var cores = new int[graph.NodeCount];
        var left = Enumerable.Range(0, graph.NodeCount).ToHashSet();
        var neighbours = Enumerable.Range(0, graph.NodeCount).Select(plain.Neighbours).ToArray();
        for (var k = 1; left.Count > 0; k++)
        {
            while (left.FirstOrDefault(node => neighbours[node].Count(left.Contains) < k, -1) is var node and >= 0)
            {
                left.Remove(node);
                cores[node] = k - 1;
            }
        }

        return cores;
    }
}
