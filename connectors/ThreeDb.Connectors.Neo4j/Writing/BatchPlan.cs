using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>A batch in the form in which Neo4j can hold it.</summary>
internal sealed class BatchPlan
{
    private BatchPlan(Fence fence) => Fence = fence;

    public Fence Fence { get; }

    public List<(ProjectedEntity Row, GraphProperties Properties)> Entities { get; } = [];

    public List<(ProjectedRelation Row, GraphProperties Properties)> Relations { get; } = [];

    /// <summary>Entities to remove.</summary>
    public List<long> Gone { get; } = [];

    /// <summary>Relations to remove.</summary>
    public List<RowKey> Cut { get; } = [];

    /// <exception cref="ProjectionRejectedException">With every row that Neo4j cannot hold.</exception>
    public static BatchPlan Of(ProjectionBatch batch)
    {
        var plan = new BatchPlan(batch.Fence);
        var rejected = new List<(RowKey, string)>();
        foreach (var row in batch.Entities)
        {
            if (!row.IsLive)
            {
                plan.Gone.Add(row.Seq);
            }
            else if ((GraphProperties.TryOf(row, Names.Dialect, out var properties) ?? Names.Fault(row.Type)) is { } reason)
            {
                rejected.Add((row.RowKey, reason));
            }
            else
            {
                plan.Entities.Add((row, properties));
            }
        }

        foreach (var row in batch.Relations)
        {
            if (!row.IsLive)
            {
                plan.Cut.Add(row.RowKey);
            }
            else if ((GraphProperties.TryOf(row, Names.Dialect, out var properties) ?? Names.Fault(row.RowKey.Type!)) is { } reason)
            {
                rejected.Add((row.RowKey, reason));
            }
            else
            {
                plan.Relations.Add((row, properties));
            }
        }

        return rejected.Count == 0 ? plan : throw new ProjectionRejectedException(rejected);
    }
}
