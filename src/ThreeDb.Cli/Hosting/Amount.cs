using System.Globalization;

namespace ThreeDb.Cli;

/// <summary>Amounts with a unit: <c>512M</c>, <c>4G</c>, or a plain number; units are powers of 1,024.</summary>
internal static class Amount
{
    /// <summary>The amount; null when the text is none, or none in the range.</summary>
    public static long? Parse(string text, long least, long most)
    {
        var unit = text.Length == 0 ? 1 : char.ToUpperInvariant(text[^1]) switch
        {
            'K' => 1L << 10,
            'M' => 1L << 20,
            'G' => 1L << 30,
            'T' => 1L << 40,
            _ => 1,
        };
        var isNumber = decimal.TryParse(unit == 1 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return isNumber && number <= most && number * unit is var amount && amount >= least && amount <= most ? (long)amount : null;
    }
}
