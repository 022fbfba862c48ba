using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class PageRankTests
{
    [Theory]
    [InlineData(Direction.Out, false, false)]
    [InlineData(Direction.Out, true, true)]
    [InlineData(Direction.In, true, true)]
    [InlineData(Direction.In, false, false)]
    [InlineData(Direction.Any, true, false)]
    public void Ranks_equal_those_of_the_whole_matrix(Direction direction, bool weighted, bool personalized)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            int[] places = personalized && graph.NodeCount > 0 ? [0, graph.NodeCount / 2, 0] : [];
            var options = new PageRankOptions { MaximumIterations = 17, Tolerance = 0, Direction = direction, Weighted = weighted, Personalization = places };
            var result = PageRank.Run(graph, options, new AlgorithmRun());
            Close.Equal(Slow(graph, options), result.Scores, name);
            Assert.Equal((graph.NodeCount == 0 ? 0 : 17, false), (result.Iterations, result.Converged));
        }
    }

    // Sums are written out for up to seven sources and taken in eights above.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ranks_are_right_for_every_number_of_sources_up_to_forty(bool weighted)
    {
        var random = new Random(11);
        var graph = GraphShapes.Of(50, Enumerable.Range(0, 41).SelectMany(target => Enumerable.Range(0, target).Select(_ => (random.Next(50), target))));
        graph = weighted ? GraphShapes.Weighted(random, graph) : graph;
        var options = new PageRankOptions { MaximumIterations = 12, Tolerance = 0 };
        Close.Equal(Slow(graph, options), PageRank.Run(graph, options, new AlgorithmRun()).Scores, "degrees", 1e-14);
    }

    [Theory]
    [InlineData("pr", true, 38)]
    [InlineData("pr", false, 26)]
    [InlineData("example", true, 2)]
    [InlineData("example", false, 2)]
    public void Ranks_equal_those_that_Graphalytics_expects(string name, bool directed, int iterations)
    {
        var expected = name == "example" ? GraphalyticsData.Example("PR", directed) : GraphalyticsData.Of(name, directed);
        var options = new PageRankOptions { MaximumIterations = iterations, Tolerance = 0, Weighted = false, Direction = directed ? Direction.Out : Direction.Any };
        var result = PageRank.Run(expected.Graph, options, new AlgorithmRun());
        Close.Equal(expected.Numbers(), result.Scores, name, 1e-9);
    }

    [Fact]
    public async Task Ranks_equal_those_of_NetworkX_and_igraph()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount > 0).ToArray();
        var script = """
            def answer(graph, argument):
                weight = None if graph.weights is None else "weight"
                places = {0: 1.0}
                directed, plain = graph.networkx(True), graph.igraph(True)
                return [
                    list(networkx.pagerank(directed, tol=1e-13, max_iter=5000, weight="weight").values()),
                    list(networkx.pagerank(directed, tol=1e-13, max_iter=5000, weight="weight", personalization=places).values()),
                    plain.pagerank(weights=weight),
                    plain.personalized_pagerank(weights=weight, reset_vertices=[0]),
                ]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Length; i++)
        {
            foreach (var (which, ranks) in answers[i].EnumerateArray().Index())
            {
                var options = new PageRankOptions { MaximumIterations = 5000, Tolerance = 1e-14, Personalization = which % 2 == 1 ? [0] : [] };
                var result = PageRank.Run(graphs[i].Graph, options, new AlgorithmRun());
                Assert.True(result.Converged);
                Close.Equal([.. ranks.EnumerateArray().Select(rank => rank.GetDouble())], result.Scores, $"{graphs[i].Name} {which}", 1e-8);
            }
        }
    }

    [Fact]
    public void Run_ends_when_the_change_is_below_the_tolerance()
    {
        var graph = GraphShapes.PowerLaw(new Random(1), 500, 3000);
        var result = PageRank.Run(graph, new PageRankOptions { Tolerance = 1e-6 }, new AlgorithmRun());
        Assert.True(result.Converged);
        Assert.InRange(result.Iterations, 3, 50);
        Assert.InRange(result.Change, 0, 1e-6);
        Assert.Equal(1, result.Scores.Sum(), 1e-12);
    }

    // Below 1e-6 in all, what is missing is at most 0.85 / 0.15 times that, on a graph of any size.
    [Fact]
    public void Ranks_of_a_large_graph_are_right_with_the_usual_tolerance()
    {
        var graph = GraphShapes.PowerLaw(new Random(2), 100_000, 300_000);
        var result = PageRank.Run(graph, new PageRankOptions(), new AlgorithmRun());
        Assert.True(result.Converged);
        Assert.InRange(result.Change, 0, 1e-6);
        Assert.InRange(Settled(graph).Zip(result.Scores, (expected, rank) => Math.Abs(expected - rank)).Sum(), 0, 1e-5);
    }

    [Theory]
    [InlineData(1.5, 10, 0, 0)]
    [InlineData(double.NaN, 10, 0, 0)]
    [InlineData(0.5, -1, 0, 0)]
    [InlineData(0.5, 10, -1, 0)]
    [InlineData(0.5, 10, 0, 3)]
    [InlineData(0.5, 10, 0, -1)]
    public void Options_out_of_range_are_refused(double damping, int iterations, double tolerance, int place)
    {
        var options = new PageRankOptions { Damping = damping, MaximumIterations = iterations, Tolerance = tolerance, Personalization = [place] };
        var fault = Assert.ThrowsAny<ThreeDbException>(() => PageRank.Run(GraphShapes.Chain(3), options, new AlgorithmRun()));
        Assert.Equal(ErrorCodes.InvalidParameter, fault.Code);
    }

    [Fact]
    public void Negative_weight_is_refused_only_where_weights_count()
    {
        var graph = Subgraph.Of(2, [0], [1], [-1]);
        Assert.Equal(ErrorCodes.InvalidParameter, Assert.ThrowsAny<ThreeDbException>(() => PageRank.Run(graph, new PageRankOptions(), new AlgorithmRun())).Code);
        Assert.Equal(1, PageRank.Run(graph, new PageRankOptions { Weighted = false }, new AlgorithmRun()).Scores.Sum(), 1e-12);
    }

    // What all relations of a node weigh makes no difference, only what each weighs beside the others.
    [Theory]
    [InlineData(1e308)]
    [InlineData(1e-310)]
    [InlineData(double.Epsilon)]
    public void Weights_at_the_ends_of_their_range_count_as_any_others(double weight)
    {
        int[] sources = [0, 0, 1, 2], targets = [1, 2, 2, 0];
        var expected = PageRank.Run(Subgraph.Of(4, sources, targets), new PageRankOptions(), new AlgorithmRun()).Scores;
        var result = PageRank.Run(Subgraph.Of(4, sources, targets, [weight, weight, 3, weight]), new PageRankOptions(), new AlgorithmRun());
        Close.Equal(expected, result.Scores, "weights", 1e-12);
    }

    private static double[] Settled(Subgraph graph)
    {
        var ranks = new double[graph.NodeCount];
        Array.Fill(ranks, 1d / ranks.Length);
        for (var round = 0; round < 200; round++)
        {
            var (next, lost) = (new double[ranks.Length], 0d);
            for (var node = 0; node < ranks.Length; node++)
            {
                var targets = graph.Out.Of(node);
                lost += targets.IsEmpty ? ranks[node] : 0;
                foreach (var target in targets)
                {
                    next[target] += 0.85 * ranks[node] / targets.Length;
                }
            }

            ranks = Array.ConvertAll(next, rank => rank + ((0.15 + (0.85 * lost)) / ranks.Length));
        }

        return ranks;
    }

    private static double[] Slow(Subgraph graph, PageRankOptions options)
    {
        var plain = PlainGraph.Of(graph, options.Direction);
        var matrix = options.Weighted ? plain.Weights : plain.Counts;
        var nodes = Enumerable.Range(0, plain.Nodes).ToArray();
        var places = options.Personalization.Count > 0 ? options.Personalization : nodes;
        var teleport = Array.ConvertAll(nodes, node => (double)places.Count(place => place == node) / places.Count);
        var totals = Array.ConvertAll(nodes, node => nodes.Sum(other => matrix[node, other]));
        var ranks = Array.ConvertAll(nodes, _ => 1d / nodes.Length);
        for (var i = 0; i < options.MaximumIterations; i++)
        {
            var lost = nodes.Where(node => totals[node] == 0).Sum(node => ranks[node]);
            ranks = Array.ConvertAll(nodes, node =>
                ((1 - options.Damping + (options.Damping * lost)) * teleport[node])
                + (options.Damping * nodes.Where(source => totals[source] > 0).Sum(source => ranks[source] * matrix[source, node] / totals[source])));
        }

        return ranks;
    }
}
