using System.Collections.Frozen;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Where AGE 1.5 cuts or takes a query's text otherwise than openCypher does.</summary>
internal static class AgeTokens
{
    // Operators of PostgreSQL that AGE lets through (?, ?|, ||, ->>) and casts (::) give values that are no agtypes: it reads them as pointers.
    private static readonly FrozenSet<string> s_operators = FrozenSet.Create(
        "<", ">", "=", "+", "-", "*", "/", "%", "^", "|", "<=", ">=", "<>", "=~", "->", "<-", "--", "-->", "<--", "<-->");

    /// <summary>The reason of a refusal, or null.</summary>
    public static string? Fault(IReadOnlyList<CypherToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == CypherTokenKind.QuotedName && token.Value[1..^1].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                // `SET` in backticks is the keyword SET for it.
                return $"It holds {token.Value}: Apache AGE does not heed backticks around a plain word. Leave them out, and choose names that are no keywords.";
            }

            if (token.IsSymbol(":") && i + 1 < tokens.Count && tokens[i + 1].IsSymbol(":"))
            {
                return "It holds a cast (::), of which Apache AGE can die. Use toInteger(), toFloat(), toString() or toBoolean().";
            }

            if (!IsOperator(token) || (i > 0 && IsOperator(tokens[i - 1]) && !token.SpaceBefore))
            {
                continue;
            }

            var end = i + 1;
            while (end < tokens.Count && IsOperator(tokens[end]) && !tokens[end].SpaceBefore)
            {
                end++;
            }

            var run = string.Concat(tokens.Skip(i).Take(end - i).Select(part => part.Value));
            if (!s_operators.Contains(run))
            {
                return $"It holds the operator {run}, which is not one of openCypher's. Put a blank between an operator and a sign.";
            }
        }

        return null;
    }

    private static bool IsOperator(CypherToken token) => token.Kind == CypherTokenKind.Symbol && token.Value is not ("(" or ")" or "[" or "]" or "{" or "}" or "," or "." or ".." or ":" or ";");
}
