namespace ThreeDb.Graphs;

/// <summary>The relations of all entities in one direction, one after another by seq (compressed sparse rows).</summary>
/// <param name="offsets">Where the relations of each seq begin; one more than there are seqs.</param>
/// <param name="ends">The other ends.</param>
/// <param name="types">The types.</param>
/// <param name="details">The numbers of details; null when no relation has any.</param>
internal sealed class BaseSide(int[] offsets, int[] ends, SmallColumn types, SmallColumn? details)
{
    public static BaseSide Empty { get; } = new([0], [], SmallColumn.Empty, null);

    public long Bytes => (4L * offsets.Length) + (4L * ends.Length) + types.Bytes + (details?.Bytes ?? 0);

    public int Count => ends.Length;

    public bool HasDetails => details is not null;

    public Steps Of(int seq)
    {
        var (from, length) = (offsets[seq], offsets[seq + 1] - offsets[seq]);
        return new Steps(ends.AsSpan(from, length), types.Slice(from, length), details is null ? default : details.Slice(from, length));
    }

    public ReadOnlySpan<int> EndsOf(int seq) => ends.AsSpan(offsets[seq], offsets[seq + 1] - offsets[seq]);

    /// <summary>The seq that has the relation at a place; the last one when the place is behind all.</summary>
    public int SeqAt(int place)
    {
        var at = offsets.AsSpan().BinarySearch(place);
        return Math.Min(at >= 0 ? at : ~at - 1, offsets.Length - 1);
    }

    /// <summary>Groups relations by one end.</summary>
    /// <param name="seqEnd">The first seq that is not used.</param>
    /// <param name="by">The ends to group by.</param>
    /// <param name="others">The other ends, beside them.</param>
    /// <param name="types">The types, beside them.</param>
    /// <param name="details">The numbers of details, beside them; null for none.</param>
    public static BaseSide Group(int seqEnd, ReadOnlySpan<int> by, ReadOnlySpan<int> others, ReadOnlySpan<ushort> types, ReadOnlySpan<int> details)
    {
        var offsets = new int[seqEnd + 1];
        foreach (var seq in by)
        {
            offsets[seq + 1]++;
        }

        for (var seq = 0; seq < seqEnd; seq++)
        {
            offsets[seq + 1] += offsets[seq];
        }

        // Filled from behind, so that each offset ends where its relations begin; then no second array of offsets is needed.
        var (ends, kinds, numbers) = (new int[by.Length], new SmallColumn(by.Length, Largest(types)), details.IsEmpty ? null : new int[by.Length]);
        var next = offsets.AsSpan(1);
        for (var i = by.Length - 1; i >= 0; i--)
        {
            var place = --next[by[i]];
            ends[place] = others[i];
            kinds.Put(place, types[i]);
            if (numbers is not null)
            {
                numbers[place] = details[i];
            }
        }

        // Now next[seq] is the beginning of seq: moved by one, with the end behind.
        offsets.AsSpan(1).CopyTo(offsets);
        offsets[seqEnd] = by.Length;
        return new BaseSide(offsets, ends, kinds, numbers is null ? null : SmallColumn.Of(numbers));
    }

    private static int Largest(ReadOnlySpan<ushort> numbers)
    {
        var largest = 0;
        foreach (var number in numbers)
        {
            largest = Math.Max(largest, number);
        }

        return largest;
    }
}
