using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class DistanceCentralityTests
{
    private static readonly Direction[] Directions = [Direction.Out, Direction.In, Direction.Any];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Closeness_equals_that_of_all_distances(bool weighted)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            foreach (var direction in Directions)
            {
                var distances = Gathered(graph, direction, weighted);
                var plain = Closeness.Run(graph, new ClosenessOptions { Direction = direction, Weighted = weighted, WassermanFaust = false }, new AlgorithmRun());
                var scaled = Closeness.Run(graph, new ClosenessOptions { Direction = direction, Weighted = weighted }, new AlgorithmRun());
                Close.Equal(Array.ConvertAll(distances, all => all.Length == 0 ? 0 : all.Length / all.Sum()), plain.Scores, name);
                Close.Equal(
                    Array.ConvertAll(distances, all => all.Length == 0 ? 0 : all.Length / all.Sum() * all.Length / (graph.NodeCount - 1)), scaled.Scores, name);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Harmonic_equals_that_of_all_distances(bool weighted)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            foreach (var direction in Directions)
            {
                var expected = Array.ConvertAll(Gathered(graph, direction, weighted), all => all.Sum(distance => 1 / distance));
                var others = Math.Max(1, graph.NodeCount - 1);
                Close.Equal(expected, Harmonic.Run(graph, new HarmonicOptions { Direction = direction, Weighted = weighted }, new AlgorithmRun()).Scores, name);
                Close.Equal(
                    [.. expected.Select(score => score / others)],
                    Harmonic.Run(graph, new HarmonicOptions { Direction = direction, Weighted = weighted, Normalized = true }, new AlgorithmRun()).Scores, name);
            }
        }
    }

    [Fact]
    public async Task Closeness_and_harmonic_equal_those_of_NetworkX()
    {
        var graphs = RandomGraphs.Take();
        var script = """
            def answer(graph, argument):
                made = graph.networkx(True)
                weighted = [networkx.closeness_centrality(made, distance="weight"), networkx.harmonic_centrality(made, distance="weight")]
                return [list(each.values()) for each in [networkx.closeness_centrality(made), networkx.harmonic_centrality(made)] + weighted]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Count; i++)
        {
            var (name, graph) = graphs[i];
            Close.Equal(Numbers(answers[i][0]), Closeness.Run(graph, new ClosenessOptions(), new AlgorithmRun()).Scores, name);
            Close.Equal(Numbers(answers[i][1]), Harmonic.Run(graph, new HarmonicOptions(), new AlgorithmRun()).Scores, name);
            Close.Equal(Numbers(answers[i][2]), Closeness.Run(graph, new ClosenessOptions { Weighted = true }, new AlgorithmRun()).Scores, name);
            Close.Equal(Numbers(answers[i][3]), Harmonic.Run(graph, new HarmonicOptions { Weighted = true }, new AlgorithmRun()).Scores, name);
        }
    }

    [Fact]
    public void Distance_of_0_makes_nothing_endless()
    {
        var graph = Subgraph.Of(3, [0, 1, 1], [1, 2, 2], [0, 3, 2]);
        Assert.Equal([0, 0, 0.5], Closeness.Run(graph, new ClosenessOptions { Weighted = true }, new AlgorithmRun()).Scores);
        Assert.Equal([0, 0, 1], Harmonic.Run(graph, new HarmonicOptions { Weighted = true }, new AlgorithmRun()).Scores);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weight_that_is_no_distance_is_refused_only_where_it_counts(double weight)
    {
        var graph = Subgraph.Of(2, [0], [1], [weight]);
        Assert.Equal(ErrorCodes.InvalidParameter, Assert.ThrowsAny<ThreeDbException>(() => Closeness.Run(graph, new ClosenessOptions { Weighted = true }, new AlgorithmRun())).Code);
        Assert.Equal(ErrorCodes.InvalidParameter, Assert.ThrowsAny<ThreeDbException>(() => Harmonic.Run(graph, new HarmonicOptions { Weighted = true }, new AlgorithmRun())).Code);
        Assert.Equal([0, 1], Harmonic.Run(graph, new HarmonicOptions(), new AlgorithmRun()).Scores);
    }

    private static double[] Numbers(System.Text.Json.JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    // For each node the distances that count.
    private static double[][] Gathered(Subgraph graph, Direction direction, bool weighted)
    {
        var distances = PlainGraph.Of(graph, direction == Direction.Any ? Direction.Any : Direction.Out).Distances(weighted);
        var nodes = Enumerable.Range(0, graph.NodeCount).ToArray();
        return Array.ConvertAll(nodes, node => nodes
            .Where(other => other != node)
            .Select(other => direction == Direction.Out ? distances[node, other] : distances[other, node])
            .Where(double.IsFinite)
            .ToArray());
    }
}
