using System.Collections.Frozen;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>What AGE 1.5 lets a user's query do, beyond what <see cref="CypherGuard"/> holds every query to.</summary>
internal static class AgeGuard
{
    // A function of AGE is any function age_NAME in the database, its internal ones included: so only those of the manual.
    private static readonly FrozenSet<string> s_functions = Words(
        "abs acos asin atan atan2 avg ceil coalesce collect cos cot count degrees e endNode exists exp floor head id isEmpty keys label labels last left length log log10 "
        + "lTrim max min nodes percentileCont percentileDisc pi properties radians rand range relationships replace reverse right round rTrim sign sin size split sqrt "
        + "startNode stDev stDevP substring sum tail tan timestamp toBoolean toBooleanList toFloat toFloatList toInteger toIntegerList toLower toString toStringList toUpper "
        + "trim type");

    private static readonly FrozenSet<string> s_beforeBrackets = Words(
        "ALL AND AS ASC BY CASE CONTAINS DESC DISTINCT ELSE IN LIMIT MATCH NOT OPTIONAL OR RETURN SKIP THEN UNION UNWIND WHEN WHERE WITH XOR");

    private static readonly FrozenSet<string> s_absent = Words("shortestPath allShortestPaths");

    /// <summary>The rules.</summary>
    public static CypherRules Rules { get; } = new() { TextBehindTextOperators = true, Check = Check };

    private static string? Check(IReadOnlyList<CypherToken> tokens)
    {
        if (AgeTokens.Fault(tokens) is { } token)
        {
            return token;
        }

        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsWord("CALL") && !IsName(tokens, i))
            {
                return "It holds CALL: there are no procedures and no subqueries to read with in Apache AGE.";
            }

            if (tokens[i].Kind == CypherTokenKind.Word && i + 1 < tokens.Count && tokens[i + 1].IsSymbol("(") && FunctionFault(tokens[i].Value) is { } fault)
            {
                return fault;
            }
        }

        return new ConditionPlaces(tokens).Fault();
    }

    /// <summary>Whether a word is the name of a property or of a key in a map, not a keyword.</summary>
    public static bool IsName(IReadOnlyList<CypherToken> tokens, int at) => at > 0 && (tokens[at - 1].IsSymbol(".")
        || (at + 1 < tokens.Count && tokens[at + 1].IsSymbol(":") && (tokens[at - 1].IsSymbol("{") || tokens[at - 1].IsSymbol(","))));

    private static string? FunctionFault(string word) => word switch
    {
        _ when s_functions.Contains(word) || s_beforeBrackets.Contains(word) => null,
        _ when s_absent.Contains(word) => $"Apache AGE has no {word}. Ask 3db's own graph (paths), FalkorDB or Neo4j.",
        _ => $"The function '{word}' is not one of those that may be used in Apache AGE{Nearest.Hint(word, s_functions.Items)}.",
    };

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
