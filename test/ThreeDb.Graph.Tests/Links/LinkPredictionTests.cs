using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class LinkPredictionTests
{
    public static readonly MatrixTheoryData<LinkMeasure, Direction> Cases = new(Enum.GetValues<LinkMeasure>(), Enum.GetValues<Direction>());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Candidates_equal_those_of_all_nodes(LinkMeasure measure, Direction direction)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            for (var node = 0; node < graph.NodeCount; node += 13)
            {
                var options = new LinkPredictionOptions { Node = node, Measure = measure, Direction = direction, Limit = int.MaxValue };
                var pairs = LinkPrediction.Run(graph, options, new AlgorithmRun()).Pairs;
                var scores = new double[graph.NodeCount];
                foreach (var pair in pairs)
                {
                    Assert.Equal(node, pair.First);
                    scores[pair.Second] = pair.Score;
                }

                Close.Equal(Slow(graph, options), scores, $"{name} {node}");
                Assert.Equal(pairs.Order(), pairs);
                Assert.Equal(pairs.Take(2), LinkPrediction.Run(graph, options with { Limit = 2 }, new AlgorithmRun()).Pairs);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pairs_of_a_whole_graph_are_the_best_of_all_nodes(LinkMeasure measure, Direction direction)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var options = new LinkPredictionOptions { Measure = measure, Direction = direction, Limit = int.MaxValue, MaximumShared = graph.NodeCount % 2 == 0 ? int.MaxValue : 4 };
            ScoredPair[] expected =
            [
                .. Enumerable.Range(0, graph.NodeCount).SelectMany(node => Slow(graph, options with { Node = node }).Select((score, other) => new ScoredPair(node, other, score)))
                    .Where(pair => pair.Score > 0 && (direction != Direction.Any || pair.First < pair.Second)).OrderBy(pair => (pair.First, pair.Second)),
            ];
            var pairs = LinkPrediction.Run(graph, options, new AlgorithmRun()).Pairs;
            var found = pairs.OrderBy(pair => (pair.First, pair.Second)).ToList();
            Assert.Equal(expected.Select(pair => (pair.First, pair.Second)), found.Select(pair => (pair.First, pair.Second)));
            Close.Equal([.. expected.Select(pair => pair.Score)], [.. found.Select(pair => pair.Score)], name);
            Assert.Equal(pairs.Order(), pairs);
            var best = LinkPrediction.Run(graph, options with { Limit = 5 }, new AlgorithmRun()).Pairs;
            Close.Equal([.. pairs.Take(5).Select(pair => pair.Score)], [.. best.Select(pair => pair.Score)], name);
            Assert.All(best, pair => Assert.Contains(pair, pairs));
        }
    }

    // Every node has as many neighbours as every other: all pairs have the same product.
    [Fact]
    public void Equal_products_do_not_have_all_pairs_looked_at()
    {
        var pairs = LinkPrediction.Run(GraphShapes.Ring(1_000_000), new LinkPredictionOptions { Measure = LinkMeasure.PreferentialAttachment, Limit = 10 }, new AlgorithmRun()).Pairs;
        Assert.Equal(Enumerable.Repeat(4d, 10), pairs.Select(pair => pair.Score));
    }

    [Fact]
    public async Task Scores_equal_those_of_NetworkX()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount > 0).ToArray();
        var script = """
            def answer(graph, argument):
                simple = networkx.Graph(graph.networkx(False))
                simple.remove_edges_from(list(networkx.selfloop_edges(simple)))
                pairs = [(0, other) for other in simple if other != 0 and not simple.has_edge(0, other)]
                def scores(found):
                    all = [0.0] * graph.nodes
                    for _, other, score in found:
                        all[other] = score
                    return all
                common = [(0, other, len(list(networkx.common_neighbors(simple, 0, other)))) for _, other in pairs]
                return [scores(common), scores(networkx.adamic_adar_index(simple, pairs)),
                    scores(networkx.resource_allocation_index(simple, pairs)), scores(networkx.preferential_attachment(simple, pairs))]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Length; i++)
        {
            foreach (var measure in Enum.GetValues<LinkMeasure>())
            {
                var scores = new double[graphs[i].Graph.NodeCount];
                var options = new LinkPredictionOptions { Node = 0, Measure = measure, Limit = int.MaxValue };
                foreach (var pair in LinkPrediction.Run(graphs[i].Graph, options, new AlgorithmRun()).Pairs)
                {
                    scores[pair.Second] = pair.Score;
                }

                Close.Equal([.. answers[i][(int)measure].EnumerateArray().Select(score => score.GetDouble())], scores, $"{graphs[i].Name} {measure}");
            }
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void Options_out_of_range_are_refused(int node, int limit)
    {
        var options = new LinkPredictionOptions { Node = node, Limit = limit };
        Assert.Equal(ErrorCodes.InvalidParameter,
            Assert.Throws<ThreeDbException>(() => LinkPrediction.Run(GraphShapes.Chain(3), options, new AlgorithmRun())).Code);
    }

    private static double[] Slow(Subgraph graph, LinkPredictionOptions options)
    {
        var (ways, both) = (PlainGraph.Of(graph, options.Direction), PlainGraph.Of(graph, Direction.Any));
        var own = ways.Neighbours(options.Node!.Value);
        var back = PlainGraph.Of(graph, options.Direction switch { Direction.Out => Direction.In, Direction.In => Direction.Out, _ => Direction.Any });
        return [.. Enumerable.Range(0, graph.NodeCount).Select(Score)];

        double Score(int other)
        {
            var between = own.Where(middle => ways.Has(middle, other) && ways.Neighbours(middle).Count <= options.MaximumShared);
            return other == options.Node || own.Contains(other) ? 0 : options.Measure switch
            {
                LinkMeasure.CommonNeighbors => between.Count(),
                LinkMeasure.AdamicAdar => between.Sum(middle => 1 / Math.Log(both.Neighbours(middle).Count)),
                LinkMeasure.ResourceAllocation => between.Sum(middle => 1d / both.Neighbours(middle).Count),
                _ => own.Count * back.Neighbours(other).Count,
            };
        }
    }
}
