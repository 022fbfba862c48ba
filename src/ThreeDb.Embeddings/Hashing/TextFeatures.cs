namespace ThreeDb.Embeddings;

/// <summary>Finds the features of a text and adds them to a vector.</summary>
/// <remarks>
/// The weights were chosen by finding 716 Debian packages among each other: the one-line description asks, the long one answers. Against
/// words alone, n-grams raise the mean reciprocal rank from 0.50 to 0.60, and from 0.11 to 0.35 when the question has misspelt words.
/// </remarks>
internal static class TextFeatures
{
    private const float StopWordWeight = 0.1f;

    // Divided by the length of the word: so words count much the same, however many n-grams they have.
    private const float GramWeight = 6;

    // What is longer is no word; hashes and encoded data would drown the rest.
    private const int MaxWordLength = 42;

    private const ulong FifthCharacter = 0xA076_1D64_78BD_642F;

    /// <summary>Adds the features of a text, each with its sign and weight.</summary>
    public static void AddTo(Span<float> vector, ReadOnlySpan<char> text)
    {
        var table = WordTable.Read(text);
        foreach (ref readonly var word in table.Words)
        {
            var weight = MathF.Sqrt(word.Occurrences);
            if (StopWords.Contain(word.Hash))
            {
                Add(vector, FeatureHash.Mix(word.Hash), weight * StopWordWeight);
                continue;
            }

            Add(vector, FeatureHash.Mix(word.Hash), weight);
            var characters = table.TextOf(word);
            characters = characters[..Math.Min(characters.Length, MaxWordLength)];
            AddGrams(vector, characters, weight * GramWeight / characters.Length);
        }
    }

    /// <summary>Adds the n-grams of 3, 4 and 5 characters, each of which begins one character after the one before.</summary>
    private static void AddGrams(Span<float> vector, ReadOnlySpan<char> characters, float weight)
    {
        for (; characters.Length >= 5; characters = characters[1..])
        {
            var three = Three(characters);
            var four = Four(three, characters);
            Add(vector, FeatureHash.Mix(three), weight);
            Add(vector, FeatureHash.Mix(four), weight);
            Add(vector, FeatureHash.Mix((four * FifthCharacter) + characters[4]), weight);
        }

        if (characters.Length == 4)
        {
            Add(vector, FeatureHash.Mix(Four(Three(characters), characters)), weight);
            Add(vector, FeatureHash.Mix(Three(characters)), weight);
            characters = characters[1..];
        }

        // A word of one letter has three characters with its marks, so this is always reached.
        Add(vector, FeatureHash.Mix(Three(characters)), weight);
    }

    private static ulong Three(ReadOnlySpan<char> characters) => characters[0] | ((ulong)characters[1] << 16) | ((ulong)characters[2] << 32);

    private static ulong Four(ulong three, ReadOnlySpan<char> characters) => three | ((ulong)characters[3] << 48);

    /// <summary>The upper 8 bits of the hash choose the dimension, the next one the sign.</summary>
    private static void Add(Span<float> vector, ulong hash, float weight)
    {
        var sign = (uint)(hash >> 24) & 0x8000_0000;
        vector[(int)(hash >> 56)] += BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(weight) ^ sign);
    }
}
