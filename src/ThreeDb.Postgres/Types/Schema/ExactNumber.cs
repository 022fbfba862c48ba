using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>A JSON number as it is written, whatever its size: <see cref="Digits"/> times ten to the <see cref="Exponent"/>.</summary>
/// <remarks>Digits do not end in 0, and zero has the exponent 0: equal numbers are equal records. The numbers went through <see cref="JsonGuard"/>, so they are short.</remarks>
internal readonly record struct ExactNumber(BigInteger Digits, int Exponent) : IComparable<ExactNumber>
{
    public bool IsInteger => Exponent >= 0;

    public static ExactNumber Of(JsonElement number)
    {
        var text = number.GetRawText().AsSpan();
        var e = text.IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        var significant = digits.TrimEnd('0');
        if (!significant.ContainsAnyInRange('1', '9'))
        {
            return default;
        }

        var exponent = e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        return new ExactNumber(BigInteger.Parse(significant, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent - fraction + digits.Length - significant.Length);
    }

    /// <summary>Whether the number is a whole multiple of another, which is not zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        var shift = Exponent - divisor.Exponent;

        // Without the tens that it has not got, the number cannot be divided by them.
        return Digits.IsZero || (shift >= 0 && (Digits * BigInteger.ModPow(10, shift, divisor.Digits) % divisor.Digits).IsZero);
    }

    public int CompareTo(ExactNumber other)
    {
        var shift = Exponent - other.Exponent;
        return shift >= 0
            ? (Digits * BigInteger.Pow(10, shift)).CompareTo(other.Digits)
            : Digits.CompareTo(other.Digits * BigInteger.Pow(10, -shift));
    }
}
