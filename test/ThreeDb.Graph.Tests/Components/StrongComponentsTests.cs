using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class StrongComponentsTests
{
    [Fact]
    public void Components_of_random_graphs_are_those_of_the_slow_search()
    {
        Assert.All(RandomGraphs.Take(), graph => Assert.Equal(SlowComponents.Strong(graph.Graph), Components(graph.Graph)));
    }

    [Fact]
    public async Task Components_of_random_graphs_are_igraphs()
    {
        var graphs = RandomGraphs.Take();
        var script = "def answer(graph, argument): return graph.igraph(True).connected_components(mode='strong').membership";
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        Assert.All(graphs.Zip(answers), pair => Assert.Equal(
            Partition.InOrderOfNodes([.. pair.Second.EnumerateArray().Select(value => value.GetInt32())]).Groups,
            Components(pair.First.Graph)));
    }

    [Fact]
    public void Long_ring_is_one_component_and_a_long_chain_as_many_as_nodes()
    {
        var count = 500_000;
        Assert.Equal([count], StrongComponents.Run(GraphShapes.Ring(count), new(), new()).Components.Sizes);
        Assert.Equal(count, StrongComponents.Run(GraphShapes.Chain(count), new(), new()).Components.Count);
    }

    [Fact]
    public void Relations_both_ways_make_a_component_of_each_weak_one()
    {
        var graph = GraphalyticsData.Of("wcc", directed: false);
        Assert.Equal(WeakComponents.Run(graph.Graph, new(), new()).Components.Groups, Components(graph.BothWays()));
    }

    [Fact]
    public void Friendships_that_stand_once_join_nobody() => Assert.Equal(4039, StrongComponents.Run(EgoFacebook.Load(), new(), new()).Components.Count);

    [Fact]
    public void Empty_graph_has_none_and_a_node_is_one()
    {
        Assert.Equal(0, StrongComponents.Run(Subgraph.Of(0, [], []), new(), new()).Components.Count);
        Assert.Equal([1], StrongComponents.Run(Subgraph.Of(1, [], []), new(), new()).Components.Sizes);
    }

    [Fact]
    public void Cancelled_run_stops_soon() => Promptness.Holds(run => StrongComponents.Run(Promptness.LargeGraph.Value, new(), run));

    [Fact]
    public void Relations_cost_no_memory() => Allocations.DoNotGrowWithRelations((graph, run) => StrongComponents.Run(graph, new(), run));

    private static int[] Components(Subgraph graph) => StrongComponents.Run(graph, new(), new()).Components.Groups.ToArray();
}
