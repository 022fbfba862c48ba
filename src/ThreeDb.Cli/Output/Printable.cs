using System.Globalization;
using System.Text;

namespace ThreeDb.Cli;

/// <summary>Makes text from the store safe to show: a record must not be able to steer the terminal of whoever reads it.</summary>
internal static class Printable
{
    /// <summary>The text on one line, with control characters escaped as in JSON.</summary>
    public static string Of(string text) => Escape(text, keepLines: false);

    /// <summary>The same, with line feeds kept.</summary>
    public static string Lines(string text) => Escape(text, keepLines: true);

    /// <summary>The same on one line, cut after a number of characters.</summary>
    public static string Short(string text, int limit = 60) => text.Length <= limit ? Of(text) : Of(text[..Cut(text, limit - 1)]) + "…";

    private static int Cut(string text, int at) => char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    private static string Escape(string text, bool keepLines)
    {
        if (!text.Any(c => IsUnsafe(c, keepLines)))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = !IsUnsafe(c, keepLines) ? safe.Append(c)
                : c == '\n' ? safe.Append("\\n")
                : c == '\t' ? safe.Append("\\t")
                : safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return safe.ToString();
    }

    // Control characters, and those that turn the direction of text, which can make a line read as another.
    private static bool IsUnsafe(char c, bool keepLines) =>
        (char.IsControl(c) && !(keepLines && c == '\n')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';
}
