using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class NodeSimilarityTests
{
    [Theory]
    [InlineData(SimilarityMeasure.Jaccard, Direction.Out, 1, int.MaxValue)]
    [InlineData(SimilarityMeasure.Overlap, Direction.In, 2, int.MaxValue)]
    [InlineData(SimilarityMeasure.AdamicAdar, Direction.Any, 0, 4)]
    [InlineData(SimilarityMeasure.AdamicAdar, Direction.Out, 1, int.MaxValue)]
    [InlineData(SimilarityMeasure.Jaccard, Direction.Any, 3, 5)]
    public void Pairs_equal_those_of_all_sets_of_neighbours(SimilarityMeasure measure, Direction direction, int minimumDegree, int maximumShared)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var options = new NodeSimilarityOptions
            {
                Measure = measure, Direction = direction, MinimumDegree = minimumDegree, MaximumShared = maximumShared, Limit = int.MaxValue,
            };
            var expected = Slow(graph, options);
            Same(expected.Where(pair => pair.First < pair.Second), NodeSimilarity.Run(graph, options, new AlgorithmRun()).Pairs, name);
            for (var node = 0; node < graph.NodeCount; node += 7)
            {
                Same(expected.Where(pair => pair.First == node), NodeSimilarity.Run(graph, options with { Node = node }, new AlgorithmRun()).Pairs, $"{name} {node}");
            }
        }
    }

    [Fact]
    public void Limit_keeps_the_best_in_order()
    {
        var graph = GraphShapes.PowerLaw(new Random(2), 300, 2000);
        var all = NodeSimilarity.Run(graph, new NodeSimilarityOptions { Limit = int.MaxValue }, new AlgorithmRun()).Pairs;
        Assert.Equal(all.Order(), all);
        Assert.True(all.Length > 1000);
        Assert.Equal(all.Take(25), NodeSimilarity.Run(graph, new NodeSimilarityOptions { Limit = 25 }, new AlgorithmRun()).Pairs);
        Assert.Empty(NodeSimilarity.Run(graph, new NodeSimilarityOptions { Limit = 0 }, new AlgorithmRun()).Pairs);
    }

    [Fact]
    public async Task Jaccard_of_one_node_equals_that_of_igraph()
    {
        var graphs = RandomGraphs.Take().Where(graph => graph.Graph.NodeCount > 0).ToArray();
        var script = """
            def answer(graph, argument):
                return graph.igraph(True).simplify().similarity_jaccard(mode="out", loops=False)[0]
            """;
        var answers = await PythonReference.AnswersAsync(script, [.. graphs.Select(graph => graph.Graph)]);
        for (var i = 0; i < graphs.Length; i++)
        {
            var found = NodeSimilarity.Run(graphs[i].Graph, new NodeSimilarityOptions { Node = 0, Limit = int.MaxValue }, new AlgorithmRun()).Pairs;
            var scores = new double[graphs[i].Graph.NodeCount];
            foreach (var pair in found)
            {
                scores[pair.Second] = pair.Score;
            }

            Close.Equal([.. answers[i].EnumerateArray().Skip(1).Select(score => score.GetDouble())], scores[1..], graphs[i].Name);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void Options_out_of_range_are_refused(int node, int limit)
    {
        var options = new NodeSimilarityOptions { Node = node, Limit = limit };
        Assert.Equal(ErrorCodes.InvalidParameter,
            Assert.Throws<ThreeDbException>(() => NodeSimilarity.Run(GraphShapes.Chain(3), options, new AlgorithmRun())).Code);
    }

    private static void Same(IEnumerable<ScoredPair> expected, ScoredPair[] actual, string name)
    {
        var byPair = expected.OrderBy(pair => (pair.First, pair.Second)).ToArray();
        var found = actual.OrderBy(pair => (pair.First, pair.Second)).ToArray();
        Assert.True(byPair.Select(pair => (pair.First, pair.Second)).SequenceEqual(found.Select(pair => (pair.First, pair.Second))), name);
        Close.Equal([.. byPair.Select(pair => pair.Score)], [.. found.Select(pair => pair.Score)], name);
        Assert.Equal(actual.Order(), actual);
    }

    private static List<ScoredPair> Slow(Subgraph graph, NodeSimilarityOptions options)
    {
        var plain = PlainGraph.Of(graph, options.Direction);
        var sets = Enumerable.Range(0, graph.NodeCount).Select(plain.Neighbours).ToArray();
        var sharing = Enumerable.Range(0, graph.NodeCount).Select(node => sets.Count(set => set.Contains(node))).ToArray();
        var pairs = new List<ScoredPair>();
        for (var a = 0; a < sets.Length; a++)
        {
            for (var b = 0; b < sets.Length; b++)
            {
                var shared = sets[a].Intersect(sets[b]).Where(node => sharing[node] <= options.MaximumShared).ToArray();
                if (a != b && shared.Length > 0 && Math.Min(sets[a].Count, sets[b].Count) >= options.MinimumDegree)
                {
                    pairs.Add(new ScoredPair(a, b, options.Measure switch
                    {
                        SimilarityMeasure.Jaccard => (double)shared.Length / (sets[a].Count + sets[b].Count - shared.Length),
                        SimilarityMeasure.Overlap => (double)shared.Length / Math.Min(sets[a].Count, sets[b].Count),
                        _ => shared.Sum(node => 1 / Math.Log(sharing[node])),
                    }));
                }
            }
        }

        return pairs;
    }
}
