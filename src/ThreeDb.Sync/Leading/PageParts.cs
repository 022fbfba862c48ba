using System.Runtime.InteropServices;
using System.Text.Json;
using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Cuts the rows of a page where they are large, so that what was written before a large row is not held up by it.</summary>
internal static class PageParts
{
    /// <summary>A part ends before the row with which its data would be larger than this. A page of ordinary rows has a few parts.</summary>
    public const long MaxBytes = 2_000_000;

    /// <summary>The parts in the order of the log, each with the point that is passed once it and those before it are applied.</summary>
    /// <param name="rows">The current rows of the page's keys; rows of other keys go with the first part.</param>
    /// <param name="page">The page.</param>
    public static IReadOnlyList<PagePart> Of(SourceRows rows, ChangePage page)
    {
        if (rows.Entities.Sum(row => Size(row.Data)) + rows.Relations.Sum(row => Size(row.Data)) <= MaxBytes)
        {
            return [new PagePart(rows, page.Next)];
        }

        var places = new Dictionary<RowKey, int>();
        foreach (var (place, change) in page.Changes.Index())
        {
            places.TryAdd(change.Key, place);
        }

        var ordered = rows.Entities.Select(row => new Placed(Place(RowKey.Entity(row.Seq)), Size(row.Data), row, null))
            .Concat(rows.Relations.Select(row => new Placed(Place(row.RowKey), Size(row.Data), null, row))).OrderBy(row => row.Place);
        var parts = new List<PagePart>();
        var (part, size) = (new List<Placed>(), 0L);
        foreach (var row in ordered)
        {
            if (size + row.Size > MaxBytes && part.Count > 0 && row.Place > 0)
            {
                // Every change before this one has its key in a part so far.
                parts.Add(Part(part, page.Changes[row.Place - 1].Point));
                (part, size) = ([], 0);
            }

            part.Add(row);
            size += row.Size;
        }

        parts.Add(Part(part, page.Next));
        return parts;

        int Place(RowKey key) => places.TryGetValue(key, out var place) ? place : -1;
    }

    private static PagePart Part(List<Placed> rows, LogPoint passed) =>
        new(new SourceRows([.. rows.Select(row => row.Entity).OfType<SourceEntity>()], [.. rows.Select(row => row.Relation).OfType<SourceRelation>()]), passed);

    private static long Size(JsonElement? data) => data is { } json ? JsonMarshal.GetRawUtf8Value(json).Length : 0;

    private readonly record struct Placed(int Place, long Size, SourceEntity? Entity, SourceRelation? Relation);
}

/// <summary>A part of a page.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Passed">How far the log is passed with it.</param>
internal sealed record PagePart(SourceRows Rows, LogPoint Passed);
