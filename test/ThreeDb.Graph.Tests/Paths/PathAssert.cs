using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>What holds for every path.</summary>
public static class PathAssert
{
    public static void IsPath(ModelGraph graph, SlowWalk slow, FoundPath path, int from, int to)
    {
        Assert.Equal((from, to), (path.Seqs[0], path.Seqs[^1]));
        Assert.Equal(path.Seqs.Count - 1, path.Links.Count);
        Assert.Equal(path.Seqs.Count, path.Seqs.Distinct().Count());
        Assert.All(path.Seqs, seq => Assert.True(graph.View.IsLive(seq)));
        Assert.Equal(path.Seqs.Zip(path.Seqs.Skip(1)), path.Seqs.Zip(path.Seqs.Skip(1)).Where(step => slow.Next[step.First].Contains(step.Second)));
    }

    /// <summary>The relations that a path by hops should take.</summary>
    public static string FirstRelations(SlowWalk slow, FoundPath path) => SlowWalk.Show(path.Seqs.Zip(path.Seqs.Skip(1))
        .Select(step => SlowWalk.Ordered(slow.Steps.Where(s => (s.Near, s.Far) == step).Select(s => s.Relation)).First()));
}
