using System.Globalization;

namespace ThreeDb;

/// <summary>Which characters PostgreSQL can store: all but U+0000 and surrogates without their partner.</summary>
internal static class JsonTextRules
{
    /// <summary>Whether a text can be stored.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
        {
            return false;
        }

        var i = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>What is wrong with the escapes of a JSON string whose syntax and UTF-8 are right, or null.</summary>
    /// <param name="raw">The text between the quotes.</param>
    public static string? FaultOfEscapes(ReadOnlySpan<byte> raw)
    {
        for (var rest = raw; rest.IndexOf((byte)'\\') is var at and >= 0;)
        {
            if (rest[at + 1] != 'u')
            {
                rest = rest[(at + 2)..];
                continue;
            }

            var unit = CodeUnit(rest[at..]);
            rest = rest[(at + 6)..];
            if (unit == 0)
            {
                return "\\u0000";
            }

            if (!char.IsSurrogate(unit))
            {
                continue;
            }

            // UTF-8 cannot hold half a pair, so the partner is an escape as well, and the next thing.
            if (!char.IsHighSurrogate(unit) || rest.Length < 6 || rest[0] != '\\' || rest[1] != 'u' || !char.IsLowSurrogate(CodeUnit(rest)))
            {
                return $"the surrogate \\u{(int)unit:x4} without its partner";
            }

            rest = rest[6..];
        }

        return null;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        (char)int.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
