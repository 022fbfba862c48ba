using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class WeakComponentsTests
{
    [Fact]
    public void Components_of_random_graphs_are_those_of_the_slow_search()
    {
        Assert.All(RandomGraphs.Take(), graph => Assert.Equal(SlowComponents.Weak(graph.Graph), Components(graph.Graph)));
    }

    [Fact]
    public async Task Components_of_random_graphs_are_igraphs()
    {
        var graphs = RandomGraphs.Take();
        var script = "def answer(graph, argument): return graph.igraph(True).connected_components(mode='weak').membership";
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        Assert.All(graphs.Zip(answers), pair => Assert.Equal(
            Partition.InOrderOfNodes([.. pair.Second.EnumerateArray().Select(value => value.GetInt32())]).Groups,
            Components(pair.First.Graph)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Components_are_those_of_graphalytics(bool directed)
    {
        foreach (var graph in new[] { GraphalyticsData.Of("wcc", directed), GraphalyticsData.Example("WCC", directed) })
        {
            Assert.Equal(Partition.InOrderOfNodes(graph.Nodes()).Groups, Components(graph.Graph));
        }
    }

    [Fact]
    public void Friends_are_one_component() => Assert.Equal([4039], WeakComponents.Run(EgoFacebook.Load(), new(), new()).Components.Sizes);

    [Fact]
    public void Long_chain_is_one_component_from_either_end()
    {
        var count = 300_000;
        var upwards = GraphShapes.Chain(count);
        var downwards = GraphShapes.Of(count, Enumerable.Range(1, count - 1).Select(i => (i, i - 1)));
        Assert.Equal([count], WeakComponents.Run(upwards, new(), new(threads: 2)).Components.Sizes);
        Assert.Equal([count], WeakComponents.Run(downwards, new(), new(threads: 2)).Components.Sizes);
    }

    [Fact]
    public void Empty_graph_has_none_and_a_node_is_one()
    {
        Assert.Equal(0, WeakComponents.Run(Subgraph.Of(0, [], []), new(), new()).Components.Count);
        Assert.Equal([1], WeakComponents.Run(Subgraph.Of(1, [], []), new(), new()).Components.Sizes);
    }

    [Fact]
    public void Threads_do_not_change_the_result()
    {
        // About half a relation a node: a large component and thousands of small ones.
        var graph = GraphShapes.Random(new Random(5), 300_000, 170_000);
        var alone = Components(graph, threads: 1);
        Assert.True(alone.Max() > 1000);
        Assert.All(Enumerable.Range(2, 6), threads => Assert.Equal(alone, Components(graph, threads)));
    }

    // 0 to 39,999 are the giant; then chains of three that one relation joins to it, from inside or from outside; then chains that nothing joins.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_hangs_on_the_giant_by_one_relation_is_in_it(bool giantIsFirst)
    {
        const int Giant = 40_000;
        const int Nodes = Giant + (3 * 3000);
        var random = new Random(9);
        var relations = GraphShapes.Relations(GraphShapes.Tree(random, Giant)).ToList();
        relations.AddRange(Enumerable.Range(0, 200_000).Select(_ => (random.Next(Giant), random.Next(Giant))));
        var expected = new int[Nodes];
        for (var chain = 0; chain < 3000; chain++)
        {
            var start = Giant + (3 * chain);
            var (inside, end) = (random.Next(Giant), start + random.Next(3));
            relations.AddRange([(start, start + 1), (start + 2, start + 1)]);
            relations.AddRange(chain % 3 == 0 ? [] : chain % 3 == 1 ? [(inside, end)] : [(end, inside)]);
            expected.AsSpan(start, 3).Fill(chain % 3 == 0 ? start : 0);
        }

        // Numbered from the other end, the giant has neither the first number nor the smallest nodes.
        var graph = giantIsFirst ? GraphShapes.Of(Nodes, relations) : GraphShapes.Of(Nodes, relations.Select(r => (Nodes - 1 - r.Source, Nodes - 1 - r.Target)));
        var groups = Partition.InOrderOfNodes(giantIsFirst ? expected : [.. expected.Reverse()]).Groups.ToArray();
        Assert.Equal(1001, groups.Distinct().Count());
        Assert.Equal(groups, Components(graph, threads: 1));
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(groups, Components(graph)));
        Assert.Equal(groups.CountBy(group => group).OrderBy(pair => pair.Key).Select(pair => pair.Value), WeakComponents.Run(graph, new(), new()).Components.Sizes.ToArray());
    }

    [Fact]
    public void Cancelled_run_stops_soon() => Promptness.Holds(run => WeakComponents.Run(Promptness.LargeGraph.Value, new(), run));

    [Fact]
    public void Relations_cost_no_memory() => Allocations.DoNotGrowWithRelations((graph, run) => WeakComponents.Run(graph, new(), run));

    private static int[] Components(Subgraph graph, int threads = 2) => WeakComponents.Run(graph, new(), new(threads: threads)).Components.Groups.ToArray();
}
