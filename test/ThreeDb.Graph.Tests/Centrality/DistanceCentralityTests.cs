using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class DistanceCentralityTests
{
    private static readonly Direction[] Directions = [Direction.Out, Direction.In, Direction.Any];

    [Fact]
    public void Closeness_equals_that_of_all_distances()
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            foreach (var direction in Directions)
            {
                var distances = Gathered(graph, direction);
                var plain = Closeness.Run(graph, new ClosenessOptions { Direction = direction, WassermanFaust = false }, new AlgorithmRun());
                var scaled = Closeness.Run(graph, new ClosenessOptions { Direction = direction }, new AlgorithmRun());
                Close.Equal(Array.ConvertAll(distances, all => all.Length == 0 ? 0 : all.Length / all.Sum()), plain.Scores, name);
                Close.Equal(
                    Array.ConvertAll(distances, all => all.Length == 0 ? 0 : all.Length / all.Sum() * all.Length / (graph.NodeCount - 1)), scaled.Scores, name);
            }
        }
    }

    [Fact]
    public void Harmonic_equals_that_of_all_distances()
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            foreach (var direction in Directions)
            {
                var expected = Array.ConvertAll(Gathered(graph, direction), all => all.Sum(distance => 1 / distance));
                var others = Math.Max(1, graph.NodeCount - 1);
                Close.Equal(expected, Harmonic.Run(graph, new HarmonicOptions { Direction = direction }, new AlgorithmRun()).Scores, name);
                Close.Equal(
                    [.. expected.Select(score => score / others)],
                    Harmonic.Run(graph, new HarmonicOptions { Direction = direction, Normalized = true }, new AlgorithmRun()).Scores, name);
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
                return [list(networkx.closeness_centrality(made).values()), list(networkx.harmonic_centrality(made).values())]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Count; i++)
        {
            var (name, graph) = graphs[i];
            Close.Equal(Numbers(answers[i][0]), Closeness.Run(graph, new ClosenessOptions(), new AlgorithmRun()).Scores, name);
            Close.Equal(Numbers(answers[i][1]), Harmonic.Run(graph, new HarmonicOptions(), new AlgorithmRun()).Scores, name);
        }
    }

    private static double[] Numbers(System.Text.Json.JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    // For each node the distances that count.
    private static double[][] Gathered(Subgraph graph, Direction direction)
    {
        var distances = PlainGraph.Of(graph, direction == Direction.Any ? Direction.Any : Direction.Out).Distances();
        var nodes = Enumerable.Range(0, graph.NodeCount).ToArray();
        return Array.ConvertAll(nodes, node => nodes
            .Where(other => other != node)
            .Select(other => direction == Direction.Out ? distances[node, other] : distances[other, node])
            .Where(double.IsFinite)
            .ToArray());
    }
}
