using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace ThreeDb.Connectors.Age;

/// <summary>Names that AGE and PostgreSQL take: a letter, then ASCII letters, digits and <c>_</c>, at most 63 bytes.</summary>
/// <remarks>A name that had to be changed ends with a part of its hash, so that two names never become one.</remarks>
internal static class AgeNames
{
    /// <summary>The label of nodes of which only seq and id are known.</summary>
    public const string Stub = "Stub";

    private const int HashLength = 8;

    // PostgreSQL adds "_id_seq" to the name of a label for its sequence, and keeps tables, sequences and indexes in one set of names.
    private const int LongestLabel = 48;

    // AGE takes them for keywords even in backticks.
    private static readonly FrozenSet<string> s_keywords = (
        "ALL ALLSHORTESTPATHS ANALYZE AND ANY AS ASC ASCENDING BY CALL CASE COALESCE CONTAINS COUNT CREATE DELETE DESC DESCENDING DETACH DISTINCT ELSE END ENDS EXISTS EXPLAIN FALSE "
        + "IN IS LIMIT MATCH MERGE NONE NOT NULL ON OPERATOR OPTIONAL OR ORDER REMOVE RETURN SET SHORTESTPATH SINGLE SKIP STARTS THEN TRUE UNION UNWIND VERBOSE WHEN WHERE WITH XOR YIELD")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_reservedEndings = ["_seq", "_idx", "_pkey"];

    /// <summary>The graph of a projection; the same name, and only it, for the same tenant and projection.</summary>
    public static string Graph(string tenant, string projection) =>
        $"g_{Plain(tenant, 20)}_{Plain(projection, 20)}_{Hash(tenant + "\0" + projection)}";

    /// <summary>The role that reads a graph. Roles belong to the whole instance, graphs to a database: so its name has the database in it.</summary>
    public static string Reader(string graph, string database) => $"threedb_age_{Hash(graph + "\0" + database + "\0reader")}{Hash(database + "\0" + graph)}";

    /// <summary>The label for an entity type or a relation type.</summary>
    /// <param name="name">The type: 1 to 100 ASCII letters, digits and <c>_ - . :</c>.</param>
    /// <param name="taken">Labels of the graph: entity types and relation types share one set of names in AGE.</param>
    public static string Label(string name, Func<string, bool> taken)
    {
        var label = IsPlain(name) ? name : $"{Plain(name, LongestLabel - HashLength - 1)}_{Hash(name)}";
        return taken(label) ? $"{Plain(name, LongestLabel - HashLength - 1)}_{Hash(name + "\0second")}" : label;
    }

    private static bool IsPlain(string name) =>
        name.Length <= LongestLabel && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && name != Stub && !s_keywords.Contains(name) && !Array.Exists(s_reservedEndings, ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static string Plain(string name, int length)
    {
        var text = new StringBuilder(length + 1);
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
        {
            text.Append('x');
        }

        foreach (var c in name.AsSpan(0, Math.Min(name.Length, length - text.Length)))
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.ToString();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashLength / 2));
}
