using System.Collections.Frozen;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Where a query holds conditions: AGE 1.5 takes them for values of its own, and dies of it.</summary>
/// <remarks>
/// <para>The fault: AND, OR, XOR, NOT, IN, IS NULL, chains such as <c>1 &lt; x &lt; 3</c>, exists() and isEmpty() give a boolean of PostgreSQL, not an agtype.
/// <c>(a OR b) STARTS WITH 'x'</c>, <c>1 IN (a OR b)</c>, <c>(a OR b)[0]</c> and <c>list[a OR b]</c> read it as a pointer, and the instance restarts; so does the
/// same by a name: <c>WITH a OR b AS c RETURN c STARTS WITH 'x'</c>.</para>
/// <para>So conditions stand only where a condition is wanted: behind WHERE and WHEN, in ORDER BY, as a value of RETURN (which nothing follows),
/// in maps, and in brackets that again stand in such a place.</para>
/// </remarks>
internal sealed class ConditionPlaces(IReadOnlyList<CypherToken> tokens)
{
    private static readonly FrozenSet<string> s_operators = Words("AND OR XOR NOT IN IS");
    private static readonly FrozenSet<string> s_sections = Words("MATCH WITH RETURN UNWIND WHERE ORDER SKIP LIMIT UNION");
    private static readonly FrozenSet<string> s_before = Words("WHERE WHEN AND OR XOR NOT RETURN DISTINCT BY");
    private static readonly FrozenSet<string> s_after = Words("AND OR XOR THEN AS ASC ASCENDING DESC DESCENDING MATCH OPTIONAL WITH RETURN UNWIND ORDER SKIP LIMIT UNION");
    private static readonly FrozenSet<string> s_separators = Words("AND OR XOR NOT WHEN THEN ELSE AS BY MATCH WITH RETURN UNWIND WHERE SKIP LIMIT UNION");
    private readonly Stack<Frame> _frames = [];
    private string _section = "";
    private int _comparisons;

    /// <summary>The reason why it is refused, or null.</summary>
    public string? Fault()
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if ((tokens[i].Kind is CypherTokenKind.Word or CypherTokenKind.Symbol) && !IsName(i) && Step(i) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? Step(int i)
    {
        var token = tokens[i];
        if (token.Kind == CypherTokenKind.Word)
        {
            return Word(i, token.Value.ToUpperInvariant());
        }

        switch (token.Value)
        {
            case "(" or "[" or "{":
                _frames.Push(new Frame(token.Value[0], i, _comparisons));
                _comparisons = 0;
                return null;
            case ")" or "]" or "}":
                return Close(i);
            case ",":
                _comparisons = 0;
                return null;
            case "<" or ">" when IsArrow(i):
                return (_frames.Count == 0 && _section == "MATCH") || IsInExists() ? null : Condition("a pattern");
            case "<" or ">" or "=" when !(tokens[i - 1].Kind == CypherTokenKind.Symbol && tokens[i - 1].Value is "<" or ">"):
                return ++_comparisons > 1 ? Condition("a chain of comparisons") : null;
            default:
                return null;
        }
    }

    private string? Word(int i, string word)
    {
        if (s_separators.Contains(word))
        {
            _comparisons = 0;
        }

        if (_frames.Count == 0 && s_sections.Contains(word) && !IsOfTextOperator(i))
        {
            _section = word;
        }

        switch (word)
        {
            case "CASE":
                _frames.Push(new Frame('C', i, _comparisons));
                return null;
            case "WHEN" or "THEN" or "ELSE" when _frames.TryPeek(out var frame) && frame.Kind == 'C':
                frame.InWhen = word == "WHEN";
                return null;
            case "END" when _frames.TryPeek(out var frame) && frame.Kind == 'C':
                _comparisons = _frames.Pop().Comparisons;
                return null;
            case "IS" when Next(Next(i + 1) is { } not && not.IsWord("NOT") ? i + 3 : i + 2) is { } next && IsOperandOf(next):
                return $"Behind IS NULL stands {next.Value}. {Remedy}";
        }

        // NOT of IS NOT NULL belongs to IS.
        if (s_operators.Contains(word) && !(word == "NOT" && i > 0 && tokens[i - 1].IsWord("IS")))
        {
            return Condition(word);
        }

        return word is "EXISTS" or "ISEMPTY" && Next(i + 1) is { } bracket && bracket.IsSymbol("(") ? Condition($"{word.ToLowerInvariant()}()") : null;
    }

    /// <summary>A condition stands directly in the innermost bracket, or in the clause.</summary>
    private string? Condition(string what)
    {
        if (!_frames.TryPeek(out var frame))
        {
            return _section is "WHERE" or "RETURN" or "ORDER" ? null : $"{what} stands in {_section}. {Remedy}";
        }

        switch (frame.Kind)
        {
            case 'C':
                return frame.InWhen ? null : $"{what} stands in CASE outside of WHEN. {Remedy}";
            case '{':
                return null;
            case '[':
                return $"{what} stands in square brackets. {Remedy}";
            default:
                if (frame.Start > 0 && tokens[frame.Start - 1].Kind is CypherTokenKind.Word && !s_before.Contains(tokens[frame.Start - 1].Value))
                {
                    return $"{what} stands in the brackets of {tokens[frame.Start - 1].Value}. {Remedy}";
                }

                frame.IsCondition = true;
                return null;
        }
    }

    private string? Close(int i)
    {
        if (!_frames.TryPop(out var frame))
        {
            return null; // CypherGuard has looked at brackets already.
        }

        _comparisons = frame.Comparisons;
        var isCall = frame.Kind == '(' && frame.Start > 0 && (tokens[frame.Start - 1].IsWord("exists") || tokens[frame.Start - 1].IsWord("isEmpty"));
        if (!frame.IsCondition && !isCall)
        {
            return null;
        }

        var before = isCall ? frame.Start - 2 : frame.Start - 1;
        var fits = (before < 0 || IsBefore(tokens[before])) && (i + 1 >= tokens.Count || IsAfter(tokens[i + 1]));
        return fits ? Condition("a condition") : $"A condition in brackets is a value there. {Remedy}";
    }

    private bool IsBefore(CypherToken token) =>
        token.Kind == CypherTokenKind.Symbol ? token.Value is "(" or "{" or ":" || (token.Value == "," && _frames.Count == 0) : s_before.Contains(token.Value);

    private static bool IsAfter(CypherToken token) =>
        token.Kind == CypherTokenKind.Symbol ? token.Value is ")" or "}" or "," : token.Kind == CypherTokenKind.Word && s_after.Contains(token.Value);

    private static bool IsOperandOf(CypherToken token) =>
        token.IsSymbol("[") || token.IsSymbol(".") || token.IsWord("STARTS") || token.IsWord("ENDS") || token.IsWord("CONTAINS") || token.IsWord("IN") || token.IsWord("IS");

    // Behind ':' stands a label or a type, in a map a value.
    private bool IsName(int i) => AgeGuard.IsName(tokens, i) || (i > 0 && tokens[i - 1].IsSymbol(":") && !(_frames.TryPeek(out var frame) && frame.Kind == '{'));

    private bool IsInExists() => _frames.TryPeek(out var frame) && frame.Start > 0 && tokens[frame.Start - 1].IsWord("exists");

    private CypherToken? Next(int at) => at < tokens.Count ? tokens[at] : null;

    private bool IsOfTextOperator(int i) => i > 0 && (tokens[i - 1].IsWord("STARTS") || tokens[i - 1].IsWord("ENDS"));

    // -> and <- of patterns.
    private bool IsArrow(int i) => tokens[i].Value switch
    {
        ">" => i > 0 && tokens[i - 1].IsSymbol("-"),
        "<" => i + 2 < tokens.Count && tokens[i + 1].IsSymbol("-") && (tokens[i + 2].IsSymbol("-") || tokens[i + 2].IsSymbol("[")),
        _ => false,
    };

    private const string Remedy = "Apache AGE dies of conditions used as values; write CASE WHEN … THEN true ELSE false END.";

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private sealed class Frame(char kind, int start, int comparisons)
    {
        public char Kind => kind;

        public int Start => start;

        public int Comparisons => comparisons;

        public bool InWhen { get; set; }

        public bool IsCondition { get; set; }
    }
}
