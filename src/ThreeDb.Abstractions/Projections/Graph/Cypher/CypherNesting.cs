namespace ThreeDb.Projections.Graph;

/// <summary>How deep a query is nested: parsers recurse, and some take twice as long with every level.</summary>
internal static class CypherNesting
{
    public static void Check(List<CypherToken> tokens, CypherRules rules, int maxPrefixes)
    {
        var open = new Stack<char>();
        var (lists, prefixes) = (0, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            prefixes = token.IsWord("NOT") || token.IsSymbol("-") || token.IsSymbol("+") ? prefixes + 1 : 0;
            if (prefixes > maxPrefixes)
            {
                throw CypherGuard.Refused($"It holds more than {maxPrefixes} of NOT, + and - in a row.");
            }

            var bracket = Bracket(tokens, i);
            switch (bracket)
            {
                case '(' or '[' or '{' or 'C':
                    open.Push(bracket);
                    lists += bracket == '[' ? 1 : 0;
                    break;
                case 'E':
                    // END without CASE is a name.
                    if (open.TryPeek(out var top) && top == 'C')
                    {
                        open.Pop();
                    }

                    break;
                case ')' or ']' or '}':
                    Close(open, bracket);
                    lists -= bracket == ']' ? 1 : 0;
                    break;
                default:
                    continue;
            }

            if (open.Count > rules.MaxNesting || lists > rules.MaxListNesting)
            {
                throw CypherGuard.Refused(lists > rules.MaxListNesting
                    ? $"It nests square brackets deeper than {rules.MaxListNesting}. Pass nested lists as parameters."
                    : $"It is nested deeper than {rules.MaxNesting}.");
            }
        }

        if (open.Count > 0)
        {
            throw CypherGuard.Faulty($"'{(open.Peek() == 'C' ? "CASE" : open.Peek().ToString())}' is not closed.");
        }
    }

    private static void Close(Stack<char> open, char bracket)
    {
        var wanted = bracket switch { ')' => '(', ']' => '[', _ => '{' };
        if (!open.TryPop(out var found) || found != wanted)
        {
            throw CypherGuard.Faulty($"'{bracket}' closes nothing.");
        }
    }

    private static char Bracket(List<CypherToken> tokens, int i) => tokens[i] switch
    {
        { Kind: CypherTokenKind.Symbol, Value: [var symbol] } => symbol,
        { Kind: CypherTokenKind.Word } token when i == 0 || !tokens[i - 1].IsSymbol(".") => token.IsWord("CASE") ? 'C' : token.IsWord("END") ? 'E' : ' ',
        _ => ' ',
    };
}
