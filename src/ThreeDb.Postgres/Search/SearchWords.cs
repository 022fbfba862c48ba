using System.Text.RegularExpressions;

namespace ThreeDb.Postgres;

/// <summary>Prepares what people type for <c>websearch_to_tsquery</c>.</summary>
internal static partial class SearchWords
{
    /// <summary>Without lines of dashes: nobody means three exclusions of one word, and PostgreSQL fails with "tsquery stack too small" at 33.</summary>
    public static string Of(string words) => Lines().Replace(words, " ");

    // Where a word could begin; within one, as in a---b, a dash excludes nothing.
    [GeneratedRegex("""(?<![^\s"])-(?:\s*-){2,}""", RegexOptions.CultureInvariant)]
    private static partial Regex Lines();
}
