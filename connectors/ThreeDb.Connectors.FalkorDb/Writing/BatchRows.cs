using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>The rows of a batch as properties, all of which the engine can hold.</summary>
internal sealed class BatchRows
{
    private readonly List<(RowKey Key, string Reason)> _rejected = [];

    public List<(ProjectedEntity Row, GraphProperties Properties)> Entities { get; } = [];

    public List<ProjectedEntity> GoneEntities { get; } = [];

    public List<(ProjectedRelation Row, GraphProperties Properties)> Relations { get; } = [];

    public List<RowKey> GoneRelations { get; } = [];

    /// <exception cref="ProjectionRejectedException">Rows cannot be held.</exception>
    public static BatchRows Of(ProjectionBatch batch, KnownNames names)
    {
        var rows = new BatchRows();
        foreach (var entity in batch.Entities)
        {
            rows.Add(entity, names);
        }

        foreach (var relation in batch.Relations)
        {
            rows.Add(relation, names);
        }

        return rows._rejected.Count == 0 ? rows : throw new ProjectionRejectedException(rows._rejected);
    }

    /// <summary>Every seq of which it must be known whether it is held.</summary>
    public HashSet<long> Seqs()
    {
        var seqs = new HashSet<long>(Entities.Count + GoneEntities.Count + Relations.Count);
        seqs.UnionWith(Entities.Select(entity => entity.Row.Seq));
        seqs.UnionWith(GoneEntities.Select(entity => entity.Seq));
        foreach (var (relation, _) in Relations)
        {
            seqs.Add(relation.RowKey.Seq);
            seqs.Add(relation.RowKey.Target);
        }

        return seqs;
    }

    private void Add(ProjectedEntity entity, KnownNames names)
    {
        if (!entity.IsLive)
        {
            GoneEntities.Add(entity);
            return;
        }

        if ((GraphProperties.TryOf(entity, FalkorDbDialect.Instance, out var properties) ?? names.Admit(properties)) is { } reason)
        {
            _rejected.Add((entity.RowKey, reason));
            return;
        }

        Entities.Add((entity, properties));
    }

    private void Add(ProjectedRelation relation, KnownNames names)
    {
        if (!relation.IsLive)
        {
            GoneRelations.Add(relation.RowKey);
            return;
        }

        var reason = GraphProperties.TryOf(relation, FalkorDbDialect.Instance, out var properties)
            ?? FalkorDbDialect.Instance.ValueFault("_id", GraphValue.Of(relation.From))
            ?? FalkorDbDialect.Instance.ValueFault("_id", GraphValue.Of(relation.To))
            ?? names.Admit(properties);
        if (reason is not null)
        {
            _rejected.Add((relation.RowKey, reason));
            return;
        }

        Relations.Add((relation, properties));
    }
}
