using System.Globalization;
using System.Text;

namespace ThreeDb;

/// <summary>JSON Pointers (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>Escapes one reference token: <c>~</c> becomes <c>~0</c>, <c>/</c> becomes <c>~1</c>.</summary>
    public static string Escape(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.AsSpan().ContainsAny('~', '/')
            ? token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : token;
    }

    /// <summary>Undoes <see cref="Escape"/>.</summary>
    /// <exception cref="FormatException">A <c>~</c> is followed by neither 0 nor 1.</exception>
    public static string Unescape(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Unescaped(token);
    }

    /// <summary>The unescaped reference tokens of a pointer; none for the whole document.</summary>
    /// <exception cref="FormatException">The text is no pointer: it is neither empty nor does it begin with <c>/</c>, or an escape is wrong.</exception>
    public static IReadOnlyList<string> Parse(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        if (pointer.Length == 0)
        {
            return [];
        }

        if (pointer[0] != '/')
        {
            throw new FormatException("A JSON Pointer is empty or begins with '/'.");
        }

        var text = pointer.AsSpan(1);
        var tokens = new string[text.Count('/') + 1];
        var next = 0;
        foreach (var part in text.Split('/'))
        {
            tokens[next++] = Unescaped(text[part]);
        }

        return tokens;
    }

    /// <summary>Reads a token as the index of an array: decimal digits without leading zeros.</summary>
    internal static bool TryIndex(string token, out int index)
    {
        index = -1;
        return (token.Length == 1 || (token.Length > 1 && token[0] != '0'))
            && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    private static string Unescaped(ReadOnlySpan<char> token)
    {
        if (!token.Contains('~'))
        {
            return token.ToString();
        }

        var text = new StringBuilder(token.Length);
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] != '~')
            {
                text.Append(token[i]);
                continue;
            }

            i++;
            text.Append((i < token.Length ? token[i] : '\0') switch
            {
                '0' => '~',
                '1' => '/',
                _ => throw new FormatException("In a JSON Pointer, '~' is followed by 0 or 1."),
            });
        }

        return text.ToString();
    }
}
