using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Connectors.Age;

/// <summary>Turns the text of an agtype, as a query answers it, into JSON.</summary>
/// <remarks>
/// <c>::vertex</c> and <c>::edge</c> become the object of their properties, <c>::path</c> the array of those, <c>::numeric</c> a number; NaN
/// and infinities, which JSON does not have, a text.
/// </remarks>
internal ref struct AgtypeAnswer
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private AgtypeAnswer(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="FormatException">It is no agtype.</exception>
    public static JsonElement ToJson(string text)
    {
        var answer = new AgtypeAnswer(text);
        var json = answer.Value();
        return JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
    }

    private string Value()
    {
        Skip();
        var value = Peek() switch
        {
            '{' => Map(),
            '[' => List(),
            '"' => Text(),
            _ => Scalar(),
        };
        Annotation();
        return value;
    }

    private string Map()
    {
        var json = new StringBuilder("{");
        var properties = "";
        _at++;
        for (Skip(); Peek() != '}'; Skip())
        {
            if (Peek() == ',')
            {
                _at++;
                Skip();
            }

            var name = Text();
            Skip();
            Expect(':');
            var value = Value();
            json.Append(json.Length > 1 ? "," : "").Append(name).Append(':').Append(value);
            properties = name == "\"properties\"" ? value : properties;
        }

        _at++;
        return _text[_at..].StartsWith("::vertex") || _text[_at..].StartsWith("::edge") ? properties : json.Append('}').ToString();
    }

    private string List()
    {
        var json = new StringBuilder("[");
        _at++;
        for (Skip(); Peek() != ']'; Skip())
        {
            if (Peek() == ',')
            {
                _at++;
            }

            json.Append(json.Length > 1 ? "," : "").Append(Value());
        }

        _at++;
        return json.Append(']').ToString();
    }

    private string Text()
    {
        var start = _at;
        Expect('"');
        while (Peek() != '"')
        {
            _at += Peek() == '\\' ? 2 : 1;
        }

        _at++;
        return _text[start.._at].ToString();
    }

    private string Scalar()
    {
        var start = _at;
        var end = _text[_at..].IndexOfAny(s_afterScalar);
        _at = end < 0 ? _text.Length : _at + end;
        var scalar = _text[start.._at].ToString();
        return scalar is "true" or "false" or "null" || double.TryParse(scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? scalar
            : JsonSerializer.Serialize(scalar);
    }

    private void Annotation()
    {
        if (_text[_at..].StartsWith("::"))
        {
            for (_at += 2; _at < _text.Length && char.IsAsciiLetter(_text[_at]);)
            {
                _at++;
            }
        }
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private void Expect(char wanted)
    {
        if (Peek() != wanted)
        {
            throw new FormatException("This is no agtype.");
        }

        _at++;
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException("The agtype ends too early.");

    private static readonly SearchValues<char> s_afterScalar = SearchValues.Create(",]}: ");
}
