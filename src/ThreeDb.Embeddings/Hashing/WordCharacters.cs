using System.Buffers;
using System.Globalization;
using System.Text;

namespace ThreeDb.Embeddings;

/// <summary>Which characters make words, and their lower case.</summary>
internal static class WordCharacters
{
    /// <summary>The lower case of ASCII letters and digits; 0 for what separates words.</summary>
    private static ReadOnlySpan<byte> Ascii =>
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\00123456789\0\0\0\0\0\0\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"u8;

    /// <summary>The lower case of an ASCII letter or digit; 0 for every other character.</summary>
    public static char LowerAscii(char character) => character < Ascii.Length ? (char)Ascii[character] : '\0';

    /// <summary>Reads a character outside of ASCII and writes its lower case.</summary>
    /// <param name="text">The text from the character on.</param>
    /// <param name="isFirst">Whether it would begin a word.</param>
    /// <param name="lower">Where the lower case goes; at least two places.</param>
    /// <param name="read">How many code units it has.</param>
    /// <returns>How many code units were written; 0 when the character separates words.</returns>
    public static int Lower(ReadOnlySpan<char> text, bool isFirst, Span<char> lower, out int read)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out read) != OperationStatus.Done || !BelongsToWord(rune, isFirst))
        {
            return 0;
        }

        return Rune.ToLowerInvariant(rune).EncodeToUtf16(lower);
    }

    // Marks are part of the letter before them: many scripts write vowels so.
    private static bool BelongsToWord(Rune rune, bool isFirst) => Rune.IsLetterOrDigit(rune)
        || (!isFirst && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
