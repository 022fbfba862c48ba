using System.Text;

namespace ThreeDb.Graph.Tests;

/// <summary>Reads the DOT that the writer makes: statements of quoted texts, as Graphviz's own lexer takes them.</summary>
internal sealed class DotReader(string text)
{
    private int _at;

    /// <summary>The ends (one for a node, two for an edge) and the attributes of each statement.</summary>
    public List<(string[] Ends, Dictionary<string, string> Attributes)> Statements()
    {
        var statements = new List<(string[] Ends, Dictionary<string, string> Attributes)>();
        Expect("digraph");
        Expect("{");
        while (!Next("}"))
        {
            var ends = new List<string> { Word() };
            while (Next("->"))
            {
                ends.Add(Word());
            }

            var attributes = new Dictionary<string, string>();
            Expect("[");
            while (!Next("]"))
            {
                var name = Word();
                Expect("=");
                attributes.Add(name, Word());
            }

            Expect(";");
            statements.Add(([.. ends], attributes));
        }

        Blanks();
        Assert.Equal(text.Length, _at);
        return statements;
    }

    // Within quotes only \" is taken for one character; two backslashes stay two, and hide the second from the quote behind it.
    private string Word()
    {
        Blanks();
        if (text[_at] != '"')
        {
            var begin = _at;
            while (char.IsAsciiLetter(text[_at]))
            {
                _at++;
            }

            return text[begin.._at];
        }

        var word = new StringBuilder();
        do
        {
            Blanks();
            Piece(word);
        }
        while (Next("+"));
        return word.ToString();
    }

    private void Piece(StringBuilder word)
    {
        for (_at++; text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && text[_at + 1] is '"' or '\\')
            {
                word.Append(text[_at + 1] == '"' ? "" : "\\");
                _at++;
            }

            word.Append(text[_at]);
        }

        _at++;
    }

    private void Expect(string token) => Assert.True(Next(token), $"{token} is not at {_at}");

    private bool Next(string token)
    {
        Blanks();
        var isThere = string.CompareOrdinal(text, _at, token, 0, token.Length) == 0;
        _at += isThere ? token.Length : 0;
        return isThere;
    }

    private void Blanks()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n')
        {
            _at++;
        }
    }
}
