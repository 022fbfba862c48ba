using System.Globalization;

namespace ThreeDb.Postgres;

/// <summary>Writes numbers as PostgreSQL stores them, and as ids name them.</summary>
internal static class NumberText
{
    /// <summary>The text of a number in an id: equal numbers have the same, so <c>1</c>, <c>1.0</c> and <c>1e0</c> name one entity.</summary>
    public static string InId(string json)
    {
        var plain = Plain(json);
        return plain.Contains('.') ? plain.TrimEnd('0').TrimEnd('.') : plain;
    }

    /// <summary>A JSON number without exponent and without negative zero: <c>1.5e3</c> is <c>1500</c>, <c>-0.0</c> is <c>0.0</c>.</summary>
    public static string Plain(string json)
    {
        var e = json.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? json.AsSpan() : json.AsSpan(0, e);
        var exponent = e < 0 ? 0 : int.Parse(json.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var negative = mantissa[0] == '-';
        mantissa = negative ? mantissa[1..] : mantissa;
        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        var whole = (point < 0 ? mantissa.Length : point) + exponent;
        if (whole <= 0)
        {
            digits = new string('0', 1 - whole) + digits;
            whole = 1;
        }
        else if (whole > digits.Length)
        {
            digits += new string('0', whole - digits.Length);
        }

        var plain = whole == digits.Length ? digits : $"{digits.AsSpan(0, whole)}.{digits.AsSpan(whole)}";
        plain = plain.TrimStart('0') is ['.' or >= '1' and <= '9', ..] trimmed ? (trimmed[0] == '.' ? "0" + trimmed : trimmed) : plain.Contains('.') ? plain[(plain.IndexOf('.') - 1)..] : "0";
        return negative && plain.AsSpan().ContainsAnyExcept('0', '.') ? "-" + plain : plain;
    }
}
