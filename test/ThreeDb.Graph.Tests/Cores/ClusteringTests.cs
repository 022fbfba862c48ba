using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class ClusteringTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Coefficients_equal_those_by_definition(bool directed)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var (both, ways) = (PlainGraph.Of(graph, Direction.Any), PlainGraph.Of(graph, directed ? Direction.Out : Direction.Any));
            var (found, possible) = (new double[graph.NodeCount], new double[graph.NodeCount]);
            for (var node = 0; node < graph.NodeCount; node++)
            {
                var neighbours = both.Neighbours(node);
                found[node] = neighbours.Sum(a => neighbours.Count(b => ways.Has(a, b)));
                possible[node] = neighbours.Count * (neighbours.Count - 1);
            }

            var expected = found.Zip(possible, (a, b) => b == 0 ? 0 : a / b).ToArray();
            var result = Clustering.Run(graph, new ClusteringOptions { Directed = directed }, new AlgorithmRun());
            Close.Equal(expected, result.Coefficients, name);
            Assert.Equal(expected.DefaultIfEmpty().Average(), result.Average, 1e-12);
            Assert.Equal(possible.Sum() == 0 ? 0 : found.Sum() / possible.Sum(), result.Transitivity, 1e-12);
        }
    }

    [Theory]
    [InlineData("lcc", true)]
    [InlineData("lcc", false)]
    [InlineData("example", true)]
    [InlineData("example", false)]
    public void Coefficients_equal_those_that_Graphalytics_expects(string name, bool directed)
    {
        var expected = name == "example" ? GraphalyticsData.Example("LCC", directed) : GraphalyticsData.Of(name, directed);
        var result = Clustering.Run(expected.BothWays(), new ClusteringOptions { Directed = true }, new AlgorithmRun());
        Close.Equal(expected.Numbers(), result.Coefficients, name, 1e-11);
        if (!directed)
        {
            Close.Equal(expected.Numbers(), Clustering.Run(expected.Graph, new ClusteringOptions(), new AlgorithmRun()).Coefficients, name, 1e-11);
        }
    }

    [Fact]
    public async Task Coefficients_and_transitivity_equal_those_of_NetworkX()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount > 0).ToArray();
        var script = """
            def answer(graph, argument):
                simple = networkx.Graph(graph.networkx(False))
                return [list(networkx.clustering(simple).values()), networkx.average_clustering(simple), networkx.transitivity(simple)]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Length; i++)
        {
            var result = Clustering.Run(graphs[i].Graph, new ClusteringOptions(), new AlgorithmRun());
            Close.Equal([.. answers[i][0].EnumerateArray().Select(score => score.GetDouble())], result.Coefficients, graphs[i].Name);
            Assert.Equal(answers[i][1].GetDouble(), result.Average, 1e-12);
            Assert.Equal(answers[i][2].GetDouble(), result.Transitivity, 1e-12);
        }
    }
}
