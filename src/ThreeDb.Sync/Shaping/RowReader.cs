using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Rows as a projection shall hold them.</summary>
internal sealed record ShapedRows(IReadOnlyList<ProjectedEntity> Entities, IReadOnlyList<ProjectedRelation> Relations)
{
    public int Count => Entities.Count + Relations.Count;
}

/// <summary>Reads current rows of the source and shapes them by the rules.</summary>
/// <param name="source">The source.</param>
/// <param name="plan">The rules.</param>
/// <param name="wanted">What the projection wants of rows.</param>
internal sealed class RowReader(IChangeSource source, RulesPlan plan, SourceNeeds wanted)
{
    /// <summary>What is read of the source.</summary>
    public SourceNeeds Needs { get; } = wanted with { Degrees = wanted.Degrees || plan.NeedsDegrees, Scores = wanted.Scores || plan.NeedsScores, Data = wanted.Data || plan.HasFilters };

    /// <summary>The rows of some keys as they are now.</summary>
    /// <param name="keys">The keys; those that follow from them are added, those that the projection does not want are taken out.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<SourceRows> CurrentAsync(HashSet<RowKey> keys, CancellationToken cancellationToken)
    {
        Complete(keys);
        return keys.Count == 0 ? new SourceRows([], []) : await source.CurrentAsync(keys, Needs, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shapes rows that were read.</summary>
    public ShapedRows Shape(SourceRows rows) => PlantedFault.Is(PlantedFault.DropDeletes)
        ? new([.. rows.Entities.Where(row => row.IsLive).Select(plan.Shape)], [.. rows.Relations.Where(row => row.IsLive).Select(plan.Shape)])
        : new([.. rows.Entities.Select(plan.Shape)], [.. rows.Relations.Select(plan.Shape)]);

    /// <summary>Whether the projection shall hold an entity.</summary>
    public bool IsWanted(SourceEntity entity) => plan.Wants(entity);

    /// <summary>Whether the projection shall hold a relation.</summary>
    public bool IsWanted(SourceRelation relation) => relation.IsLive && plan.Wants(relation);

    /// <summary>Whether relations may go there or not with an end that comes or goes, though nothing is logged of them.</summary>
    public bool FollowsEnds => Needs.Relations && plan.ChoosesTypes;

    /// <summary>Whether an entity is of a type that goes there.</summary>
    public bool IsOfWantedType(SourceEntity entity) => entity.IsLive && plan.For(entity.Type!).Include;

    /// <summary>Adds the keys that change with others: the ends of a relation, where their degree is told.</summary>
    public void Complete(HashSet<RowKey> keys)
    {
        if (plan.NeedsDegrees && !PlantedFault.Is(PlantedFault.DegreesForgotten))
        {
            foreach (var key in keys.Where(key => key.IsRelation).ToList())
            {
                keys.Add(RowKey.Entity(key.Seq));
                keys.Add(RowKey.Entity(key.Target));
            }
        }

        if (!Needs.Relations || !Needs.Entities)
        {
            keys.RemoveWhere(key => key.IsRelation ? !Needs.Relations : !Needs.Entities);
        }
    }
}
