using System.Buffers;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Finds which elements two arrays have in common. Its effort over all arrays of a comparison is bounded.</summary>
internal sealed class ArrayMatcher
{
    // One comparison fills at most so many cells of tables; a cell takes about a nanosecond.
    private const int MaxCellsPerArray = 1_000_000;
    private long _cells = 4_000_000;

    /// <summary>The steps that lead from one array to the other.</summary>
    public List<Step> Match(JsonElement[] old, JsonElement[] wanted)
    {
        var prefix = 0;
        var shorter = Math.Min(old.Length, wanted.Length);
        while (prefix < shorter && JsonDiff.AreEqual(old[prefix], wanted[prefix]))
        {
            prefix++;
        }

        // When only one element is left on both sides, it is known to differ: comparing it again would cost, and most changes are such.
        var isOneLeft = old.Length == wanted.Length && prefix == old.Length - 1;
        var suffix = 0;
        while (!isOneLeft && suffix < shorter - prefix && JsonDiff.AreEqual(old[^(suffix + 1)], wanted[^(suffix + 1)]))
        {
            suffix++;
        }

        var oldRest = new Range(prefix, old.Length - prefix - suffix);
        var newRest = new Range(prefix, wanted.Length - prefix - suffix);
        var cells = (oldRest.Length + 1L) * (newRest.Length + 1L);
        if (oldRest.Length == 0 || newRest.Length == 0 || (oldRest.Length == 1 && newRest.Length == 1) || cells > Math.Min(_cells, MaxCellsPerArray))
        {
            return [new Step(prefix, oldRest, newRest)];
        }

        _cells -= cells;
        var ids = new ValueIds();
        return CommonSubsequence(
            ids.Of(old.AsSpan(oldRest.Start, oldRest.Length)), ids.Of(wanted.AsSpan(newRest.Start, newRest.Length)), prefix);
    }

    private static List<Step> CommonSubsequence(ReadOnlySpan<int> old, ReadOnlySpan<int> wanted, int offset)
    {
        var size = (old.Length + 1) * (wanted.Length + 1);
        var lengths = ArrayPool<int>.Shared.Rent(size);
        Fill(lengths.AsSpan(0, size), old, wanted);
        var steps = Walk(lengths, old, wanted, offset);
        ArrayPool<int>.Shared.Return(lengths);
        return steps;
    }

    /// <summary>Writes into cell (i, j) how long the longest common subsequence of the two arrays from i and from j on is.</summary>
    private static void Fill(Span<int> lengths, ReadOnlySpan<int> old, ReadOnlySpan<int> wanted)
    {
        var width = wanted.Length + 1;
        lengths.Clear();
        for (var i = old.Length - 1; i >= 0; i--)
        {
            var row = lengths.Slice(i * width, width);
            var below = lengths.Slice((i + 1) * width, width);
            for (var j = wanted.Length - 1; j >= 0; j--)
            {
                row[j] = old[i] == wanted[j] ? below[j + 1] + 1 : Math.Max(below[j], row[j + 1]);
            }
        }
    }

    private static List<Step> Walk(ReadOnlySpan<int> lengths, ReadOnlySpan<int> old, ReadOnlySpan<int> wanted, int offset)
    {
        var width = wanted.Length + 1;
        var steps = new List<Step>();
        int i = 0, j = 0, same = offset;
        while (i < old.Length || j < wanted.Length)
        {
            int startOfOld = i, startOfNew = j;
            while (i < old.Length ? j == wanted.Length || old[i] != wanted[j] : j < wanted.Length)
            {
                if (j == wanted.Length || (i < old.Length && lengths[((i + 1) * width) + j] >= lengths[(i * width) + j + 1]))
                {
                    i++;
                }
                else
                {
                    j++;
                }
            }

            steps.Add(new Step(same, new Range(offset + startOfOld, i - startOfOld), new Range(offset + startOfNew, j - startOfNew)));
            same = old[i..].CommonPrefixLength(wanted[j..]);
            i += same;
            j += same;
        }

        return steps;
    }

    /// <summary>Some elements of an array.</summary>
    internal readonly record struct Range(int Start, int Length);

    /// <summary>Elements that stay, then elements in place of others.</summary>
    /// <param name="Same">How many stay.</param>
    /// <param name="Old">What is left out or changed.</param>
    /// <param name="New">What comes in its place.</param>
    internal readonly record struct Step(int Same, Range Old, Range New);
}
