using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Writes parameters as FalkorDB reads them: as literals in front of the query (<c>CYPHER name=value …</c>).</summary>
/// <remarks>
/// In quotes only the backslash and the quote itself are special to it; in backticks nothing is, and a backtick cannot be held at all. Neither can
/// U+0000, which ends the query. <see cref="FalkorDbDialect"/> has rejected both before they come here.
/// </remarks>
internal sealed class CypherText
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Length => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    public CypherText Raw(ReadOnlySpan<byte> utf8)
    {
        _buffer.Write(utf8);
        return this;
    }

    public CypherText Raw(string text)
    {
        Encoding.UTF8.GetBytes(text, _buffer);
        return this;
    }

    public CypherText Number(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.GetSpan(20), out var length);
        _buffer.Advance(length);
        return this;
    }

    public CypherText Text(string text)
    {
        var escaped = text.AsSpan().IndexOfAny('\'', '\\') < 0
            ? text
            : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        return Raw("'"u8).Raw(escaped).Raw("'"u8);
    }

    public CypherText Value(in GraphValue value)
    {
        switch (value.Kind)
        {
            case GraphValueKind.Bool:
                return Raw(value.AsBool ? "true"u8 : "false"u8);
            case GraphValueKind.Long:
                return Number(value.AsLong);
            case GraphValueKind.Double:
                return Float(value.AsDouble);
            case GraphValueKind.String:
                return Text(value.AsString);
            case GraphValueKind.Array:
                return Elements(value.AsArray);
            default:
                return Raw("null"u8);
        }
    }

    /// <summary>A map of properties.</summary>
    public CypherText Map(ReadOnlySpan<KeyValuePair<string, GraphValue>> properties)
    {
        var separator = "{`"u8;
        foreach (var (name, value) in properties)
        {
            Raw(separator).Raw(name).Raw("`:"u8).Value(value);
            separator = ",`"u8;
        }

        return Raw(properties.IsEmpty ? "{}"u8 : "}"u8);
    }

    // A float without point and exponent would be read as an integer.
    private CypherText Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return Raw(text).Raw(text.AsSpan().IndexOfAny('.', 'E') < 0 ? ".0"u8 : default);
    }

    private CypherText Elements(IReadOnlyList<GraphValue> elements)
    {
        Raw("["u8);
        for (var i = 0; i < elements.Count; i++)
        {
            (i == 0 ? this : Raw(","u8)).Value(elements[i]);
        }

        return Raw("]"u8);
    }
}
