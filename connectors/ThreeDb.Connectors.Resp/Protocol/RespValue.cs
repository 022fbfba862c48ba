using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ThreeDb.Connectors.Resp;

/// <summary>A value that a server sent. Immutable; the default is null.</summary>
/// <remarks>What has another shape than the caller expects is a failure of the outside world: <c>TDB7004</c>.</remarks>
public readonly struct RespValue
{
    private const int FormatLength = 4;

    // Bytes of a text, items of an aggregate, or null; numbers and booleans are in _number.
    private readonly object? _content;
    private readonly long _number;
    private readonly RespValue[]? _attributes;

    private RespValue(RespType type, object? content, long number, RespValue[]? attributes = null)
    {
        Type = type;
        _content = content;
        _number = number;
        _attributes = attributes;
    }

    /// <summary>What it is.</summary>
    public RespType Type { get; }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Type == RespType.Null;

    /// <summary>Whether it is an error; only inside of aggregates, because the client throws those of whole answers.</summary>
    public bool IsError => Type == RespType.Error;

    /// <summary>The items of an array, set or push; keys and values of a map in turn; empty for everything else.</summary>
    public ReadOnlySpan<RespValue> Items => _content as RespValue[];

    /// <summary>What the server says about this value, as keys and values in turn; mostly empty.</summary>
    public ReadOnlySpan<RespValue> Attributes => _attributes;

    /// <summary>The format of a verbatim text, such as <c>txt</c> or <c>mkd</c>; null for everything else.</summary>
    public string? Format => Type == RespType.Verbatim ? Encoding.ASCII.GetString((byte[])_content!, 0, FormatLength - 1) : null;

    /// <summary>The bytes of a text, blob, verbatim text (without its format), big number or error; empty for null.</summary>
    public ReadOnlyMemory<byte> AsBytes() => Type switch
    {
        RespType.Null => default,
        RespType.Verbatim => ((byte[])_content!).AsMemory(FormatLength),
        _ => _content as byte[] ?? throw Unexpected("bytes"),
    };

    /// <summary>A scalar as text; null for null.</summary>
    public string? AsText() => Type switch
    {
        RespType.Null => null,
        RespType.Integer => _number.ToString(CultureInfo.InvariantCulture),
        RespType.Double => BitConverter.Int64BitsToDouble(_number).ToString("R", CultureInfo.InvariantCulture),
        RespType.Boolean => _number == 0 ? "false" : "true",
        _ => Encoding.UTF8.GetString(AsBytes().Span),
    };

    /// <summary>An integer, or a text that is one.</summary>
    public long AsInt64() => Type switch
    {
        RespType.Integer or RespType.Boolean => _number,
        _ when _content is byte[] && Utf8Parser.TryParse(AsBytes().Span, out long number, out var read) && read == AsBytes().Length => number,
        _ => throw Unexpected("an integer"),
    };

    /// <summary>A number, or a text that is one.</summary>
    public double AsDouble() => Type switch
    {
        RespType.Integer => _number,
        RespType.Double => BitConverter.Int64BitsToDouble(_number),
        _ when _content is byte[] && RespNumber.TryDouble(AsBytes().Span, out var number) => number,
        _ => throw Unexpected("a number"),
    };

    /// <summary>A boolean, or the integers 0 and 1 by which RESP2 says it.</summary>
    public bool AsBoolean() => Type is RespType.Boolean or RespType.Integer ? _number != 0 : throw Unexpected("a boolean");

    /// <summary>An integer of any size.</summary>
    public BigInteger AsBigInteger() => Type == RespType.BigNumber ? BigInteger.Parse(AsText()!, CultureInfo.InvariantCulture) : AsInt64();

    /// <summary>The items of an aggregate; null counts as empty.</summary>
    public ReadOnlySpan<RespValue> AsItems() => Type == RespType.Null || _content is RespValue[] ? Items : throw Unexpected("a list");

    /// <inheritdoc />
    public override string ToString() => _content is RespValue[] items ? $"{Type}[{items.Length}]" : $"{Type}";

    internal static RespValue Of(RespType type, byte[] bytes) => new(type, bytes, 0);

    internal static RespValue Of(RespType type, RespValue[] items) => new(type, items, 0);

    internal static RespValue Of(long number) => new(RespType.Integer, null, number);

    internal static RespValue Of(double number) => new(RespType.Double, null, BitConverter.DoubleToInt64Bits(number));

    internal static RespValue Of(bool value) => new(RespType.Boolean, null, value ? 1 : 0);

    internal RespValue With(RespValue[] attributes) => new(Type, _content, _number, attributes);

    private ThreeDbException Unexpected(string wanted) => new(ErrorCodes.ProjectionFailed, $"The server answered {Type} where {wanted} was expected.");
}
