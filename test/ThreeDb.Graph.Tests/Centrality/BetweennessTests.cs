using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class BetweennessTests
{
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public void Scores_equal_those_of_all_pairs_of_nodes(bool undirected, bool normalized, bool weighted)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var options = new BetweennessOptions { Undirected = undirected, Normalized = normalized, Weighted = weighted };
            var result = Betweenness.Run(graph, options, new AlgorithmRun());
            Close.Equal(Slow(graph, undirected, normalized, weighted), result.Scores, name);
            Assert.Equal((graph.NodeCount, true, 0), (result.Sources, result.IsExact, result.ErrorBound));
        }
    }

    [Fact]
    public void Progress_counts_sources_so_that_it_comes_near_the_whole_before_the_end()
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            List<double> shares = [];
            Betweenness.Run(graph, new BetweennessOptions(), new AlgorithmRun(new Progress(shares.Add), threads: 1));
            Assert.Equal(shares.Order(), shares);
            Assert.True(graph.NodeCount < 3 || shares.Exists(share => share < 1 && share >= 1 - (1.001 / graph.NodeCount)), name);
        }
    }

    [Fact]
    public async Task Scores_equal_those_of_NetworkX_and_on_simple_graphs_of_igraph()
    {
        var graphs = RandomGraphs.Take();
        var script = """
            def answer(graph, argument):
                a = networkx.betweenness_centrality(networkx.DiGraph(graph.networkx(True)), normalized=True)
                b = networkx.betweenness_centrality(networkx.Graph(graph.networkx(False)), normalized=False)
                simple = graph.igraph(False).simplify()
                return [list(a.values()), list(b.values()), simple.betweenness(directed=False) if graph.nodes else []]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Count; i++)
        {
            var (name, graph) = graphs[i];
            var directed = Betweenness.Run(graph, new BetweennessOptions { Normalized = true }, new AlgorithmRun()).Scores;
            var undirected = Betweenness.Run(graph, new BetweennessOptions { Undirected = true }, new AlgorithmRun()).Scores;
            Close.Equal([.. answers[i][0].EnumerateArray().Select(score => score.GetDouble())], directed, name);
            Close.Equal([.. answers[i][1].EnumerateArray().Select(score => score.GetDouble())], undirected, name);
            Close.Equal([.. answers[i][2].EnumerateArray().Select(score => score.GetDouble())], undirected, name);
        }
    }

    [Fact]
    public async Task Scores_by_weight_equal_those_of_NetworkX_and_igraph()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.IsWeighted).ToList();
        var script = """
            def lightest(graph, made):
                made.add_nodes_from(range(graph.nodes))
                for s, t, w in zip(graph.sources, graph.targets, graph.weights):
                    if s != t and (not made.has_edge(s, t) or w < made[s][t]["weight"]):
                        made.add_edge(s, t, weight=w)
                return made

            def answer(graph, argument):
                a = networkx.betweenness_centrality(lightest(graph, networkx.DiGraph()), normalized=True, weight="weight")
                b = networkx.betweenness_centrality(lightest(graph, networkx.Graph()), normalized=False, weight="weight")
                simple = graph.igraph(False).simplify(combine_edges="min")
                return [list(a.values()), list(b.values()), simple.betweenness(directed=False, weights="weight" if simple.ecount() else None)]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        Assert.True(graphs.Count > 40);
        for (var i = 0; i < graphs.Count; i++)
        {
            var (name, graph) = graphs[i];
            var options = new BetweennessOptions { Weighted = true };
            var directed = Betweenness.Run(graph, options with { Normalized = true }, new AlgorithmRun()).Scores;
            var undirected = Betweenness.Run(graph, options with { Undirected = true }, new AlgorithmRun()).Scores;
            Close.Equal([.. answers[i][0].EnumerateArray().Select(score => score.GetDouble())], directed, name);
            Close.Equal([.. answers[i][1].EnumerateArray().Select(score => score.GetDouble())], undirected, name);
            Close.Equal([.. answers[i][2].EnumerateArray().Select(score => score.GetDouble())], undirected, name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weight_that_is_not_above_0_is_refused_only_where_it_counts(double weight)
    {
        var graph = Subgraph.Of(3, [0, 1], [1, 2], [1, weight]);
        var fault = Assert.ThrowsAny<ThreeDbException>(() => Betweenness.Run(graph, new BetweennessOptions { Weighted = true }, new AlgorithmRun()));
        Assert.Equal((ErrorCodes.InvalidParameter, "/weighted"), (fault.Code, fault.Errors[0].Pointer));
        Assert.Equal([0, 1, 0], Betweenness.Run(graph, new BetweennessOptions(), new AlgorithmRun()).Scores);
    }

    [Fact]
    public void Weights_too_far_apart_to_be_added_lead_nowhere_odd()
    {
        // From 0 to 3 both ways are 1e300 long as far as a float tells; from 1 to 2 the sum leaves its range.
        var graph = Subgraph.Of(4, [0, 1, 0, 2, 3], [1, 3, 2, 3, 0], [1e300, 1e-10, 1e-10, 1e300, double.MaxValue]);
        var scores = Betweenness.Run(graph, new BetweennessOptions { Weighted = true }, new AlgorithmRun()).Scores;
        Assert.All(scores, score => Assert.InRange(score, 0, 6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_shortest_paths_than_a_float_can_count_are_shared_out(bool weighted)
    {
        // From the first node through layers of two nodes, each joined to both of the next layer, and beside them along a chain of the same length, to the last node.
        const int layers = 1050;
        var (chain, last) = (2 * layers, (3 * layers) + 1);
        List<(int Source, int Target)> relations = [(0, 1), (0, 2), (0, chain + 1), (chain - 1, last), (chain, last), (last - 1, last)];
        for (var layer = 1; layer < layers; layer++)
        {
            var (one, other) = ((2 * layer) - 1, 2 * layer);
            relations.AddRange([(one, one + 2), (one, other + 2), (other, one + 2), (other, other + 2), (chain + layer, chain + layer + 1)]);
        }

        // Every pair before and behind a layer shares itself out to its two nodes; the chain has next to nothing of the first and last node.
        var expected = new double[last + 1];
        for (var layer = 1; layer <= layers; layer++)
        {
            expected[(2 * layer) - 1] = expected[2 * layer] = ((2d * layer) - 1) * ((2 * (layers - layer)) + 1) / 2;
            expected[chain + layer] = ((layer - 1d) * (layers - layer + 1)) + layers - layer;
        }

        double[] weights = weighted ? [.. Enumerable.Repeat(2d, relations.Count)] : [];
        var graph = Subgraph.Of(last + 1, [.. relations.Select(relation => relation.Source)], [.. relations.Select(relation => relation.Target)], weights);
        Close.Equal(expected, Betweenness.Run(graph, new BetweennessOptions { Weighted = weighted }, new AlgorithmRun()).Scores, "layers");
    }

    [Fact]
    public void Network_of_friends_has_its_known_maximum()
    {
        var result = Betweenness.Run(EgoFacebook.Load(), new BetweennessOptions { Undirected = true }, new AlgorithmRun());
        Assert.Equal(3_916_560.14, result.Scores.Max(), 0.01);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Sample_stays_within_its_error_bound_and_follows_the_seed(bool undirected, bool normalized)
    {
        var graph = GraphShapes.PowerLaw(new Random(3), 800, 4000);
        var options = new BetweennessOptions { Undirected = undirected, Normalized = normalized, ExactUpTo = 100, Samples = 200 };
        var exact = Betweenness.Run(graph, options with { ExactUpTo = 1000 }, new AlgorithmRun()).Scores;
        var sampled = Betweenness.Run(graph, options, new AlgorithmRun(seed: 5));
        Assert.Equal((200, false), (sampled.Sources, sampled.IsExact));
        Assert.All(exact.Zip(sampled.Scores), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, sampled.ErrorBound));
        var expected = Math.Sqrt(Math.Log(2 * 800 / 0.05) / 400) * 800 / 799 * (normalized ? 1 : 799 * 798 * (undirected ? 0.5 : 1));
        Assert.Equal(expected, sampled.ErrorBound, expected * 1e-9);
        Assert.Equal(sampled.Scores, Betweenness.Run(graph, options, new AlgorithmRun(seed: 5)).Scores);
        Assert.NotEqual(sampled.Scores, Betweenness.Run(graph, options, new AlgorithmRun(seed: 6)).Scores);
    }

    [Fact]
    public void Mean_of_many_samples_comes_near_the_exact_scores()
    {
        var graph = GraphShapes.PowerLaw(new Random(4), 200, 800);
        var exact = Betweenness.Run(graph, new BetweennessOptions { Normalized = true }, new AlgorithmRun()).Scores;
        var options = new BetweennessOptions { Normalized = true, ExactUpTo = 0, Samples = 20 };
        var runs = Enumerable.Range(0, 400).Select(seed => Betweenness.Run(graph, options, new AlgorithmRun(seed: seed)).Scores).ToArray();
        Close.Equal(exact, [.. exact.Select((_, node) => runs.Average(scores => scores[node]))], "mean", 0.01);
    }

    [Theory]
    [InlineData(-1, 1, 0.5)]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1)]
    public void Options_out_of_range_are_refused(int exactUpTo, int samples, double confidence)
    {
        var options = new BetweennessOptions { ExactUpTo = exactUpTo, Samples = samples, Confidence = confidence };
        Assert.Equal(ErrorCodes.InvalidParameter, Assert.ThrowsAny<ThreeDbException>(() => Betweenness.Run(GraphShapes.Chain(3), options, new AlgorithmRun())).Code);
    }

    // By definition: of the shortest paths from s to t, the share that leads through v.
    private static double[] Slow(Subgraph graph, bool undirected, bool normalized, bool weighted)
    {
        var plain = PlainGraph.Of(graph, undirected ? Direction.Any : Direction.Out);
        var (distances, paths, n) = (plain.Distances(weighted), new double[plain.Nodes, plain.Nodes], plain.Nodes);
        for (var source = 0; source < n; source++)
        {
            paths[source, source] = 1;
            foreach (var node in Enumerable.Range(0, n).Where(node => node != source && double.IsFinite(distances[source, node])).OrderBy(node => distances[source, node]))
            {
                for (var before = 0; before < n; before++)
                {
                    paths[source, node] += plain.Has(before, node) && distances[source, before] + (weighted ? plain.Lightest[before, node] : 1) == distances[source, node] ? paths[source, before] : 0;
                }
            }
        }

        var scores = new double[n];
        for (var v = 0; v < n; v++)
        {
            for (var s = 0; s < n; s++)
            {
                for (var t = 0; t < n; t++)
                {
                    var counts = s != t && v != s && v != t && double.IsFinite(distances[s, t]) && distances[s, v] + distances[v, t] == distances[s, t];
                    scores[v] += counts ? paths[s, v] * paths[v, t] / paths[s, t] : 0;
                }
            }

            scores[v] /= normalized && n > 2 ? (n - 1d) * (n - 2d) : undirected ? 2 : 1;
        }

        return scores;
    }
}
