using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class LabelPropagationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(12)]
    public void Labels_of_random_graphs_are_those_of_the_definition(int iterations)
    {
        Assert.All(RandomGraphs.Take(), graph => Assert.Equal(SlowLabels.Of(graph.Graph, iterations), Labels(graph.Graph, iterations)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Labels_are_those_of_graphalytics(bool directed)
    {
        var (graph, example) = (GraphalyticsData.Of("cdlp", directed), GraphalyticsData.Example("CDLP", directed));
        Assert.Equal(graph.Nodes(), Labels(graph.Graph, 5));
        Assert.Equal(example.Nodes(), Labels(example.Graph, 2));
    }

    [Fact]
    public void Labels_of_friends_are_those_of_the_definition()
    {
        var graph = EgoFacebook.Load();
        Assert.Equal(SlowLabels.Of(graph, 10), Labels(graph, 10));
    }

    [Fact]
    public void Cliques_are_communities_from_the_largest()
    {
        var graph = GraphShapes.Beside(GraphShapes.Complete(4), GraphShapes.Complete(7));
        var result = LabelPropagation.Run(graph, new(), new());
        Assert.Equal([7, 4], result.Communities.Sizes);
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], result.Communities.Groups);
        Assert.True(result.HasConverged);
    }

    [Fact]
    public void Pair_swaps_labels_until_the_bound()
    {
        var result = LabelPropagation.Run(Subgraph.Of(2, [0], [1]), new() { Iterations = 7 }, new());
        Assert.Equal((7, false), (result.Iterations, result.HasConverged));
        Assert.Equal([1, 0], result.Labels.ToArray());
    }

    [Fact]
    public void Empty_graph_has_none_and_a_node_is_one()
    {
        Assert.Equal(0, LabelPropagation.Run(Subgraph.Of(0, [], []), new(), new()).Communities.Count);
        Assert.Equal([1], LabelPropagation.Run(Subgraph.Of(1, [], []), new(), new()).Communities.Sizes);
    }

    [Fact]
    public void Iterations_below_one_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelPropagation.Run(Subgraph.Of(1, [], []), new() { Iterations = 0 }, new()));

    [Fact]
    public void Threads_do_not_change_the_result()
    {
        var graph = GraphShapes.PowerLaw(new Random(5), 100_000, 300_000);
        var alone = Labels(graph, 10, threads: 1);
        Assert.All(Enumerable.Range(2, 4), threads => Assert.Equal(alone, Labels(graph, 10, threads)));
    }

    [Fact]
    public void Cancelled_run_stops_soon() => Promptness.Holds(run => LabelPropagation.Run(Promptness.LargeGraph.Value, new(), run));

    [Fact]
    public void Relations_cost_no_memory() => Allocations.DoNotGrowWithRelations((graph, run) => LabelPropagation.Run(graph, new(), run));

    private static int[] Labels(Subgraph graph, int iterations, int threads = 2) =>
        LabelPropagation.Run(graph, new() { Iterations = iterations }, new(threads: threads)).Labels.ToArray();
}
