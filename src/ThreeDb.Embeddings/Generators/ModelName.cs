using System.Globalization;

namespace ThreeDb.Embeddings;

/// <summary>Makes names that <see cref="ITextEmbedder.Model"/> allows: at most 40 of a-z, 0-9 and _.</summary>
internal static class ModelName
{
    private const int MaxLength = 40;

    /// <summary>The name of a model in lower case, everything else replaced by <c>_</c>. Names that are too long end with a hash, so that they stay different.</summary>
    public static string From(string name)
    {
        var words = string.Concat(name.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        var plain = string.Join('_', words.Split('_', StringSplitOptions.RemoveEmptyEntries));
        var hash = FeatureHash.Mix(name.Aggregate(FeatureHash.Start, FeatureHash.Append)).ToString("x16", CultureInfo.InvariantCulture)[..8];
        return plain.Length == 0 ? "model_" + hash
            : plain.Length <= MaxLength ? plain
            : $"{plain[..(MaxLength - hash.Length - 1)]}_{hash}";
    }
}
