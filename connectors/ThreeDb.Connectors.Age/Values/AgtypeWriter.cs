using System.Buffers;
using System.Globalization;
using System.Text;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Writes values as the text of an agtype: JSON, with integers of 64 bits and floats apart.</summary>
/// <remarks>
/// A float always has a point or an exponent, because AGE takes digits alone for an integer and refuses those beyond 64 bits. It is the shortest text
/// that reads back as the same float. U+0000, lone surrogates, NaN and infinity never get here: <see cref="GraphDialect"/> rejects them.
/// </remarks>
internal static class AgtypeWriter
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 32).Select(code => (char)code)));

    /// <summary>A map of properties.</summary>
    public static string Map(ReadOnlySpan<KeyValuePair<string, GraphValue>> properties)
    {
        var text = new StringBuilder(256).Append('{');
        for (var i = 0; i < properties.Length; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            AppendText(text, properties[i].Key);
            text.Append(':');
            Append(text, properties[i].Value);
        }

        return text.Append('}').ToString();
    }

    /// <summary>A text.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendText(text, value);
        return text.ToString();
    }

    /// <summary>A float.</summary>
    public static string Float(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";
    }

    private static void Append(StringBuilder text, in GraphValue value)
    {
        switch (value.Kind)
        {
            case GraphValueKind.Bool:
                text.Append(value.AsBool ? "true" : "false");
                break;
            case GraphValueKind.Long:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsLong}");
                break;
            case GraphValueKind.Double:
                text.Append(Float(value.AsDouble));
                break;
            case GraphValueKind.String:
                AppendText(text, value.AsString);
                break;
            case GraphValueKind.Array:
                text.Append('[');
                for (var i = 0; i < value.AsArray.Count; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    Append(text, value.AsArray[i]);
                }

                text.Append(']');
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        var rest = value.AsSpan();
        for (int at; (at = rest.IndexOfAny(s_escaped)) >= 0; rest = rest[(at + 1)..])
        {
            text.Append(rest[..at]);
            if (rest[at] is '"' or '\\')
            {
                text.Append('\\').Append(rest[at]);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[at]:x4}");
            }
        }

        text.Append(rest).Append('"');
    }
}
