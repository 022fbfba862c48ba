namespace ThreeDb.Projections.Graph;

/// <summary>Which procedures and functions a query calls, and what stands behind operators on text.</summary>
internal static class CypherNames
{
    public static void Check(List<CypherToken> tokens, CypherRules rules)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var isName = i > 0 && tokens[i - 1].IsSymbol(".");
            if (tokens[i].IsWord("CALL") && !isName)
            {
                CheckCall(tokens, i + 1, rules);
            }
            else if (tokens[i].IsSymbol("(") && DottedName(tokens, i) is { } function && !rules.Functions.Any(pattern => Matches(pattern, function)) && !IsCalled(tokens, i))
            {
                throw CypherGuard.Refused($"The function '{function}' is not one of those that may be used{Named(rules.Functions)}.");
            }
            else if (rules.TextBehindTextOperators && !isName && Operand(tokens, i) is { } operand)
            {
                CheckOperand(tokens, operand);
            }
        }
    }

    private static void CheckCall(List<CypherToken> tokens, int at, CypherRules rules)
    {
        if (at < tokens.Count && (tokens[at].IsSymbol("{") || tokens[at].IsSymbol("(")))
        {
            return; // A subquery: its words are checked like all others.
        }

        var end = at;
        while (end < tokens.Count && (tokens[end].Kind == CypherTokenKind.Word ? end == at || tokens[end - 1].IsSymbol(".") : tokens[end].IsSymbol(".")))
        {
            end++;
        }

        var name = string.Concat(tokens[at..end].Select(token => token.Value));
        if (name.Length == 0 || (end < tokens.Count && tokens[end].Kind == CypherTokenKind.QuotedName))
        {
            throw CypherGuard.Faulty("Behind CALL comes the name of a procedure, without backticks.");
        }

        if (!rules.Procedures.Any(pattern => Matches(pattern, name)))
        {
            throw CypherGuard.Refused($"The procedure '{name}' is not one of those that may be called{Named(rules.Procedures)}.");
        }
    }

    /// <summary>The name with points that ends before a bracket, or null when it has none.</summary>
    private static string? DottedName(List<CypherToken> tokens, int bracket)
    {
        var start = bracket;
        while (start > 0 && (tokens[start - 1].IsSymbol(".") || ((tokens[start - 1].Kind is CypherTokenKind.Word or CypherTokenKind.QuotedName)
            && (start == bracket || tokens[start].IsSymbol(".")))))
        {
            start--;
        }

        var name = string.Concat(tokens[start..bracket].Select(token => token.Value));
        return name.Contains('.', StringComparison.Ordinal) || name.Contains('`', StringComparison.Ordinal) ? name : null;
    }

    private static bool IsCalled(List<CypherToken> tokens, int bracket)
    {
        var start = bracket - 1;
        while (start > 0 && (tokens[start].IsSymbol(".") || tokens[start - 1].IsSymbol(".")))
        {
            start--;
        }

        return start > 0 && tokens[start - 1].IsWord("CALL");
    }

    /// <summary>Where the operand of an operator on text begins, when there is one here.</summary>
    private static int? Operand(List<CypherToken> tokens, int at)
    {
        if (tokens[at].IsWord("CONTAINS"))
        {
            return at + 1;
        }

        return at > 0 && tokens[at].IsWord("WITH") && (tokens[at - 1].IsWord("STARTS") || tokens[at - 1].IsWord("ENDS")) ? at + 1 : null;
    }

    private static void CheckOperand(List<CypherToken> tokens, int at)
    {
        var isText = at < tokens.Count && tokens[at].Kind is CypherTokenKind.Text or CypherTokenKind.Parameter;
        if (!isText || (at + 1 < tokens.Count && tokens[at + 1] is { Kind: CypherTokenKind.Symbol, Value: "+" or "-" or "*" or "/" or "%" or "^" or "." or "[" or ":" }))
        {
            throw CypherGuard.Refused("Behind STARTS WITH, ENDS WITH and CONTAINS comes a text in quotes or a parameter, and nothing computed: this engine dies of other things.");
        }
    }

    /// <summary>Whether a name fits a pattern, in any case; <c>*</c> stands for one or more parts.</summary>
    internal static bool Matches(string pattern, string name)
    {
        return Fits(pattern.Split('.'), name.Split('.'));

        static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name)
        {
            if (pattern.IsEmpty || name.IsEmpty)
            {
                return pattern.IsEmpty && name.IsEmpty;
            }

            return pattern[0] == "*"
                ? Fits(pattern[1..], name[1..]) || Fits(pattern, name[1..])
                : pattern[0].Equals(name[0], StringComparison.OrdinalIgnoreCase) && Fits(pattern[1..], name[1..]);
        }
    }

    private static string Named(IReadOnlyList<string> patterns) => patterns.Count == 0 ? ": none may" : $": {string.Join(", ", patterns)}";
}
