using System.Numerics;
using ThreeDb.Structures;

namespace ThreeDb.Graphs;

/// <summary>What has to be allowed for a graph that is not loaded, from counts of its rows.</summary>
public static class GraphNeed
{
    private const int BytesPerDetail = 32;
    private const int BytesPerKnownDetail = 52;
    private const int BytesPerKey = 24;

    // As a dictionary of the BCL grows: to the next prime that is twice as large.
    private static readonly int[] Capacities =
    [
        3, 7, 17, 37, 89, 197, 431, 919, 1_931, 4_049, 8_419, 17_519, 36_353, 75_431, 156_437, 324_449, 672_827, 1_395_263, 2_893_249, 5_999_471, 11_998_949, 23_997_907, 47_995_853,
        95_991_737, 191_983_481, 383_966_977, 767_933_981, 1_535_867_969,
    ];

    /// <summary>How much memory a graph takes once it is packed, at most: columns that can be coded in a byte are counted as they are while it is loaded.</summary>
    /// <returns>Bytes.</returns>
    public static long BytesOf(GraphSize size) => RowBytes(size) + DetailBytes(size);

    /// <summary>The same without the details that relations share. It only grows with the rows: of those that are known so far, it is a bound from below for all.</summary>
    /// <returns>Bytes.</returns>
    internal static long RowBytes(GraphSize size)
    {
        var perRelation = sizeof(int) + WidthOf(size.RelationTypes) + (size.Details > 0 ? WidthOf(size.Details) : 0);
        var perSide = (sizeof(int) * (size.SeqEnd + 1)) + (perRelation * size.Relations);
        var perSeq = sizeof(ushort) + (size.HasProjects ? sizeof(int) : 0) + sizeof(int);
        return (2 * perSide) + (perSeq * size.SeqEnd) + sizeof(int) + size.IdBytes + (sizeof(int) * Pow2(Math.Max(4, size.Entities + (size.Entities / 2))));
    }

    // Number 0, of relations without any, takes a place as well.
    private static long DetailBytes(GraphSize size) =>
        (BytesPerDetail * Pow2(size.Details + 1)) + (BytesPerKnownDetail * CapacityFor(size.Details)) + (BytesPerKey * size.Keys) + (sizeof(char) * size.KeyLength);

    private static long CapacityFor(long count) => count == 0 ? 0 : Array.Find(Capacities, capacity => capacity >= count) is var found and not 0 ? found : count;

    private static long Pow2(long least) => (long)BitOperations.RoundUpToPowerOf2((ulong)least);

    private static int WidthOf(long largest) => SmallColumn.WidthOf((int)Math.Min(largest, int.MaxValue));
}
