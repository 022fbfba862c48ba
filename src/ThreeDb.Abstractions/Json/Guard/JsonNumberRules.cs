using System.Globalization;

namespace ThreeDb;

/// <summary>Which numbers are accepted: those that a 64-bit float can approximate and that PostgreSQL writes in at most 400 characters.</summary>
/// <remarks>
/// PostgreSQL keeps every digit of a number and writes it without exponent. So <c>1e-300</c> comes back with 302 characters, and what comes
/// back must be acceptable again.
/// </remarks>
internal static class JsonNumberRules
{
    /// <summary>The largest number of characters, as sent and written without exponent.</summary>
    public const int MaxLength = 400;

    // Without an exponent, no number of at most this length is too large for a double or so small that it becomes 0.
    private const int ShortLength = 300;
    private const int MaxExponent = 9_999;

    /// <summary>What is wrong with a number whose syntax is right, or null.</summary>
    public static string? Fault(ReadOnlySpan<byte> number) =>
        number.Length <= ShortLength && number.IndexOfAny((byte)'e', (byte)'E') < 0 ? null : FaultOfUnusual(number);

    /// <summary>How many characters a number has at most that was accepted, written without exponent.</summary>
    public static int PlainLength(ReadOnlySpan<byte> number)
    {
        var end = number.IndexOfAny((byte)'e', (byte)'E');
        return end < 0 ? number.Length : PlainLength(number[..end], int.Parse(number[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static string? FaultOfUnusual(ReadOnlySpan<byte> number)
    {
        if (number.Length > MaxLength)
        {
            return $"has {number.Length:N0} characters; at most {MaxLength} are allowed";
        }

        var value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            return "is too large for a 64-bit float";
        }

        var end = number.IndexOfAny((byte)'e', (byte)'E');
        var digits = end < 0 ? number : number[..end];
        if (value == 0 && digits.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0)
        {
            return "is too small for a 64-bit float: it would become 0";
        }

        return end < 0 ? null : FaultOfExponent(digits, number[(end + 1)..]);
    }

    private static string? FaultOfExponent(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> exponentText)
    {
        if (!int.TryParse(exponentText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs(exponent) > MaxExponent)
        {
            return "has an exponent that is out of range";
        }

        var length = PlainLength(digits, exponent);
        return length > MaxLength && (exponent < 0 || digits.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0)
            ? $"has {length:N0} characters when written without exponent; at most {MaxLength} are allowed"
            : null;
    }

    private static int PlainLength(ReadOnlySpan<byte> digits, int exponent)
    {
        var point = digits.IndexOf((byte)'.');
        var sign = digits[0] == '-' ? 1 : 0;
        var whole = Math.Max(1, (point < 0 ? digits.Length : point) - sign + exponent);
        var fraction = Math.Max(0, (point < 0 ? 0 : digits.Length - point - 1) - exponent);
        return sign + whole + (fraction == 0 ? 0 : fraction + 1);
    }
}
