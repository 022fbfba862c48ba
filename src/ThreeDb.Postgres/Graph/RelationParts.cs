using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>
/// The relations of a tenant in parts, for connections that take one after another: by pages of the table where a good share of it is the tenant's; else by sources,
/// which an index finds, so that the rows of others are not read. A wrong guess costs time only.
/// </summary>
internal static class RelationParts
{
    private const int Count = 8;

    // A row of somebody else read in passing costs a third or less of one of its own found by an index.
    private const int FewOf = 4;

    /// <summary>Splits the relations.</summary>
    /// <param name="pages">The pages of the table.</param>
    /// <param name="lastSeq">The largest seq of the tenant.</param>
    /// <param name="allEntities">How many entities all tenants have, about; below 0 where nobody has counted.</param>
    /// <returns>Conditions in SQL. Each relation meets exactly one.</returns>
    public static ConcurrentQueue<string> Of(long pages, long lastSeq, double allEntities)
    {
        var isOneOfMany = FewOf * (double)lastSeq < allEntities;
        var (column, step) = isOneOfMany ? ("src", lastSeq / Count) : ("ctid", pages / Count);
        var parts = new ConcurrentQueue<string>();
        parts.Enqueue($"{column} < {Bound(1)}");
        for (var part = 1; part < Count - 1; part++)
        {
            parts.Enqueue($"{column} >= {Bound(part)} and {column} < {Bound(part + 1)}");
        }

        parts.Enqueue($"{column} >= {Bound(Count - 1)}");
        return parts;

        string Bound(int part) => isOneOfMany ? $"{part * step}" : $"'({part * step},0)'";
    }
}
