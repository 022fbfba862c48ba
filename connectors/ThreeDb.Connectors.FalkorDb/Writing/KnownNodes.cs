namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The nodes that a graph is known to have by their ids, so that relations of a new graph need not look for their ends first.</summary>
/// <remarks>
/// True as long as the fence stands that was written last, unless somebody changed nodes by hand; whoever relies on it counts what was made. One bit a
/// node. What would be too much, or might not be found by its id, is not known.
/// </remarks>
internal sealed class KnownNodes
{
    private const int PageBits = 4096;

    // 8 MB: 67 million nodes, where they lie close together.
    private const int MaxPages = 16_384;

    private readonly Dictionary<long, ulong[]> _pages = [];

    public bool Contains(long seq) => _pages.TryGetValue(seq / PageBits, out var page) && (page[Word(seq)] & Bit(seq)) != 0;

    /// <summary>Remembers the nodes of a batch that was written.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="held">What the graph held before.</param>
    public void Add(BatchRows rows, HeldNodes held)
    {
        foreach (var (entity, _) in rows.Entities)
        {
            Add(entity.Seq, entity.Id);
        }

        foreach (var (seq, id) in rows.Ends())
        {
            // What is there and was not found by its id will not be found by it next time.
            if (held.Ids.ContainsKey(seq) || !held.Labels.ContainsKey(seq))
            {
                Add(seq, id);
            }
        }
    }

    /// <summary>Forgets nodes: a batch may take them away, or they were not where they were thought to be.</summary>
    public void Remove(IEnumerable<long> seqs)
    {
        foreach (var seq in seqs)
        {
            if (_pages.TryGetValue(seq / PageBits, out var page))
            {
                page[Word(seq)] &= ~Bit(seq);
            }
        }
    }

    public void Clear() => _pages.Clear();

    private void Add(long seq, string id)
    {
        if (!MayBeFound(id))
        {
            return;
        }

        if (!_pages.TryGetValue(seq / PageBits, out var page))
        {
            if (_pages.Count == MaxPages)
            {
                return;
            }

            _pages.Add(seq / PageBits, page = new ulong[PageBits / 64]);
        }

        page[Word(seq)] |= Bit(seq);
    }

    // The index takes off blanks at both ends, and divides texts at control characters or does not find them.
    private static bool MayBeFound(string id) => id.Length > 0 && id[0] != ' ' && id[^1] != ' ' && !id.Any(char.IsControl);

    private static int Word(long seq) => (int)(seq % PageBits) / 64;

    private static ulong Bit(long seq) => 1UL << (int)(seq % 64);
}
