using System.Buffers;

namespace ThreeDb.Postgres;

/// <summary>Cuts text into the pieces that <see cref="LexemeCache"/> knows.</summary>
internal ref struct TextChunks(ReadOnlySpan<char> text)
{
    /// <summary>The longest piece that is remembered; a text with a longer one goes to PostgreSQL as a whole.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<char> White = SearchValues.Create(" \t\n\v\f\r");
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private ReadOnlySpan<char> _rest = text;

    /// <summary>The current piece.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Whether PostgreSQL has to read the text as a whole.</summary>
    public static bool NeedsWhole(ReadOnlySpan<char> text)
    {
        // Only at the very beginning of a text are "." and "~" part of a path; behind white space the parser passes over them.
        if (text is ['.' or '~', ..] || text.Contains('<'))
        {
            return true;
        }

        while (text.Length > MaxLength)
        {
            var white = text[..(MaxLength + 1)].LastIndexOfAny(White);
            if (white < 0)
            {
                return true;
            }

            text = text[(white + 1)..];
        }

        return false;
    }

    public bool MoveNext()
    {
        var start = _rest.IndexOfAnyExcept(White);
        if (start < 0)
        {
            return false;
        }

        var chunk = _rest[start..];
        var end = chunk.IndexOfAny(White);
        _rest = end < 0 ? [] : chunk[end..];
        Current = Bare(end < 0 ? chunk : chunk[..end]);
        return true;
    }

    // Punctuation around a plain English word changes nothing, so "(word)," and "word" share an entry.
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> chunk)
    {
        var word = chunk.TrimStart("(\"'").TrimEnd(",;:.!?)\"'");
        return word.Length == chunk.Length || word.IsEmpty || word.ContainsAnyExcept(Letters) ? chunk : word;
    }
}
