namespace ThreeDb.Embeddings;

/// <summary>Hashes of features, the same in every process and on every machine. Not keyed: nothing but a vector follows from them.</summary>
internal static class FeatureHash
{
    /// <summary>Where the hash of a word begins (FNV-1a, 64 bits, over UTF-16 code units).</summary>
    public const ulong Start = 0xCBF2_9CE4_8422_2325;

    private const ulong Prime = 0x0000_0100_0000_01B3;

    /// <summary>The hash of a word with one more character.</summary>
    public static ulong Append(ulong hash, char character) => (hash ^ character) * Prime;

    /// <summary>Spreads a number over 64 bits, of which the upper ones are the best.</summary>
    public static ulong Mix(ulong value)
    {
        value *= 0x9E37_79B9_7F4A_7C15;
        value ^= value >> 32;
        return value * 0xD6E8_FEB8_6659_FD93;
    }
}
