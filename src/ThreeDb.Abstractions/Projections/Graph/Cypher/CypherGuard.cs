using System.Collections.Frozen;
using System.Text;

namespace ThreeDb.Projections.Graph;

/// <summary>Stands in front of queries that people write: lets through what reads, within limits, and nothing else.</summary>
/// <remarks>
/// It is the first of three doors. The engine is asked in its read-only mode, and what it holds is a copy. It reads tokens, not
/// grammar: a word that could begin a write is refused wherever it stands, except as the name of a property (<c>n.set</c>) or in backticks.
/// </remarks>
public static class CypherGuard
{
    /// <summary>The largest query, in UTF-8 bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    // NOT NOT NOT … and - - - … recurse in parsers as brackets do.
    private const int MaxPrefixes = 8;

    private static readonly FrozenSet<string> s_begin = Words("MATCH OPTIONAL WITH UNWIND RETURN CALL");

    private static readonly FrozenSet<string> s_refused = Words(
        "CREATE MERGE SET DELETE DETACH NODETACH REMOVE DROP LOAD FOREACH INSERT USE ALTER GRANT REVOKE DENY RENAME TERMINATE TRANSACTIONS CYPHER EXPLAIN PROFILE");

    /// <summary>Checks a query.</summary>
    /// <param name="cypher">The query.</param>
    /// <param name="rules">What the engine lets it do.</param>
    /// <exception cref="ThreeDbException"><c>TDB7009</c> with the reason.</exception>
    public static GuardedCypher Check(string cypher, CypherRules rules)
    {
        ArgumentNullException.ThrowIfNull(cypher);
        ArgumentNullException.ThrowIfNull(rules);
        if (cypher.Length > MaxBytes || Encoding.UTF8.GetByteCount(cypher) > MaxBytes)
        {
            throw Refused($"It is larger than {MaxBytes:N0} bytes. Pass large values as parameters.");
        }

        if (cypher.Contains('\0', StringComparison.Ordinal))
        {
            throw Faulty("It holds U+0000.");
        }

        var tokens = CypherTokenizer.All(cypher);
        if (tokens is [.., var last] && last.IsSymbol(";"))
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        CheckWords(tokens);
        if (tokens.Count == 0 || tokens[0].Kind != CypherTokenKind.Word || !s_begin.Contains(tokens[0].Value))
        {
            throw Faulty("It does not begin with MATCH, OPTIONAL MATCH, WITH, UNWIND, RETURN or CALL.");
        }

        CypherNesting.Check(tokens, rules, MaxPrefixes);
        CypherNames.Check(tokens, rules);
        if (rules.Check?.Invoke(tokens) is { } reason)
        {
            throw Refused(reason);
        }

        return Print(tokens);
    }

    /// <summary>It does what queries may not do.</summary>
    internal static ThreeDbException Refused(string reason) => new(ErrorCodes.QueryRefused, reason);

    /// <summary>It is no query that can be read: nothing is forbidden about what it does.</summary>
    internal static ThreeDbException Faulty(string reason) => new(ErrorCodes.QueryRefused, reason, "Correct the query where the message says.");

    private static void CheckWords(List<CypherToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.IsSymbol(";"))
            {
                throw Faulty("It holds several statements: ';' may only end it.");
            }

            if (token.Kind == CypherTokenKind.Word && s_refused.Contains(token.Value) && !(i > 0 && tokens[i - 1].IsSymbol(".")))
            {
                throw Refused($"It holds {token.Value.ToUpperInvariant()}; queries can only read. A name that reads so stands in backticks: `{token.Value}`.");
            }
        }
    }

    private static GuardedCypher Print(List<CypherToken> tokens)
    {
        var text = new StringBuilder();
        var parameters = new List<string>();
        foreach (var token in tokens)
        {
            if (token.SpaceBefore && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(token.Value);
            if (token.Kind == CypherTokenKind.Parameter && !parameters.Contains(token.Value[1..]))
            {
                parameters.Add(token.Value[1..]);
            }
        }

        return new GuardedCypher(text.ToString(), parameters) { TakesLimit = TakesLimit(tokens) };
    }

    private static bool TakesLimit(List<CypherToken> tokens)
    {
        var (depth, takes) = (0, false);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            depth += token.Kind != CypherTokenKind.Symbol ? 0 : token.Value is "(" or "[" or "{" ? 1 : token.Value is ")" or "]" or "}" ? -1 : 0;
            if (depth > 0 || token.Kind != CypherTokenKind.Word || (i > 0 && tokens[i - 1].IsSymbol(".")))
            {
                continue;
            }

            if (token.IsWord("UNION"))
            {
                return false;
            }

            takes = token.IsWord("RETURN") || (takes && !token.IsWord("LIMIT"));
        }

        return takes;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
