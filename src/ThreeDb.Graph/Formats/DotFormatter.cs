namespace ThreeDb.Graphs;

/// <summary>The DOT language of Graphviz (graphviz.org/doc/info/lang.html).</summary>
/// <remarks>
/// Line ends outside labels become their pictures (U+240A, U+240D): Graphviz loses one at the beginning of an id. Labels are cut at 200 characters: Graphviz refuses to draw what is wider than 65,535 points. Scores, keys and weights have names of their own (score_…, relation_…): Graphviz merges edges of one key, and takes weight, rank or color for instructions.
/// </remarks>
internal sealed class DotFormatter : GraphFormatter
{
    private const int CharsPerPiece = 2_000;
    private const int CharsPerLabel = 200;

    private readonly List<string> _scoreNames = [];

    public override void Begin(IReadOnlyList<string> scoreNames)
    {
        _scoreNames.AddRange(scoreNames.Select(name => $"score_{name}"));
        Written.Append("digraph {\n");
    }

    public override void Add(GraphFileNode node)
    {
        Written.Append(' ');
        Quote(node.Id);
        Written.Append(" [label=");
        QuoteLabel(node.Title ?? node.Id);
        if (node.Type is not null)
        {
            Add("type", node.Type);
        }

        for (var i = 0; i < Math.Min(_scoreNames.Count, node.Scores?.Count ?? 0); i++)
        {
            if (double.IsFinite(node.Scores![i]))
            {
                Add(_scoreNames[i], FileText.Number(node.Scores[i]));
            }
        }

        Written.Append("];\n");
    }

    public override void BeginEdges()
    {
    }

    public override void Add(GraphFileEdge edge)
    {
        Written.Append(' ');
        Quote(edge.From);
        Written.Append(" -> ");
        Quote(edge.To);
        Written.Append(" [label=");
        QuoteLabel(edge.Type);
        if (edge.Key.Length > 0)
        {
            Add("relation_key", edge.Key);
        }

        if (double.IsFinite(edge.Weight) && edge.Weight != 1)
        {
            Add("relation_weight", FileText.Number(edge.Weight));
        }

        Written.Append("];\n");
    }

    public override void End() => Written.Append("}\n");

    private void Add(string name, string text)
    {
        Written.Append(' ');
        Quote(name);
        Written.Append('=');
        Quote(text);
    }

    private void QuoteLabel(string text)
    {
        var label = FileText.Clean(text);
        var isCut = label.Length > CharsPerLabel;
        QuotePiece(isCut ? $"{label.AsSpan(0, WholeLength(label, CharsPerLabel))}…" : label, isLabel: true);
    }

    // Pieces joined by + make one text: Graphviz refuses what is longer than 16,384 bytes between two quotes.
    private void Quote(string text)
    {
        var rest = FileText.Clean(text).AsSpan();
        while (rest.Length > CharsPerPiece)
        {
            var length = WholeLength(rest, CharsPerPiece);
            QuotePiece(rest[..length], isLabel: false);
            Written.Append(" + ");
            rest = rest[length..];
        }

        QuotePiece(rest, isLabel: false);
    }

    // So that no pair of surrogates is cut.
    private static int WholeLength(ReadOnlySpan<char> text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    // A backslash before the closing quote would hide it, so each is doubled; labels read \\ as one, and know &…; as HTML does.
    private void QuotePiece(ReadOnlySpan<char> text, bool isLabel)
    {
        Written.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => Written.Append("\\\""),
                '\\' => Written.Append("\\\\"),
                '\n' when isLabel => Written.Append("\\n"),
                '\r' when isLabel => Written,
                '\n' or '\r' => Written.Append((char)('\u2400' + c)),
                '&' when isLabel => Written.Append("&amp;"),
                _ => Written.Append(c),
            };
        }

        Written.Append('"');
    }
}
