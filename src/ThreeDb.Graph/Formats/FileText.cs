using System.Globalization;

namespace ThreeDb.Graphs;

/// <summary>Texts and numbers as all formats of graph files take them.</summary>
internal static class FileText
{
    private const char PictureOfNull = '\u2400';
    private const char Replacement = '\uFFFD';

    /// <summary>A text without characters that XML 1.0 forbids; see <see cref="GraphFileWriter"/>.</summary>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPairAt(text, i))
            {
                i++;
            }
            else if (Allowed(text[i]) != text[i])
            {
                return Replaced(text);
            }
        }

        return text;
    }

    /// <summary>A number that every reader takes.</summary>
    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Replaced(string text) => string.Create(text.Length, text, static (cleaned, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPairAt(text, i))
            {
                (cleaned[i], cleaned[i + 1]) = (text[i], text[i + 1]);
                i++;
            }
            else
            {
                cleaned[i] = Allowed(text[i]);
            }
        }
    });

    private static bool IsPairAt(string text, int i) => i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);

    private static char Allowed(char lone) => lone switch
    {
        '\t' or '\n' or '\r' => lone,
        < ' ' => (char)(PictureOfNull + lone),
        '\uFFFE' or '\uFFFF' => Replacement,
        _ => char.IsSurrogate(lone) ? Replacement : lone,
    };
}
