using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class TrianglesTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(6)]
    [InlineData(0)]
    public void Triangles_equal_those_among_all_triples(int maximumDegree)
    {
        foreach (var (name, graph) in RandomGraphs.Take())
        {
            var plain = PlainGraph.Of(graph, Direction.Any);
            var counts = new long[graph.NodeCount];
            bool Kept(int node) => plain.Neighbours(node).Count <= maximumDegree;
            for (var a = 0; a < plain.Nodes; a++)
            {
                var above = plain.Neighbours(a).Where(node => node > a).ToArray();
                foreach (var (b, c) in above.SelectMany(b => above.Where(c => c > b && plain.Has(b, c)).Select(c => (b, c))))
                {
                    if (Kept(a) && Kept(b) && Kept(c))
                    {
                        (counts[a], counts[b], counts[c]) = (counts[a] + 1, counts[b] + 1, counts[c] + 1);
                    }
                }
            }

            var result = Triangles.Run(graph, new TrianglesOptions { MaximumDegree = maximumDegree }, new AlgorithmRun());
            Assert.True(counts.SequenceEqual(result.Counts), name);
            Assert.Equal(counts.Sum() / 3, result.Total);
        }
    }

    [Fact]
    public void Network_of_friends_has_its_known_number()
    {
        var result = Triangles.Run(EgoFacebook.Load(), new TrianglesOptions(), new AlgorithmRun());
        Assert.Equal(1_612_010, result.Total);
    }

    [Fact]
    public void Negative_degree_is_refused()
    {
        var options = new TrianglesOptions { MaximumDegree = -1 };
        Assert.Equal(ErrorCodes.InvalidParameter, Assert.Throws<ThreeDbException>(() => Triangles.Run(GraphShapes.Ring(3), options, new AlgorithmRun())).Code);
    }
}
