using System.Text;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Tags fall into buckets, and each bucket has one generation: bounded memory for any number of tags. Two tags in one bucket cost a needless miss, never an error.</summary>
internal static class Buckets
{
    public const int Count = 1 << 14;

    /// <summary>The bucket of a tag: the same in every process and for ever. FNV-1a (Fowler, Noll, Vo), folded.</summary>
    public static int Of(string tag)
    {
        var hash = 14695981039346656037UL;
        Span<byte> bytes = stackalloc byte[256];
        var text = Encoding.UTF8.TryGetBytes(tag, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(tag);
        foreach (var one in text)
        {
            hash = unchecked((hash ^ one) * 1099511628211UL);
        }

        return (int)((hash ^ (hash >> 32) ^ (hash >> 16)) & (Count - 1));
    }

    /// <summary>The buckets of tags, each once, in order.</summary>
    public static int[] Of(IEnumerable<string> tags) => [.. tags.Select(Of).Distinct().Order()];
}
