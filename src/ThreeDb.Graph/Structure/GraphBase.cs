namespace ThreeDb.Graphs;

/// <summary>A graph at one moment, packed. Never changes.</summary>
/// <param name="nodeTypes">The type of each seq; 0 for what does not live.</param>
/// <param name="projects">The project of each seq; null when none has any.</param>
/// <param name="ids">The ids.</param>
/// <param name="outgoing">The relations from their sources.</param>
/// <param name="incoming">The relations from their targets.</param>
internal sealed class GraphBase(ushort[] nodeTypes, int[]? projects, IdTable ids, BaseSide outgoing, BaseSide incoming)
{
    public static GraphBase Empty { get; } = new([], null, IdTable.Empty, BaseSide.Empty, BaseSide.Empty);

    /// <summary>The first seq that is not used.</summary>
    public int SeqEnd => nodeTypes.Length;

    public IdTable Ids => ids;

    public BaseSide Out => outgoing;

    public BaseSide In => incoming;

    public int RelationCount => outgoing.Count;

    public long Bytes => (2L * nodeTypes.Length) + (4L * (projects?.Length ?? 0)) + ids.Bytes + outgoing.Bytes + incoming.Bytes;

    public ReadOnlySpan<ushort> NodeTypes => nodeTypes;

    public ReadOnlySpan<int> Projects => projects;

    public int ProjectOf(int seq) => projects is null ? 0 : projects[seq];
}
