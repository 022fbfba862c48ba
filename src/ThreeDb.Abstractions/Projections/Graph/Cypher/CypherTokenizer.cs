using System.Buffers;

namespace ThreeDb.Projections.Graph;

/// <summary>Cuts a query into tokens, and refuses whatever two engines might cut differently.</summary>
/// <remarks>
/// Refused for that reason: <c>\u</c> anywhere (Neo4j replaces it before it looks for quotes and comments), letters beyond ASCII outside
/// of quotes (some fold <c>ſ</c> to <c>S</c>), blanks beyond ASCII, control characters, a point after a number without a digit behind it.
/// </remarks>
internal ref struct CypherTokenizer(string text)
{
    private static readonly SearchValues<char> s_word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> s_symbols = SearchValues.Create("()[]{}<>=+-*/%^.,:;|&!~?");
    private int _at;

    /// <exception cref="ThreeDbException"><c>TDB7009</c>.</exception>
    public static List<CypherToken> All(string text)
    {
        if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
        {
            throw CypherGuard.Faulty("It holds a unicode escape (\\u…). Write the character itself, or pass the text as a parameter.");
        }

        var tokenizer = new CypherTokenizer(text);
        var tokens = new List<CypherToken>(text.Length / 4);
        while (tokenizer.Next() is { } token)
        {
            tokens.Add(token);
        }

        return tokens;
    }

    private CypherToken? Next()
    {
        var space = SkipBlanks();
        if (_at >= text.Length)
        {
            return null;
        }

        var start = _at;
        var kind = text[start] switch
        {
            '\'' or '"' => Quoted(CypherTokenKind.Text, escapes: true),
            '`' => Quoted(CypherTokenKind.QuotedName, escapes: false),
            '$' => Parameter(),
            (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_' => Word(),
            >= '0' and <= '9' => Number(),
            var symbol => Symbol(symbol),
        };
        return new CypherToken(kind, text[start.._at], space);
    }

    private bool SkipBlanks()
    {
        var start = _at;
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\r' or '\n')
            {
                _at++;
            }
            else if (text.AsSpan(_at).StartsWith("//"))
            {
                var end = text.AsSpan(_at).IndexOfAny('\r', '\n');
                _at = end < 0 ? text.Length : _at + end;
            }
            else if (text.AsSpan(_at).StartsWith("/*"))
            {
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = end < 0 ? throw CypherGuard.Faulty("A comment does not end.") : end + 2;
            }
            else
            {
                break;
            }
        }

        return _at > start;
    }

    private CypherTokenKind Quoted(CypherTokenKind kind, bool escapes)
    {
        var quote = text[_at++];
        while (_at < text.Length && text[_at] != quote)
        {
            if (text[_at] == '\\' && !escapes)
            {
                throw CypherGuard.Faulty("A name in backticks holds a backslash.");
            }

            _at += text[_at] == '\\' ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            throw CypherGuard.Faulty(escapes ? "A text in quotes does not end." : "A name in backticks does not end.");
        }

        _at++;
        if (_at < text.Length && text[_at] == quote)
        {
            throw CypherGuard.Faulty($"A quote is doubled. Engines do not agree on what that means{(escapes ? "; write \\" + quote : "")}.");
        }

        return kind;
    }

    private CypherTokenKind Word()
    {
        Skip(s_word);
        return CypherTokenKind.Word;
    }

    private CypherTokenKind Parameter()
    {
        _at++;
        if (Skip(s_word) == 0)
        {
            throw CypherGuard.Faulty("Behind '$' comes the name of a parameter: letters, digits and '_'.");
        }

        return CypherTokenKind.Parameter;
    }

    /// <summary>Digits, hexadecimal after 0x, a fraction, an exponent; no letter and no lone point may follow.</summary>
    private CypherTokenKind Number()
    {
        var start = _at;
        if (text[_at] == '0' && Peek(1) is 'x' or 'X')
        {
            _at += 2;
            Skip(s_hexadecimal);
        }
        else
        {
            Skip(s_digits);
            if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
            {
                _at++;
                Skip(s_digits);
            }

            if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
            {
                _at += 2;
                Skip(s_digits);
            }
        }

        var isCutOff = s_word.Contains(Peek(0)) || (Peek(0) == '.' && Peek(1) != '.');
        return isCutOff ? throw CypherGuard.Faulty($"'{text[start..(_at + 1)]}…' is not a number.") : CypherTokenKind.Number;
    }

    private readonly char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private CypherTokenKind Symbol(char symbol)
    {
        if (!s_symbols.Contains(symbol))
        {
            throw CypherGuard.Faulty(symbol > ' ' && symbol < 127
                ? $"It holds '{symbol}', which is not Cypher."
                : $"It holds the character U+{(int)symbol:X4} outside of quotes. Names with it stand in backticks.");
        }

        _at += text.AsSpan(_at).StartsWith("..") ? 2 : 1;
        return CypherTokenKind.Symbol;
    }

    private int Skip(SearchValues<char> characters)
    {
        var rest = text.AsSpan(_at);
        var length = rest.IndexOfAnyExcept(characters) is >= 0 and var end ? end : rest.Length;
        _at += length;
        return length;
    }
}
