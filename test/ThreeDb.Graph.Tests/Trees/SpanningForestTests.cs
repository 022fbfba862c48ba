using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class SpanningForestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forest_equals_that_of_relations_taken_by_weight(bool maximum)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var result = SpanningForest.Run(graph, new SpanningForestOptions { Maximum = maximum }, new AlgorithmRun());
            var expected = Slow(graph, maximum);
            Assert.True(expected.SequenceEqual(result.Sources.Zip(result.Targets, result.Weights)), name);
            Assert.Equal(expected.Sum(relation => relation.Weight), result.TotalWeight);
            Assert.Equal(graph.NodeCount - expected.Count, result.Trees);
        }
    }

    [Fact]
    public async Task Total_weight_and_number_of_trees_equal_those_of_igraph()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount > 0).ToArray();
        var script = """
            def answer(graph, argument):
                made = graph.igraph(False)
                tree = made.spanning_tree(weights=graph.weights)
                return [sum(tree.es["weight"]) if graph.weights is not None else tree.ecount(), len(made.connected_components())]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Length; i++)
        {
            var result = SpanningForest.Run(graphs[i].Graph, new SpanningForestOptions(), new AlgorithmRun());
            Assert.Equal((answers[i][0].GetDouble(), answers[i][1].GetInt32()), (result.TotalWeight, result.Trees));
        }
    }

    [Fact]
    public void Negative_weights_are_taken_and_infinite_ones_refused()
    {
        var result = SpanningForest.Run(Subgraph.Of(3, [0, 1, 2], [1, 2, 0], [-5, 1, -1]), new SpanningForestOptions(), new AlgorithmRun());
        Assert.Equal([(0, 1, -5d), (2, 0, -1d)], result.Sources.Zip(result.Targets, result.Weights));
        var infinite = Subgraph.Of(2, [0], [1], [double.PositiveInfinity]);
        Assert.Equal(ErrorCodes.InvalidParameter,
            Assert.ThrowsAny<ThreeDbException>(() => SpanningForest.Run(infinite, new SpanningForestOptions(), new AlgorithmRun())).Code);
    }

    // Kruskal: lightest first, of equal ones the first by source and target; a relation within a tree is left out.
    private static List<(int Source, int Target, double Weight)> Slow(Subgraph graph, bool maximum)
    {
        var tree = Enumerable.Range(0, graph.NodeCount).ToArray();
        var weights = graph.IsWeighted ? graph.Out.Weights.ToArray() : [.. Enumerable.Repeat(1d, graph.RelationCount)];
        var taken = new List<(int Place, int Source, int Target, double Weight)>();
        foreach (var relation in GraphShapes.Relations(graph).Select((r, i) => (Place: i, r.Source, r.Target, Weight: weights[i])).OrderBy(r => maximum ? -r.Weight : r.Weight))
        {
            var (a, b) = (tree[relation.Source], tree[relation.Target]);
            if (a != b)
            {
                taken.Add(relation);
                tree = Array.ConvertAll(tree, one => one == a ? b : one);
            }
        }

        return [.. taken.OrderBy(r => r.Place).Select(r => (r.Source, r.Target, r.Weight))];
    }
}
