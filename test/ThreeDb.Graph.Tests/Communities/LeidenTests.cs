using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class LeidenTests
{
    [Theory]
    [InlineData(1, 32)]
    [InlineData(0.1, 32)]
    [InlineData(1, 1)]
    [InlineData(0.1, 2)]
    public void Communities_are_connected(double resolution, int maxLevels)
    {
        Assert.All(RandomGraphs.Take(), graph =>
        {
            var result = Leiden.Run(graph.Graph, new() { Resolution = resolution, MaxLevels = maxLevels }, new());
            Assert.Equal(result.Communities.Count, PartsOf(graph.Graph, result.Communities));
        });
    }

    [Fact]
    public void Communities_that_a_bound_leaves_in_parts_are_separated()
    {
        var graph = GraphShapes.PowerLaw(new Random(3), 5000, 8000);
        var seeds = Enumerable.Range(1, 20).ToArray();
        Assert.Contains(seeds, seed =>
        {
            // The same moves as Leiden's in the first level.
            var louvain = Louvain.Run(graph, new() { Ascents = 1, MaxLevels = 1, MaxIterations = 1 }, new(seed: seed)).Communities;
            return PartsOf(graph, louvain) > louvain.Count;
        });
        Assert.All(seeds, seed =>
        {
            var leiden = Leiden.Run(graph, new() { MaxLevels = 1, MaxIterations = 1, Iterations = 1 }, new(seed: seed)).Communities;
            Assert.Equal(leiden.Count, PartsOf(graph, leiden));
        });
    }

    [Fact]
    public void Communities_of_a_large_graph_are_connected()
    {
        var communities = Leiden.Run(Promptness.LargeGraph.Value, new() { Iterations = 1 }, new()).Communities;
        Assert.Equal(communities.Count, PartsOf(Promptness.LargeGraph.Value, communities));
    }

    [Fact]
    public void Modularity_is_that_of_the_communities()
    {
        Assert.All(RandomGraphs.Take(), graph =>
        {
            var result = Leiden.Run(graph.Graph, new() { Resolution = 0.8 }, new());
            Assert.Equal(SlowModularity.Of(graph.Graph, result.Communities.Groups, 0.8), result.Modularity, tolerance: 1e-9);
        });
    }

    [Fact]
    public void Communities_of_random_graphs_are_as_good_as_those_of_the_slow_way()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount <= 24).Take(60).ToArray();
        var ours = graphs.Sum(graph => Leiden.Run(graph.Graph, new(), new()).Modularity);
        Assert.InRange(ours, 0.99 * graphs.Sum(graph => SlowModularity.Of(graph.Graph, SlowLouvain.Of(graph.Graph))), double.MaxValue);
    }

    [Fact]
    public async Task Communities_of_random_graphs_are_as_good_as_igraphs()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.RelationCount > 0).Select(graph => graph.Graph).ToArray();
        var script = """
            def answer(graph, argument):
                random.seed(1) # igraph draws from it.
                made = graph.igraph(False)
                found = made.community_leiden(objective_function="modularity", weights=graph.weights, n_iterations=2)
                return made.modularity(found, weights=graph.weights)
            """;
        var answers = await PythonReference.AnswersAsync(script, graphs);
        Assert.InRange(graphs.Sum(graph => Leiden.Run(graph, new(), new()).Modularity), 0.99 * answers.Sum(answer => answer.GetDouble()), double.MaxValue);
    }

    [Fact]
    public void Friends_have_communities_of_83_percent() =>
        Assert.All(Enumerable.Range(1, 5), seed => Assert.InRange(Leiden.Run(EgoFacebook.Load(), new(), new(seed: seed)).Modularity, 0.834, 0.84));

    [Fact]
    public void Cliques_are_communities_and_resolution_decides_on_the_size()
    {
        var graph = GraphShapes.Cliques(9, 5);
        Assert.Equal([5, 5, 5, 5, 5, 5, 5, 5, 5], Leiden.Run(graph, new(), new()).Communities.Sizes);
        Assert.Equal(1, Leiden.Run(graph, new() { Resolution = 0 }, new()).Communities.Count);
        Assert.Equal(45, Leiden.Run(graph, new() { Resolution = 100 }, new()).Communities.Count);
    }

    [Fact]
    public void Graphs_without_relations_are_all_apart()
    {
        var (empty, apart) = (Leiden.Run(Subgraph.Of(0, [], []), new(), new()), Leiden.Run(Subgraph.Of(3, [], []), new(), new()));
        Assert.Equal((0, 0d, 0), (empty.Communities.Count, empty.Modularity, empty.Levels));
        Assert.Equal((3, 0d, 0), (apart.Communities.Count, apart.Modularity, apart.Levels));
        Assert.Equal(2, Leiden.Run(Subgraph.Of(2, [0], [1], [0]), new(), new()).Communities.Count);
    }

    [Fact]
    public void Bad_settings_are_refused()
    {
        var graph = GraphShapes.Ring(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => Leiden.Run(graph, new() { Iterations = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leiden.Run(graph, new() { MaxLevels = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leiden.Run(graph, new() { MaxIterations = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leiden.Run(graph, new() { Randomness = 0 }, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Leiden.Run(graph, new() { Resolution = double.NaN }, new()));
        Assert.ThrowsAny<ThreeDbException>(() => Leiden.Run(Subgraph.Of(2, [0], [1], [double.NaN]), new(), new()));
    }

    [Fact]
    public void Seed_decides_and_threads_do_not()
    {
        var graph = EgoFacebook.Load();
        var runs = Enumerable.Range(1, 3).Select(threads => Groups(7, threads)).ToArray();
        Assert.All(runs, groups => Assert.Equal(runs[0], groups));
        Assert.Contains(Enumerable.Range(8, 5), seed => !Groups(seed, 1).SequenceEqual(runs[0]));

        int[] Groups(int seed, int threads) => Leiden.Run(graph, new(), new(seed: seed, threads: threads)).Communities.Groups.ToArray();
    }

    [Fact]
    public void Cancelled_run_stops_soon() => Promptness.Holds(run => Leiden.Run(Promptness.LargeGraph.Value, new(), run));

    // As many parts as communities are left when the relations between communities are taken away.
    private static int PartsOf(Subgraph graph, Partition communities)
    {
        var groups = communities.Groups.ToArray();
        var inside = GraphShapes.Of(graph.NodeCount, GraphShapes.Relations(graph).Where(r => groups[r.Source] == groups[r.Target]));
        return WeakComponents.Run(inside, new(), new()).Components.Count;
    }
}
