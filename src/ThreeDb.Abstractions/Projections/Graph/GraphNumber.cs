using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Projections.Graph;

/// <summary>The rule for numbers: whole within 64 bits → integer; else float where its shortest form is the same number; else text.</summary>
internal static class GraphNumber
{
    /// <summary>The value of a JSON number.</summary>
    public static GraphValue Of(JsonElement number)
    {
        if (number.TryGetInt64(out var integer))
        {
            return GraphValue.Of(integer);
        }

        var text = JsonMarshal.GetRawUtf8Value(number);
        var exact = Decimals.Parse(text);
        if (exact.ToInt64() is { } whole)
        {
            return GraphValue.Of(whole);
        }

        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        Span<byte> shortest = stackalloc byte[32];
        return double.IsFinite(value) && Utf8Formatter.TryFormat(value, shortest, out var length) && Decimals.Parse(shortest[..length]) == exact
            ? GraphValue.Of(value)
            : GraphValue.Of(Encoding.UTF8.GetString(text));
    }

    /// <summary>A number as its digits without zeros at either end, and the power of ten of the last of them.</summary>
    private readonly record struct Decimals(bool Negative, string Digits, long Exponent)
    {
        public static Decimals Parse(ReadOnlySpan<byte> number)
        {
            var negative = number[0] == '-';
            var end = number.IndexOfAny((byte)'e', (byte)'E');
            var mantissa = number[(negative ? 1 : 0)..(end < 0 ? number.Length : end)];
            var exponent = end < 0 ? 0 : Exponentiation(number[(end + 1)..]);
            var point = mantissa.IndexOf((byte)'.');
            var digits = Encoding.ASCII.GetString(mantissa).Replace(".", "", StringComparison.Ordinal);
            var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
            var cut = digits.TrimEnd('0');
            var significant = cut.TrimStart('0');
            return significant.Length == 0
                ? new Decimals(false, "", 0)
                : new Decimals(negative, significant, exponent - fraction + (digits.Length - cut.Length));
        }

        public long? ToInt64()
        {
            if (Digits.Length == 0)
            {
                return 0;
            }

            return Exponent is >= 0 and < 19 && Digits.Length + Exponent <= 19
                && long.TryParse((Negative ? "-" : "") + Digits + new string('0', (int)Exponent), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : null;
        }

        // An exponent beyond all reason stays beyond it: the number is then text.
        private static long Exponentiation(ReadOnlySpan<byte> text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? Math.Clamp(value, -1_000_000_000, 1_000_000_000)
                : text[0] == '-' ? -1_000_000_000 : 1_000_000_000;
    }
}
