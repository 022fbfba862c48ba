using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ThreeDb.Connectors.Resp;

/// <summary>A word of a command. Whatever it holds, it is sent as bytes with their length, so that nothing in it is ever read as a command.</summary>
public readonly struct RespArgument
{
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _bytes;

    private RespArgument(string text) => _text = text;

    private RespArgument(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    internal int Length => _text is null ? _bytes.Length : Encoding.UTF8.GetByteCount(_text);

    /// <summary>A text, sent as UTF-8.</summary>
    public static implicit operator RespArgument(string text) => FromText(text);

    /// <summary>Bytes, which must not change before the answer is there.</summary>
    public static implicit operator RespArgument(byte[] bytes) => FromBytes(bytes);

    /// <summary>Bytes, which must not change before the answer is there.</summary>
    public static implicit operator RespArgument(ReadOnlyMemory<byte> bytes) => FromBytes(bytes);

    /// <summary>An integer, sent as text.</summary>
    public static implicit operator RespArgument(long number) => FromNumber(number);

    /// <summary>A number, sent as text that gives the same number again.</summary>
    public static implicit operator RespArgument(double number) => FromNumber(number);

    /// <summary>A text, sent as UTF-8.</summary>
    public static RespArgument FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RespArgument(text);
    }

    /// <summary>Bytes, which must not change before the answer is there.</summary>
    public static RespArgument FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>An integer, sent as text.</summary>
    public static RespArgument FromNumber(long number)
    {
        var text = new byte[20];
        Utf8Formatter.TryFormat(number, text, out var length);
        return new RespArgument(text.AsMemory(0, length));
    }

    /// <summary>A number, sent as text that gives the same number again.</summary>
    public static RespArgument FromNumber(double number) => new(number switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    });

    internal int CopyTo(Span<byte> target)
    {
        if (_text is not null)
        {
            return Encoding.UTF8.GetBytes(_text, target);
        }

        _bytes.Span.CopyTo(target);
        return _bytes.Length;
    }
}
