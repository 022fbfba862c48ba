using System.Buffers;
using System.Globalization;
using System.Text;

namespace ThreeDb.Server;

/// <summary>Decodes parts of addresses (RFC 3986), strictly: what is not the encoding of a text is refused rather than taken literally.</summary>
internal static class AddressText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ThreeDbException"><c>TDB1018</c>.</exception>
    public static string Decode(ReadOnlySpan<char> part)
    {
        if (!part.Contains('%'))
        {
            return part.ToString();
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(part.Length));
        try
        {
            return Utf8.GetString(bytes, 0, Unescape(part, bytes));
        }
        catch (ArgumentException e)
        {
            // DecoderFallbackException and EncoderFallbackException are both of this kind.
            throw new ThreeDbException(ErrorCodes.InvalidEncoding, "The address is not UTF-8.", inner: e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Checks a query string, which the framework takes literally where it is no encoding of a text.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1018</c>.</exception>
    public static void Check(ReadOnlySpan<char> query)
    {
        if (query.Contains('%'))
        {
            Decode(query);
        }
    }

    private static int Unescape(ReadOnlySpan<char> part, Span<byte> bytes)
    {
        var length = 0;
        while (!part.IsEmpty)
        {
            var plain = part.IndexOf('%') is var escape and >= 0 ? part[..escape] : part;
            length += Utf8.GetBytes(plain, bytes[length..]);
            part = part[plain.Length..];
            if (part.IsEmpty)
            {
                break;
            }

            if (part.Length < 3 || !byte.TryParse(part[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
            {
                throw new ThreeDbException(ErrorCodes.InvalidEncoding, "In the address, '%' is not followed by two hexadecimal digits.", "Encode '%' itself as %25.");
            }

            length++;
            part = part[3..];
        }

        return length;
    }
}
