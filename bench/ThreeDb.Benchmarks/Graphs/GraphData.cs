using System.Globalization;

namespace ThreeDb.Benchmarks;

/// <summary>A graph that every contestant gets: one type of node, one of relation, no self-loops, at most one relation from a node to another.</summary>
/// <param name="Title">What it is, for people.</param>
/// <param name="NodeCount">How many nodes; they are numbered from 0.</param>
/// <param name="Sources">Where relations begin.</param>
/// <param name="Targets">Where they lead, beside the sources.</param>
internal sealed record GraphData(string Title, int NodeCount, int[] Sources, int[] Targets)
{
    /// <summary>The type of all nodes.</summary>
    public const string NodeType = "node";

    /// <summary>The type of all relations.</summary>
    public const string RelationType = "R";

    public int RelationCount => Sources.Length;

    /// <summary>The id of a node in 3db.</summary>
    public static string IdOf(int node) => $"n/{node.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Nodes to begin at: as many as asked for, spread over all that relations leave. The same every time.</summary>
    public int[] Starts(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Sources[random.Next(Sources.Length)])];
    }
}
