using System.Globalization;

namespace ThreeDb.Connectors.Resp;

/// <summary>Numbers as RESP3 writes them.</summary>
internal static class RespNumber
{
    /// <summary>A double: decimal, with or without exponent, <c>inf</c>, <c>-inf</c>, <c>nan</c>.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double number)
    {
        switch (text)
        {
            case [(byte)'i' or (byte)'I', ..] or [(byte)'+', (byte)'i' or (byte)'I', ..]:
                number = double.PositiveInfinity;
                return Ends(text, "inf"u8);
            case [(byte)'-', (byte)'i' or (byte)'I', ..]:
                number = double.NegativeInfinity;
                return Ends(text, "inf"u8);
            case [(byte)'n' or (byte)'N', ..] or [(byte)'-', (byte)'n' or (byte)'N', ..]:
                number = double.NaN;
                return Ends(text, "nan"u8);
            default:
                return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
        }
    }

    /// <summary>Whether a text is an integer of any size.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool Ends(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(text.TrimStart("+-"u8), word);
}
