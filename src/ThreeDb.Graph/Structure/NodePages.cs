using System.Runtime.CompilerServices;

namespace ThreeDb.Graphs;

/// <summary>Entries by seq in a tree of pages, of which those that nobody touched are missing. Never changes; what changes a few shares the rest.</summary>
internal sealed class NodePages
{
    private const int Bits = 9;
    private const int Size = 1 << Bits;

    private readonly Leaf?[]?[] _root;

    private readonly int _pages;

    private NodePages(Leaf?[]?[] root, int count, int pages)
    {
        _root = root;
        _pages = pages;
        Count = count;
    }

    public static NodePages Empty { get; } = new([], 0, 0);

    /// <summary>What the pages take without the entries.</summary>
    public long Bytes => (8L * _root.Length) + (_pages * (24 + (8L * Size) + 24 + (Size / 8)));

    /// <summary>How many entries there are.</summary>
    public int Count { get; }

    public NodeEntry? Find(int seq)
    {
        var root = _root;
        var top = seq >> (2 * Bits);
        return (uint)top < (uint)root.Length ? root[top]?[(seq >> Bits) & (Size - 1)]?.Find(seq & (Size - 1)) : null;
    }

    /// <summary>With other entries for some seqs.</summary>
    public NodePages With(IReadOnlyCollection<KeyValuePair<int, NodeEntry>> entries)
    {
        if (entries.Count == 0)
        {
            return this;
        }

        var root = _root.ToArray();
        var own = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var (count, pages) = (Count, _pages);
        foreach (var (seq, entry) in entries)
        {
            var top = seq >> (2 * Bits);
            if (top >= root.Length)
            {
                Array.Resize(ref root, top + 1);
            }

            var middle = Own(ref root[top], own, ref pages);
            ref var leaf = ref middle[(seq >> Bits) & (Size - 1)];
            if (leaf is null || !own.Contains(leaf))
            {
                pages += leaf is null ? 1 : 0;
                leaf = new Leaf(leaf);
                own.Add(leaf);
            }

            count += leaf.Set(seq & (Size - 1), entry) ? 1 : 0;
        }

        return new NodePages(root, count, pages);
    }

    /// <summary>All entries, by seq.</summary>
    public IEnumerable<KeyValuePair<int, NodeEntry>> All() =>
        from top in Enumerable.Range(0, _root.Length)
        where _root[top] is not null
        from middle in Enumerable.Range(0, Size)
        where _root[top]![middle] is not null
        from leaf in Enumerable.Range(0, Size)
        let entry = _root[top]![middle]!.Find(leaf)
        where entry is not null
        select KeyValuePair.Create((((top << Bits) | middle) << Bits) | leaf, entry);

    private static T[] Own<T>(ref T[]? page, HashSet<object> own, ref int pages)
    {
        if (page is null || !own.Contains(page))
        {
            pages += page is null ? 1 : 0;
            page = page is null ? new T[Size] : [.. page];
            own.Add(page);
        }

        return page;
    }

    // Most entities were not touched: walks learn that from a few words that stay in the cache.
    private sealed class Leaf
    {
        private readonly NodeEntry?[] _entries;
        private Marks _marks;

        public Leaf(Leaf? copied)
        {
            _entries = copied is null ? new NodeEntry?[Size] : [.. copied._entries];
            _marks = copied?._marks ?? default;
        }

        public NodeEntry? Find(int place) => (_marks[place >> 6] & (1UL << place)) == 0 ? null : _entries[place];

        /// <summary>Whether it is new.</summary>
        public bool Set(int place, NodeEntry entry)
        {
            var isNew = _entries[place] is null;
            _entries[place] = entry;
            _marks[place >> 6] |= 1UL << place;
            return isNew;
        }
    }

    [InlineArray(Size / 64)]
    private struct Marks
    {
        private ulong _first;
    }
}
