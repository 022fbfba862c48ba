using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class DegreeTests
{
    [Theory]
    [InlineData(Direction.Out)]
    [InlineData(Direction.In)]
    [InlineData(Direction.Any)]
    public void Degrees_equal_those_counted_relation_by_relation(Direction direction)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var (counts, weights) = (new double[graph.NodeCount], new double[graph.NodeCount]);
            foreach (var ((source, target), i) in GraphShapes.Relations(graph).Select((relation, i) => (relation, i)))
            {
                var weight = graph.IsWeighted ? graph.Out.Weights[i] : 1;
                counts[source] += direction == Direction.In ? 0 : 1;
                weights[source] += direction == Direction.In ? 0 : weight;
                counts[target] += direction == Direction.Out ? 0 : 1;
                weights[target] += direction == Direction.Out ? 0 : weight;
            }

            var result = Degree.Run(graph, new DegreeOptions { Direction = direction }, new AlgorithmRun());
            Close.Equal(counts, result.Scores, name);
            Close.Equal(weights, Degree.Run(graph, new DegreeOptions { Direction = direction, Weighted = true }, new AlgorithmRun()).Scores, name);
            Assert.Equal((counts.DefaultIfEmpty().Max(), counts.DefaultIfEmpty().Average()), (result.Maximum, result.Average));
        }
    }

    [Fact]
    public void Weight_that_is_not_finite_is_refused_where_weights_count()
    {
        var graph = Subgraph.Of(2, [0], [1], [double.NaN]);
        Assert.Equal(ErrorCodes.InvalidParameter,
            Assert.ThrowsAny<ThreeDbException>(() => Degree.Run(graph, new DegreeOptions { Weighted = true }, new AlgorithmRun())).Code);
        Assert.Equal([1d, 1d], Degree.Run(graph, new DegreeOptions(), new AlgorithmRun()).Scores);
    }
}
