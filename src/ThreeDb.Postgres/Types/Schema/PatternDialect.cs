using System.Text;

namespace ThreeDb.Postgres;

/// <summary>Writes a regular expression of ECMA-262 (with its flag <c>u</c>) so that .NET understands it the same.</summary>
/// <remarks>
/// The differences that matter: <c>$</c> is the very end, not also before a last line feed; <c>\d</c> and <c>\w</c> are ASCII;
/// <c>\s</c> is a list; and one character is one code point, where .NET sees two UTF-16 units.
/// </remarks>
internal static class PatternDialect
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string Space = @"\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string Surrogates = @"\uD800-\uDFFF";

    /// <summary>Translates a pattern.</summary>
    /// <exception cref="ArgumentException">A set holds what cannot be expressed.</exception>
    public static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        for (var i = 0; i < pattern.Length;)
        {
            i = pattern[i] switch
            {
                '\\' => Escape(pattern, i, text),
                '[' => Set(pattern, i, text),
                '$' => Add(text, @"\z", i + 1),
                '.' => Add(text, $@"(?:[^\n\r\u2028\u2029{Surrogates}]|{Pair})", i + 1),
                var high when char.IsHighSurrogate(high) && i + 1 < pattern.Length => Add(text, $"(?:{pattern.AsSpan(i, 2)})", i + 2),
                var other => Add(text, other.ToString(), i + 1),
            };
        }

        return text.ToString();
    }

    private static int Add(StringBuilder text, string part, int next)
    {
        text.Append(part);
        return next;
    }

    private static int Escape(string pattern, int at, StringBuilder text)
    {
        var escaped = pattern.AsSpan(at, Math.Min(2, pattern.Length - at));
        return Add(text, escaped switch
        {
            @"\d" => "[0-9]",
            @"\w" => "[A-Za-z0-9_]",
            @"\D" => $"(?:[^0-9{Surrogates}]|{Pair})",
            @"\W" => $"(?:[^A-Za-z0-9_{Surrogates}]|{Pair})",
            @"\s" => $"[{Space}]",
            @"\S" => $"(?:[^{Space}{Surrogates}]|{Pair})",
            _ => escaped.ToString(),
        }, at + escaped.Length);
    }

    private static int Set(string pattern, int at, StringBuilder text)
    {
        var i = at + 1;
        var excludes = i < pattern.Length && pattern[i] == '^';
        i += excludes ? 1 : 0;
        var units = new StringBuilder();
        var pairs = new List<string>();
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                i++;
                units.Append(pattern[i] switch { 'd' => "0-9", 'w' => "A-Za-z0-9_", 's' => Space, var other => "\\" + other });
            }
            else if (char.IsHighSurrogate(pattern[i]) && i + 1 < pattern.Length)
            {
                if (excludes || pattern[i - 1] == '-' || (i + 3 < pattern.Length && pattern[i + 2] == '-' && pattern[i + 3] != ']'))
                {
                    throw new ArgumentException("A character beyond U+FFFF cannot stand in a range or in a set that excludes; write the alternatives with '|'.");
                }

                pairs.Add(pattern.Substring(i++, 2));
            }
            else
            {
                // To .NET, a bracket within a set may begin a subtraction; here it is a character.
                units.Append(pattern[i] == '[' ? @"\[" : pattern[i].ToString());
            }
        }

        if (i == pattern.Length || (units.Length == 0 && pairs.Count == 0 && !excludes))
        {
            throw new ArgumentException("A set '[…]' is empty or has no end.");
        }

        var own = excludes ? $"[^{units}{Surrogates}]|{Pair}" : units.Length > 0 ? $"[{units}]" : null;
        text.Append("(?:").AppendJoin('|', own is null ? pairs : [own, .. pairs]).Append(')');
        return i + 1;
    }
}
