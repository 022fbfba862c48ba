using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>The columns of a query: AGE wants them declared, so they are read from the query's first RETURN.</summary>
internal static class ReturnColumns
{
    /// <summary>The names: those behind AS, else the text of the expression.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7009</c>: there is no RETURN, or one of <c>*</c>.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<CypherToken> tokens)
    {
        var start = Find(tokens, 0, "RETURN");
        if (start < 0)
        {
            throw new ThreeDbException(ErrorCodes.QueryRefused, "It has no RETURN at its end: Apache AGE has to be told what the columns are.", "End it with RETURN and a name for each column, for example: RETURN n.title AS title.");
        }

        start += start + 1 < tokens.Count && tokens[start + 1].IsWord("DISTINCT") ? 2 : 1;
        var end = Find(tokens, start, "ORDER", "SKIP", "LIMIT", "UNION");
        var items = Split(tokens, start, end < 0 ? tokens.Count : end);
        return items.Exists(item => item is [var only] && only.IsSymbol("*"))
            ? throw new ThreeDbException(ErrorCodes.QueryRefused, "It returns *: Apache AGE has to be told what the columns are.", "Name each column, for example: RETURN n.title AS title.")
            : items.ConvertAll(Name);
    }

    private static string Name(List<CypherToken> item)
    {
        var alias = item.FindLastIndex(token => token.IsWord("AS"));
        var named = alias >= 0 && alias == item.Count - 2 ? item[(alias + 1)..] : item;
        var text = string.Concat(named.Select((token, i) => (i > 0 && token.SpaceBefore ? " " : "") + token.Value));
        return named is [{ Kind: CypherTokenKind.QuotedName }] ? text[1..^1] : text;
    }

    // In brackets a word may be the name of a key.
    private static int Find(IReadOnlyList<CypherToken> tokens, int start, params ReadOnlySpan<string> words)
    {
        var depth = 0;
        for (var i = start; i < tokens.Count; i++)
        {
            depth += Depth(tokens[i]);
            if (depth == 0 && tokens[i].Kind == CypherTokenKind.Word && !AgeGuard.IsName(tokens, i))
            {
                foreach (var word in words)
                {
                    if (tokens[i].IsWord(word))
                    {
                        return i;
                    }
                }
            }
        }

        return -1;
    }

    private static List<List<CypherToken>> Split(IReadOnlyList<CypherToken> tokens, int start, int end)
    {
        var items = new List<List<CypherToken>> { new() };
        var depth = 0;
        for (var i = start; i < end; i++)
        {
            depth += Depth(tokens[i]);
            if (depth == 0 && tokens[i].IsSymbol(","))
            {
                items.Add([]);
            }
            else
            {
                items[^1].Add(tokens[i]);
            }
        }

        return items;
    }

    private static int Depth(CypherToken token) => token.Kind != CypherTokenKind.Symbol ? 0 : token.Value switch
    {
        "(" or "[" or "{" => 1,
        ")" or "]" or "}" => -1,
        _ => 0,
    };
}
