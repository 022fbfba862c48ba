using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>What queries of users may do in FalkorDB.</summary>
internal static class FalkorDbGuard
{
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
    };
}
