using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class ModularityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    [InlineData(2.5)]
    public void Value_is_that_of_the_definition(double resolution)
    {
        Assert.All(RandomGraphs.Take(), graph =>
        {
            var communities = Some(graph.Graph);
            Assert.Equal(SlowModularity.Of(graph.Graph, communities.Groups, resolution), Value(graph.Graph, communities, resolution), tolerance: 1e-9);
        });
    }

    [Fact]
    public async Task Value_is_igraphs()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.RelationCount > 0).Select(graph => graph.Graph).ToArray();
        // Graph.modularity of Debian 12's version passes the resolution over.
        var script = """
            def answer(graph, argument):
                return igraph.GraphBase.modularity(graph.igraph(False), argument, graph.weights, 1.3)
            """;
        var answers = await PythonReference.AnswersAsync(script, graphs, [.. graphs.Select(graph => Some(graph).Groups.ToArray())]);
        Assert.All(graphs.Zip(answers), pair => Assert.Equal(pair.Second.GetDouble(), Value(pair.First, Some(pair.First), 1.3), tolerance: 1e-9));
    }

    [Fact]
    public void Graph_without_relations_has_none()
    {
        Assert.Equal(0, Value(Subgraph.Of(0, [], []), Partition.BySize([]), 1));
        Assert.Equal(0, Value(Subgraph.Of(3, [], []), Partition.BySize([0, 0, 1]), 1));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var graph = Subgraph.Of(2, [0], [1]);
        var one = Partition.BySize([0, 0]);
        Assert.Throws<ArgumentException>(() => Value(graph, Partition.BySize([0]), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Value(graph, one, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Value(graph, one, double.NaN));
        Assert.ThrowsAny<ThreeDbException>(() => Value(Subgraph.Of(2, [0], [1], [-0.5]), one, 1));
        Assert.ThrowsAny<ThreeDbException>(() => Value(Subgraph.Of(2, [0], [1], [double.PositiveInfinity]), one, 1));
    }

    [Fact]
    public void Cancelled_run_stops_soon()
    {
        var communities = Some(Promptness.LargeGraph.Value);
        Promptness.Holds(run => Modularity.Run(Promptness.LargeGraph.Value, new() { Communities = communities }, run));
    }

    // Communities that have nothing to do with the relations, and such that have.
    private static Partition Some(Subgraph graph) =>
        graph.RelationCount % 2 == 0
            ? Partition.InOrderOfNodes([.. Enumerable.Range(0, graph.NodeCount).Select(node => node * 7 % 5 % graph.NodeCount)])
            : LabelPropagation.Run(graph, new(), new()).Communities;

    private static double Value(Subgraph graph, Partition communities, double resolution) =>
        Modularity.Run(graph, new() { Communities = communities, Resolution = resolution }, new()).Modularity;
}
