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

    /// <summary>Every seq of which it must be known whether it is held, with the id where it may be written into a query.</summary>
    public Dictionary<long, string?> Wanted()
    {
        var wanted = new Dictionary<long, string?>(Entities.Count + GoneEntities.Count + Relations.Count);
        foreach (var (entity, _) in Entities)
        {
            wanted[entity.Seq] = entity.Id;
        }

        foreach (var entity in GoneEntities)
        {
            wanted[entity.Seq] = null;
        }

        foreach (var (seq, id) in Ends())
        {
            wanted.TryAdd(seq, id);
        }

        return wanted;
    }

    /// <summary>The ends of its relations that are: each seq with its id, some of them several times.</summary>
    public IEnumerable<(long Seq, string Id)> Ends() =>
        Relations.SelectMany(relation => new[] { (relation.Row.RowKey.Seq, relation.Row.From), (relation.Row.RowKey.Target, relation.Row.To) });

    /// <summary>The nodes that may go with what goes.</summary>
    public IEnumerable<long> MayGo() => GoneEntities.Select(entity => entity.Seq).Concat(GoneRelations.SelectMany(key => new[] { key.Seq, key.Target }));

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
