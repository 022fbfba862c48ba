using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>What people know rows by: the ids of entities, also of deleted ones.</summary>
internal static class RowNames
{
    private static readonly SourceNeeds Ids = new(Relations: false, Data: false);

    /// <summary>Reads names: <c>a/b</c> of an entity, <c>a/b -[KNOWS]-> a/c</c> of a relation. Keys that the source never had have none.</summary>
    public static async Task<IReadOnlyDictionary<RowKey, string>> ReadAsync(IChangeSource source, IReadOnlyCollection<RowKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return new Dictionary<RowKey, string>();
        }

        var ends = keys.Select(key => key.Seq).Concat(keys.Where(key => key.IsRelation).Select(key => key.Target)).Distinct().Select(RowKey.Entity).ToList();
        var entities = await source.CurrentAsync(ends, Ids, cancellationToken).ConfigureAwait(false);
        var ids = entities.Entities.Where(entity => entity.Id.Length > 0).ToDictionary(entity => entity.Seq, entity => entity.Id);
        return keys.Where(key => ids.ContainsKey(key.Seq) && (!key.IsRelation || ids.ContainsKey(key.Target)))
            .ToDictionary(key => key, key => key.IsRelation ? $"{ids[key.Seq]} -[{key.Type}{(key.Key!.Length == 0 ? "" : ":" + key.Key)}]-> {ids[key.Target]}" : ids[key.Seq]);
    }
}
