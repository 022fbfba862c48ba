namespace ThreeDb.Postgres;

/// <summary>A hash table of pieces that only grows. Any thread reads without a lock; one writes at a time.</summary>
/// <remarks>
/// Invariant: a slot's hash is written after its entry, and never again, so that whoever sees the hash sees the entry. A reader of
/// an outgrown table misses what was added since, and that piece is asked for once more.
/// </remarks>
internal sealed class LexemeTable
{
    private readonly Lock _writing = new();
    private volatile Slots _slots = new(1024);

    /// <summary>How many pieces are known.</summary>
    public int Count { get; private set; }

    /// <summary>What is known of a piece; null when nothing is.</summary>
    public ChunkLexemes? Find(ReadOnlySpan<char> piece)
    {
        var slots = _slots;
        var hash = HashOf(piece);
        for (var i = hash & slots.Mask; ; i = (i + 1) & slots.Mask)
        {
            var found = Volatile.Read(ref slots.Hashes[i]);
            if (found == 0)
            {
                return null;
            }

            if (found == hash && slots.Entries[i] is { } entry && piece.SequenceEqual(entry.Piece))
            {
                return entry;
            }
        }
    }

    /// <summary>Adds a piece unless it is known.</summary>
    public void Add(ChunkLexemes entry)
    {
        lock (_writing)
        {
            if (Find(entry.Piece) is not null)
            {
                return;
            }

            if (2 * (Count + 1) > _slots.Entries.Length)
            {
                var larger = new Slots(2 * _slots.Entries.Length);
                foreach (var known in _slots.Entries.OfType<ChunkLexemes>())
                {
                    Put(larger, known);
                }

                _slots = larger;
            }

            Put(_slots, entry);
            Count++;
        }
    }

    private static void Put(Slots slots, ChunkLexemes entry)
    {
        var hash = HashOf(entry.Piece);
        var i = hash & slots.Mask;
        while (slots.Hashes[i] != 0)
        {
            i = (i + 1) & slots.Mask;
        }

        slots.Entries[i] = entry;
        Volatile.Write(ref slots.Hashes[i], hash);
    }

    // Zero stands for an empty slot. The runtime's hash has a secret seed: nobody can make pieces that collide.
    private static uint HashOf(ReadOnlySpan<char> piece) => (uint)string.GetHashCode(piece) | 0x8000_0000;

    private sealed class Slots(int size)
    {
        public readonly uint[] Hashes = new uint[size];
        public readonly ChunkLexemes?[] Entries = new ChunkLexemes?[size];

        public readonly uint Mask = (uint)size - 1;
    }
}
