using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class PullRowsTests
{
    [Fact]
    public void Rows_hold_every_relation_once_with_its_weight()
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            Assert.True(Given(graph.Out).SequenceEqual(Held(graph.PullRows(Direction.Out, default))), name);
            Assert.True(Given(graph.In).SequenceEqual(Held(graph.PullRows(Direction.In, default))), name);
            Assert.True(Given(graph.Undirected).SequenceEqual(Held(graph.PullRows(Direction.Any, default))), name);
        }

        IEnumerable<(int, int, double)> Held(PullRows rows)
        {
            Assert.Equal(Enumerable.Range(0, rows.Nodes.Length), rows.Nodes.Order());
            return Blocks(rows).SelectMany(block => Rows(block).SelectMany(row => row.Places.Select(place =>
                (rows.Nodes[rows.Sources[place]], rows.Nodes[row.Row], rows.Weights is null ? 1 : rows.Weights[place])))).Order();
        }

        IEnumerable<(int, int, double)> Given(Adjacency rows) => Enumerable.Range(0, rows.NodeCount).SelectMany(source => rows.Of(source).ToArray().Select((target, i) =>
            (source, target, rows.IsWeighted ? rows.WeightsOf(source)[i] : 1))).Order();
    }

    [Fact]
    public void Parts_follow_one_another_and_are_of_about_the_same_work()
    {
        var graph = GraphShapes.Beside(GraphShapes.PowerLaw(new Random(2), 30_000, 200_000), GraphShapes.Star(100_000));
        var rows = graph.PullRows(Direction.Out, default);
        var (row, place) = (0, 0);
        foreach (var block in Blocks(rows))
        {
            Assert.Equal((row, place), (block.From, block.First));
            Assert.True(block.To > block.From);
            row = block.To;
            place += (block.To - block.From) * block.Length;
        }

        Assert.Equal((graph.NodeCount, graph.RelationCount), (row, place));
        var loads = Array.ConvertAll(rows.Parts, part => part.Sum(block => (block.To - block.From) * (1 + block.Length)));
        Assert.True(loads.Length > 5);
        Assert.All(loads[..^1], load => Assert.True(load >= 32_768));
        Assert.Equal(2, loads.Count(load => load > 40_000) + 1); // Only the part with the star's middle is larger.
    }

    [Fact]
    public void Graph_without_nodes_has_no_parts() => Assert.Empty(Subgraph.Of(0, [], []).PullRows(Direction.Out, default).Parts);

    [Fact]
    public void Nodes_that_most_point_from_come_first_among_those_of_a_length()
    {
        var graph = GraphShapes.PowerLaw(new Random(4), 1000, 5000);
        foreach (var block in Blocks(graph.PullRows(Direction.Out, default)).Where(block => block.To > block.From))
        {
            var degrees = graph.PullRows(Direction.Out, default).Nodes[block.From..block.To].Select(graph.Out.Degree).ToArray();
            Assert.Equal(degrees.OrderDescending(), degrees);
        }
    }

    private static IEnumerable<RowBlock> Blocks(PullRows rows) => rows.Parts.SelectMany(part => part);

    private static IEnumerable<(int Row, IEnumerable<int> Places)> Rows(RowBlock block) =>
        Enumerable.Range(0, block.To - block.From).Select(i => (block.From + i, Enumerable.Range(block.First + (i * block.Length), block.Length)));
}
