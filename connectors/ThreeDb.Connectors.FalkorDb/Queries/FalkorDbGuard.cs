using System.Globalization;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>What queries of users may do in FalkorDB.</summary>
internal static class FalkorDbGuard
{
    private const int MaxElements = 2_000_000;

    /// <remarks>
    /// Seen on 4.16.3: each further level of brackets about doubles the time to read a query (10 nested calls: 27 ms, 16: 0.4 s; 15 lists: 0.6 s, 40 over
    /// 500 s), and its own timeout does not count while it reads.
    /// </remarks>
    public static CypherRules Rules { get; } = new()
    {
        Procedures =
        [
            "algo.*", "db.labels", "db.relationshipTypes", "db.propertyKeys", "db.indexes", "db.constraints", "db.meta.stats", "dbms.functions", "dbms.procedures",
        ],
        Functions = ["vec.*"],
        MaxNesting = 8,
        MaxListNesting = 6,
        Check = RangeFault,
    };

    // The engine makes the whole list of a range before it looks at deadline or memory: range(1, 1000000000) takes 21 GB. In a comprehension they multiply.
    private static string? RangeFault(IReadOnlyList<CypherToken> tokens)
    {
        var elements = 1m;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (!tokens[i].IsWord("range") || !tokens[i + 1].IsSymbol("("))
            {
                continue;
            }

            var largest = 1m;
            for (var at = i + 2; at < tokens.Count && !tokens[at].IsSymbol(")"); at++)
            {
                if (tokens[at].Kind == CypherTokenKind.Number && decimal.TryParse(tokens[at].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    largest = Math.Max(largest, number);
                }
                else if (!tokens[at].IsSymbol(",") && !tokens[at].IsSymbol("-"))
                {
                    return "It uses range() with other bounds than whole numbers written out. FalkorDB makes the whole list at once.";
                }
            }

            elements = Math.Min(elements * 2 * largest, MaxElements * 10m);
        }

        return elements > MaxElements ? $"Its range() have more than {MaxElements / 2:N0} elements together. FalkorDB makes the whole list at once." : null;
    }
}
