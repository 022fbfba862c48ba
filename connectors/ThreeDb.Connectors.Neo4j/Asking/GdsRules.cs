using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>What people's queries may call in Neo4j.</summary>
/// <remarks>
/// <para>Algorithms of the Graph Data Science library in the modes that write nothing: stream, stats, estimate. They work on named graphs in the server's memory, which <c>gds.graph.project</c>
/// makes and <c>gds.graph.drop</c> forgets. The catalogue of those is one for the database, so that a name begins with the projection's: <c>'tenant/name/…'</c>, in quotes, in every call.</para>
/// <para>Left out: <c>mutate</c> and <c>write</c>; <c>gds.graph.project.cypher</c>, which runs a query that the guard has not read; <c>gds.graph.list</c> without a name, and whatever else tells of others;
/// APOC; <c>db.propertyKeys</c>, which names what others once had.</para>
/// </remarks>
internal static class GdsRules
{
    private static readonly string[] s_onGraphs = ["gds.*.stream", "gds.*.stats", "gds.*.estimate", "gds.graph.project", "gds.graph.drop", "gds.graph.list", "gds.graph.exists"];

    /// <summary>The rules for queries to a projection.</summary>
    /// <param name="owner">Its <c>tenant/name</c>.</param>
    public static CypherRules For(string owner) => new()
    {
        Procedures =
        [
            .. s_onGraphs, "db.labels", "db.relationshipTypes", "db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships", "db.index.vector.queryNodes",
        ],
        Functions = ["gds.util.*", "gds.similarity.*", "date.*", "datetime.*", "localdatetime.*", "time.*", "localtime.*", "duration.*", "point.*", "vector.*"],
        Check = tokens => Fault(tokens, owner),
    };

    private static string? Fault(IReadOnlyList<CypherToken> tokens, string owner)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!tokens[i].IsWord("CALL") || !tokens[i + 1].IsWord("gds"))
            {
                continue;
            }

            var bracket = i + 1;
            while (bracket < tokens.Count && !tokens[bracket].IsSymbol("("))
            {
                bracket++;
            }

            var isEstimate = bracket < tokens.Count && tokens[bracket - 1].IsWord("estimate");
            if (bracket + 2 >= tokens.Count || !IsOwn(tokens[bracket + 1], owner) || !(tokens[bracket + 2].IsSymbol(",") || tokens[bracket + 2].IsSymbol(")")))
            {
                return $"The first argument of a procedure of GDS{(isEstimate ? ", estimates as well," : "")} is the name of a graph in quotes that begins with '{owner}/', such as '{owner}/mine'.";
            }
        }

        return null;
    }

    // No escapes: '\u0027' and the like would let the name end elsewhere than it seems.
    private static bool IsOwn(CypherToken token, string owner) =>
        token.Kind == CypherTokenKind.Text && token.Value.Length > owner.Length + 3 && !token.Value.Contains('\\', StringComparison.Ordinal)
        && token.Value.AsSpan(1).StartsWith(owner, StringComparison.Ordinal) && token.Value[owner.Length + 1] == '/';
}
