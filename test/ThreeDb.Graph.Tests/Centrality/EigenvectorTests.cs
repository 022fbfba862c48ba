using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class EigenvectorTests
{
    [Theory]
    [InlineData(Direction.Out)]
    [InlineData(Direction.In)]
    [InlineData(Direction.Any)]
    public void Scores_equal_those_of_the_whole_matrix(Direction direction)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var result = Eigenvector.Run(graph, new EigenvectorOptions { MaximumIterations = 25, Tolerance = 0, Direction = direction }, new AlgorithmRun());
            var matrix = PlainGraph.Of(graph, direction).Weights;
            var nodes = Enumerable.Range(0, graph.NodeCount).ToArray();
            var scores = Array.ConvertAll(nodes, _ => 1d);
            for (var i = 0; i < 25; i++)
            {
                scores = Array.ConvertAll(nodes, node => scores[node] + nodes.Sum(source => matrix[source, node] * scores[source]));
                var norm = Math.Sqrt(scores.Sum(score => score * score));
                scores = Array.ConvertAll(scores, score => score / norm);
            }

            Close.Equal(scores, result.Scores, name);
        }
    }

    [Fact]
    public async Task Scores_equal_those_of_NetworkX_where_it_converges()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount > 0 && graph.Name.StartsWith("simple", StringComparison.Ordinal)).ToArray();
        var script = """
            def answer(graph, argument):
                try:
                    return list(networkx.eigenvector_centrality(networkx.Graph(graph.networkx(False)), tol=1e-12, max_iter=20000).values())
                except networkx.PowerIterationFailedConvergence:
                    return []
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        var compared = 0;
        for (var i = 0; i < graphs.Length; i++)
        {
            double[] expected = [.. answers[i].EnumerateArray().Select(score => score.GetDouble())];
            if (expected.Length > 0)
            {
                var options = new EigenvectorOptions { Direction = Direction.Any, Tolerance = 1e-12, MaximumIterations = 20_000 };
                var result = Eigenvector.Run(graphs[i].Graph, options, new AlgorithmRun());
                Assert.True(result.Converged);
                Close.Equal(expected, result.Scores, graphs[i].Name, 1e-6);
                compared++;
            }
        }

        Assert.True(compared > graphs.Length / 2);
    }

    [Fact]
    public void Run_ends_when_all_scores_together_change_less_than_the_tolerance()
    {
        var graph = GraphShapes.PowerLaw(new Random(3), 20_000, 100_000);
        var options = new EigenvectorOptions { Direction = Direction.Any, MaximumIterations = 10_000 };
        var result = Eigenvector.Run(graph, options, new AlgorithmRun());
        var before = Eigenvector.Run(graph, options with { Tolerance = 0, MaximumIterations = result.Iterations - 1 }, new AlgorithmRun());
        Assert.True(result.Converged);
        Assert.InRange(before.Scores.Zip(result.Scores, (earlier, score) => Math.Abs(earlier - score)).Sum(), 0, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e155)]
    [InlineData(1e200)]
    [InlineData(1.7e308)]
    public void Scores_of_a_ring_are_equal_however_large_its_weights(double weight)
    {
        var result = Eigenvector.Run(Subgraph.Of(3, [0, 1, 2], [1, 2, 0], [weight, weight, weight]), new EigenvectorOptions(), new AlgorithmRun());
        Assert.True(result.Converged);
        Close.Equal([.. Enumerable.Repeat(1 / Math.Sqrt(3), 3)], result.Scores, "ring");
    }

    [Fact]
    public void Node_that_a_very_large_weight_leads_to_has_all_the_score()
    {
        var result = Eigenvector.Run(Subgraph.Of(2, [0], [1], [1.7e308]), new EigenvectorOptions(), new AlgorithmRun());
        Assert.True(result.Converged);
        Close.Equal([0, 1], result.Scores, "chain");
    }

    [Fact]
    public void Negative_weight_is_refused()
    {
        var graph = Subgraph.Of(2, [0], [1], [-1]);
        Assert.Equal(ErrorCodes.InvalidParameter, Assert.ThrowsAny<ThreeDbException>(() => Eigenvector.Run(graph, new EigenvectorOptions(), new AlgorithmRun())).Code);
    }
}
