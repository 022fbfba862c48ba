using ThreeDb.Caching;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>What a write touches, in the words of the cache.</summary>
internal static class WrittenTags
{
    /// <summary>The tags of a write. Relations that follow from an entity's fields are covered by <see cref="CacheTag.AnyEntity"/>: whatever depends on relations depends on that.</summary>
    public static IEnumerable<string> Of(WrittenRows written)
    {
        for (var i = 0; i < (written.Mutations?.Count ?? written.Results?.Count ?? 0); i++)
        {
            foreach (var tag in Of(written.Mutations?[i], written.Results?[i]))
            {
                yield return tag;
            }
        }
    }

    private static IEnumerable<string> Of(Mutation? mutation, MutationResult? result) => mutation switch
    {
        Relate relate => CacheTag.OfRelation(relate.Type),
        Unrelate unrelate => CacheTag.OfRelation(unrelate.Type),
        _ when result?.Relation is { } relation => CacheTag.OfRelation(relation.Type),
        _ when (result?.Id ?? IdOf(mutation)) is { } id => CacheTag.OfEntity(id, result?.Entity?.Type),

        // The id was to be made by the store, which did not answer: nobody knows it.
        _ => [CacheTag.AnyEntity, CacheTag.Removed],
    };

    private static string? IdOf(Mutation? mutation) => mutation switch
    {
        CreateEntity create => create.Id,
        ReplaceEntity replace => replace.Id,
        MergeEntity merge => merge.Id,
        PatchEntity patch => patch.Id,
        DeleteEntity delete => delete.Id,
        _ => null,
    };
}
