using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class LouvainTests
{
    [Fact]
    public void Modularity_is_that_of_the_communities()
    {
        Assert.All(RandomGraphs.Take(), graph =>
        {
            var result = Louvain.Run(graph.Graph, new() { Resolution = 0.8 }, new());
            Assert.Equal(SlowModularity.Of(graph.Graph, result.Communities.Groups, 0.8), result.Modularity, tolerance: 1e-9);
        });
    }

    [Fact]
    public void No_two_communities_gain_by_becoming_one()
    {
        Assert.All(RandomGraphs.Take(), graph =>
        {
            var result = Louvain.Run(graph.Graph, new(), new());
            var groups = result.Communities.Groups.ToArray();
            foreach (var (source, target) in GraphShapes.Relations(graph.Graph).Where(r => groups[r.Source] != groups[r.Target]).DistinctBy(r => (groups[r.Source], groups[r.Target])))
            {
                var joined = groups.Select(group => group == groups[source] ? groups[target] : group).ToArray();
                Assert.InRange(SlowModularity.Of(graph.Graph, joined), -1, result.Modularity + 1e-9);
            }
        });
    }

    [Fact]
    public void Communities_of_random_graphs_are_as_good_as_those_of_the_slow_way()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount <= 24).Take(60).ToArray();
        var ours = graphs.Sum(graph => Louvain.Run(graph.Graph, new(), new()).Modularity);
        Assert.InRange(ours, 0.98 * graphs.Sum(graph => SlowModularity.Of(graph.Graph, SlowLouvain.Of(graph.Graph))), double.MaxValue);
    }

    [Fact]
    public async Task Communities_of_random_graphs_are_as_good_as_igraphs()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.RelationCount > 0).Select(graph => graph.Graph).ToArray();
        var script = """
            def answer(graph, argument):
                random.seed(1) # igraph draws from it.
                made = graph.igraph(False)
                return made.modularity(made.community_multilevel(weights=graph.weights), weights=graph.weights)
            """;
        var answers = await PythonReference.AnswersAsync(script, graphs);
        Assert.InRange(graphs.Sum(graph => Louvain.Run(graph, new(), new()).Modularity), 0.99 * answers.Sum(answer => answer.GetDouble()), double.MaxValue);
    }

    [Fact]
    public void Single_nodes_look_again_when_communities_have_been_joined()
    {
        var graph = GraphShapes.PowerLaw(new Random(5), 2000, 20_000);
        var ascents = Enumerable.Range(1, 3).Select(count => Louvain.Run(graph, new() { Ascents = count }, new()).Modularity).ToArray();
        Assert.InRange(ascents[1], 1.02 * ascents[0], 1);
        Assert.InRange(ascents[2], ascents[1], 1);
        Assert.Equal(ascents[2], Louvain.Run(graph, new(), new()).Modularity);
    }

    [Fact]
    public void Friends_have_communities_of_83_percent() =>
        Assert.All(Enumerable.Range(1, 5), seed => Assert.InRange(Louvain.Run(EgoFacebook.Load(), new(), new(seed: seed)).Modularity, 0.83, 0.84));

    [Fact]
    public void Cliques_are_communities_numbered_by_size_and_then_by_their_smallest_node()
    {
        var graph = GraphShapes.Beside(GraphShapes.Complete(4), GraphShapes.Cliques(2, 6));
        var result = Louvain.Run(graph, new(), new());
        Assert.Equal([2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], result.Communities.Groups);
        Assert.Equal([6, 6, 4], result.Communities.Sizes);
        Assert.Equal(1, result.Levels);
    }

    [Fact]
    public void Resolution_decides_on_the_size()
    {
        var graph = GraphShapes.Cliques(9, 5);
        Assert.Equal(1, Louvain.Run(graph, new() { Resolution = 0 }, new()).Communities.Count);
        Assert.Equal(9, Louvain.Run(graph, new(), new()).Communities.Count);
        Assert.Equal(45, Louvain.Run(graph, new() { Resolution = 100 }, new()).Communities.Count);
    }

    [Fact]
    public void Weights_decide_on_the_communities()
    {
        // A ring of four: heavy and light relations in turn.
        var graph = Subgraph.Of(4, [0, 1, 2, 3], [1, 2, 3, 0], [10, 1, 10, 1]);
        Assert.Equal([0, 0, 1, 1], Louvain.Run(graph, new(), new()).Communities.Groups);
    }

    [Fact]
    public void Graphs_without_relations_are_all_apart()
    {
        var (empty, apart) = (Louvain.Run(Subgraph.Of(0, [], []), new(), new()), Louvain.Run(Subgraph.Of(3, [], []), new(), new()));
        Assert.Equal((0, 0d, 0), (empty.Communities.Count, empty.Modularity, empty.Levels));
        Assert.Equal((3, 0d, 0), (apart.Communities.Count, apart.Modularity, apart.Levels));
        Assert.Equal(2, Louvain.Run(Subgraph.Of(2, [0], [1], [0]), new(), new()).Communities.Count);
    }

    [Fact]
    public void Bounds_hold_and_bad_settings_are_refused()
    {
        var graph = EgoFacebook.Load();
        var (one, all) = (Louvain.Run(graph, new() { MaxLevels = 1 }, new()), Louvain.Run(graph, new() { MaxIterations = 1 }, new()));
        Assert.Equal(1, one.Levels);
        Assert.True(all.Levels > 1 && all.Communities.Count < one.Communities.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Louvain.Run(graph, new() { Ascents = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Louvain.Run(graph, new() { MaxLevels = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Louvain.Run(graph, new() { MaxIterations = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Louvain.Run(graph, new() { Resolution = -0.1 }, new()));
        Assert.ThrowsAny<ThreeDbException>(() => Louvain.Run(Subgraph.Of(2, [0], [1], [-1]), new(), new()));
    }

    [Fact]
    public void Seed_decides_and_threads_do_not()
    {
        var graph = EgoFacebook.Load();
        var runs = Enumerable.Range(1, 3).Select(threads => Groups(7, threads)).ToArray();
        Assert.All(runs, groups => Assert.Equal(runs[0], groups));
        Assert.Contains(Enumerable.Range(8, 5), seed => !Groups(seed, 1).SequenceEqual(runs[0]));

        int[] Groups(int seed, int threads) => Louvain.Run(graph, new(), new(seed: seed, threads: threads)).Communities.Groups.ToArray();
    }

    [Fact]
    public void Cancelled_run_stops_soon() => Promptness.Holds(run => Louvain.Run(Promptness.LargeGraph.Value, new(), run));
}
