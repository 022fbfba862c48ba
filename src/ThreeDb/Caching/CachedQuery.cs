using System.Security.Cryptography;
using System.Text.Json;
using ThreeDb.Caching;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>A query as the cache knows it.</summary>
/// <param name="Key">Stands for the query and the declarations of types that it was answered under.</param>
/// <param name="Tags">What its answer depends on.</param>
internal sealed record CachedQuery(string Key, IReadOnlyCollection<string> Tags)
{
    /// <summary>Null when the cache must not answer: the query concerns types whose reads are immediate, wants to be explained, demands a position, or uses saved scores, whose changes are not in the log.</summary>
    public static CachedQuery? Of(Query query, CacheRules rules)
    {
        var immediate = query.From is { } type ? rules.Immediate.Contains(type) : rules.Immediate.Count > 0;
        if (immediate || query.Explain || query.AtLeast is not null || UsesScores(query))
        {
            return null;
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(query, ThreeDbJson.Options);
        return new CachedQuery($"{rules.Generation}:{Convert.ToHexStringLower(SHA256.HashData(text))}", [.. TagsOf(query)]);
    }

    private static bool UsesScores(Query query) => query.Boost.Count > 0 || query.Where?.AsksForScores() == true || query.Select.Any(FieldPath.IsScore);

    // The log does not say of what type a removed entity was. A path leads through entities of any type.
    private static IEnumerable<string> TagsOf(Query query)
    {
        IEnumerable<string> entities = query.From is null || query.Graph is not null ? [CacheTag.AnyEntity] : [CacheTag.Type(query.From), CacheTag.Removed];
        IEnumerable<string> near = query.Near?.Entity is { } id ? [CacheTag.Entity(id)] : [];
        IEnumerable<string> relations = query.Graph switch
        {
            null => [],
            { Via.Count: 0 } => [CacheTag.AnyRelation],
            var graph => graph.Via.Select(CacheTag.Relation),
        };
        return [.. entities, .. near, .. relations];
    }
}
