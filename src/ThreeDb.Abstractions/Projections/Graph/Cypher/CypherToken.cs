namespace ThreeDb.Projections.Graph;

/// <summary>What a piece of a query is.</summary>
public enum CypherTokenKind
{
    /// <summary>A keyword or a name: ASCII letters, digits and <c>_</c>.</summary>
    Word,

    /// <summary>A name in backticks.</summary>
    QuotedName,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A parameter: <c>$name</c>.</summary>
    Parameter,

    /// <summary>An operator or a bracket; <c>..</c> is one, every other one has a single character.</summary>
    Symbol,
}

/// <summary>A piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">It, as it was written.</param>
/// <param name="SpaceBefore">Whether blanks or a comment stood before it.</param>
public readonly record struct CypherToken(CypherTokenKind Kind, string Value, bool SpaceBefore)
{
    /// <summary>Whether it is this keyword, in any case.</summary>
    public bool IsWord(string word) => Kind == CypherTokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this symbol.</summary>
    public bool IsSymbol(string symbol) => Kind == CypherTokenKind.Symbol && Value == symbol;
}
