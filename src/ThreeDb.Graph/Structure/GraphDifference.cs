using ThreeDb.Changes;

namespace ThreeDb.Graphs;

/// <summary>What differs between two versions of a graph, which may have been loaded apart: names are compared by their text.</summary>
/// <param name="Entities">How many entities differ in life, type, project or id, or are not found by their id.</param>
/// <param name="Relations">How many relations are not alike: there once only, with another weight or time, or seen from one end only.</param>
/// <param name="Keys">The first of them.</param>
public sealed record GraphDifference(long Entities, long Relations, IReadOnlyList<RowKey> Keys)
{
    /// <summary>Whether the two are equal.</summary>
    public bool IsNone => Entities == 0 && Relations == 0;

    /// <summary>Compares two versions in full: every entity, and every relation from both ends (above 100,000 that differ, from their sources only).</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <param name="most">How many keys to give.</param>
    /// <param name="cancellationToken">Stops within 50 ms; later only where millions of relations of one entity differ.</param>
    public static GraphDifference Between(GraphView left, GraphView right, int most = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return new GraphComparison(left, right, most).Run(cancellationToken);
    }
}
