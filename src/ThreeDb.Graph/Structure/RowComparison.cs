using ThreeDb.Changes;

namespace ThreeDb.Graphs;

/// <summary>Compares the relations of an entity in two versions of a graph, in one direction, whatever their order.</summary>
internal sealed class RowComparison(GraphView left, GraphView right, bool isOut, WalkPulse pulse)
{
    private const int TypeShift = 32;
    private const int EndShift = 64;

    private readonly int[] _types = Translated(left.Names.RelationTypes, right.Names.RelationTypes);
    private readonly int[] _details = Translated(left.Names.Details, right.Names.Details);
    private UInt128[] _lefts = [];
    private UInt128[] _rights = [];

    /// <summary>The relations that differ, each once.</summary>
    public IReadOnlyCollection<RowKey> Differing(int seq)
    {
        var l = Steps(left, seq);
        var r = Steps(right, seq);
        if (l.Count == 0 && r.Count == 0)
        {
            return [];
        }

        var lefts = Sorted(ref _lefts, l, null, null);
        var rights = Sorted(ref _rights, r, _types, _details);
        return lefts.SequenceEqual(rights) ? [] : Unmatched(seq, lefts, rights);
    }

    private HashSet<RowKey> Unmatched(int seq, ReadOnlySpan<UInt128> lefts, ReadOnlySpan<UInt128> rights)
    {
        var keys = new HashSet<RowKey>();
        var (l, r) = (0, 0);
        while (l < lefts.Length || r < rights.Length)
        {
            pulse.Add(0);
            if (l < lefts.Length && r < rights.Length && lefts[l] == rights[r])
            {
                (l, r) = (l + 1, r + 1);
            }
            else if (r == rights.Length || (l < lefts.Length && lefts[l] < rights[r]))
            {
                keys.Add(Key(seq, lefts[l++]));
            }
            else
            {
                keys.Add(Key(seq, rights[r++]));
            }
        }

        return keys;
    }

    private RowKey Key(int seq, UInt128 packed)
    {
        var (end, type, detail) = ((int)(uint)(packed >> EndShift), (int)(uint)(packed >> TypeShift), (int)(uint)packed);
        return new RowKey(
            isOut ? seq : end,
            isOut ? end : seq,
            type >= 0 ? left.Names.RelationTypes[type] : right.Names.RelationTypes[~type],
            detail >= 0 ? left.Names.Details[detail].Key : right.Names.Details[~detail].Key);
    }

    private Steps Steps(GraphView view, int seq) => seq >= view.SeqEnd ? default : isOut ? view.Out(seq) : view.In(seq);

    private ReadOnlySpan<UInt128> Sorted(ref UInt128[] room, Steps steps, int[]? types, int[]? details)
    {
        if (room.Length < steps.Count)
        {
            room = GC.AllocateUninitializedArray<UInt128>(Math.Max(steps.Count, 2 * room.Length));
        }

        pulse.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            pulse.At(i);
            var (type, detail) = (types is null ? steps.Types[i] : types[steps.Types[i]], details is null ? steps.DetailOf(i) : details[steps.DetailOf(i)]);
            room[i] = ((UInt128)(uint)steps.Ends[i] << EndShift) | ((UInt128)(uint)type << TypeShift) | (uint)detail;
        }

        var packed = room.AsSpan(0, steps.Count);
        pulse.Sort(packed, Comparer<UInt128>.Default);
        return packed;
    }

    // The left number of each right one; the complement of the right one where the left does not have it.
    private static int[] Translated(NameTable left, NameTable right)
    {
        var numbers = new int[right.Count];
        for (var i = 1; i < numbers.Length; i++)
        {
            numbers[i] = left.Find(right[i]) is var known and not 0 ? known : ~i;
        }

        return numbers;
    }

    private static int[] Translated(RelationDetails left, RelationDetails right)
    {
        var known = new Dictionary<RelationDetail, int>();
        for (var i = 0; i < left.Count; i++)
        {
            known[left[i]] = i;
        }

        var numbers = new int[right.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = known.TryGetValue(right[i], out var number) ? number : ~i;
        }

        return numbers;
    }
}
