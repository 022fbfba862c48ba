namespace ThreeDb.Graph.Tests;

public sealed class ReferenceTests
{
    [Fact]
    public void Random_graphs_are_many_have_names_and_repeat_by_seed()
    {
        var (graphs, again, others) = (RandomGraphs.Of(7), RandomGraphs.Of(7), RandomGraphs.Of(8));
        Assert.True(graphs.Count >= 300);
        Assert.Equal(graphs.Count, graphs.Select(graph => graph.Name).Distinct().Count());
        Assert.All(graphs.Zip(again), pair => Assert.Equal(GraphShapes.Relations(pair.First.Graph), GraphShapes.Relations(pair.Second.Graph)));
        Assert.Contains(graphs.Zip(others), pair => !GraphShapes.Relations(pair.First.Graph).SequenceEqual(GraphShapes.Relations(pair.Second.Graph)));
    }

    [Fact]
    public async Task Python_sees_the_graphs_as_they_are()
    {
        var graphs = RandomGraphs.Of(7).Select(graph => graph.Graph).ToArray();
        var script = """
            def answer(graph, argument):
                a, b = graph.igraph(True), graph.networkx(True)
                weight = sum(a.es["weight"]) if graph.weights is not None else a.ecount()
                return [a.vcount(), b.number_of_nodes(), a.ecount(), b.number_of_edges(), weight, argument, float("inf")]
            """;
        var answers = await PythonReference.AnswersAsync(script, graphs, [.. graphs.Select((_, i) => (object)i)]);
        for (var i = 0; i < graphs.Length; i++)
        {
            var (nodes, relations) = (graphs[i].NodeCount, graphs[i].RelationCount);
            var weight = graphs[i].IsWeighted ? graphs[i].Out.Weights.ToArray().Sum() : relations;
            Assert.Equal([nodes, nodes, relations, relations, weight, i], answers[i].EnumerateArray().Take(6).Select(value => value.GetDouble()));
            Assert.Equal(System.Text.Json.JsonValueKind.Null, answers[i][6].ValueKind);
        }
    }

    [Theory]
    [InlineData(true, 17)]
    [InlineData(false, 12)]
    public void Example_of_graphalytics_is_read_with_its_answers(bool directed, int relations)
    {
        var example = GraphalyticsData.Example("CDLP", directed);
        Assert.Equal(relations, example.Graph.RelationCount);
        Assert.Equal(directed ? relations : 2 * relations, example.BothWays().RelationCount);
        Assert.True(example.Graph.IsWeighted);
        Assert.Equal(example.Graph.NodeCount, example.Nodes().Count(node => node >= 0));
    }

    [Theory]
    [InlineData("bfs")]
    [InlineData("cdlp")]
    [InlineData("lcc")]
    [InlineData("pr")]
    [InlineData("sssp")]
    [InlineData("wcc")]
    public void Graph_of_an_algorithm_has_an_answer_for_every_node(string algorithm)
    {
        foreach (var directed in new[] { true, false })
        {
            var graph = GraphalyticsData.Of(algorithm, directed);
            Assert.Equal(graph.Graph.NodeCount, graph.Numbers().Length);
            Assert.True(graph.Graph.RelationCount > 0);
        }
    }

    [Fact]
    public void Network_of_friends_is_whole()
    {
        var graph = EgoFacebook.Load();
        Assert.Equal((4039, 88_234), (graph.NodeCount, graph.RelationCount));
    }
}
