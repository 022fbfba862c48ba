using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>What a projection ought to hold after batches: two dictionaries.</summary>
public sealed class ExpectedRows
{
    private readonly Dictionary<RowKey, ProjectedEntity> _entities = [];
    private readonly Dictionary<RowKey, ProjectedRelation> _relations = [];

    public IReadOnlyCollection<ProjectedEntity> Entities => _entities.Values;

    public IReadOnlyCollection<ProjectedRelation> Relations => _relations.Values;

    /// <summary>Takes over what a batch says.</summary>
    public void Apply(ProjectionBatch batch)
    {
        foreach (var entity in batch.Entities)
        {
            Set(_entities, entity.RowKey, entity, entity.IsLive);
        }

        foreach (var relation in batch.Relations)
        {
            Set(_relations, relation.RowKey, relation, relation.IsLive);
        }
    }

    /// <summary>What the projection ought to read back of a range, with hashes.</summary>
    public Dictionary<RowKey, ulong> Hashes(IProjection projection, bool relations, SeqRange range) => relations
        ? _relations.Values.Where(row => In(range, row.RowKey.Seq)).ToDictionary(row => row.RowKey, projection.HashOf)
        : _entities.Values.Where(row => In(range, row.Seq)).ToDictionary(row => row.RowKey, projection.HashOf);

    /// <summary>Every difference between what a projection ought to hold of a range and what it reads back, as a sentence.</summary>
    /// <param name="projection">The projection.</param>
    /// <param name="relations">Whether relations are compared, or entities.</param>
    /// <param name="range">The seqs.</param>
    /// <param name="isPartial">Whether it may hold less.</param>
    public async Task<IReadOnlyList<string>> DifferencesAsync(IProjection projection, bool relations, SeqRange range, bool isPartial)
    {
        var expected = Hashes(projection, relations, range);
        var faults = new List<string>();
        var seen = new HashSet<RowKey>();
        await foreach (var held in projection.ReadAsync(relations, range, TestContext.Current.CancellationToken))
        {
            if (!seen.Add(held.Key))
            {
                faults.Add($"{held.Key} is read twice.");
            }
            else if (!expected.TryGetValue(held.Key, out var hash))
            {
                faults.Add($"{held.Key} is held and ought not to be.");
            }
            else if (hash != held.Hash)
            {
                faults.Add($"{held.Key} is held with another hash than it ought to have.");
            }
        }

        if (!isPartial)
        {
            faults.AddRange(expected.Keys.Where(key => !seen.Contains(key)).Select(key => $"{key} is not held."));
        }

        return faults;
    }

    private static bool In(SeqRange range, long seq) => seq >= range.From && seq < range.To;

    private static void Set<T>(Dictionary<RowKey, T> rows, RowKey key, T row, bool isLive)
    {
        if (isLive)
        {
            rows[key] = row;
        }
        else
        {
            rows.Remove(key);
        }
    }
}
