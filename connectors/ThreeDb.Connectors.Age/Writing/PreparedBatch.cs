using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>The rows of a batch as agtypes, and the seqs whose labels have to be known.</summary>
internal sealed class PreparedBatch
{
    private readonly List<(RowKey, string)> _rejected = [];
    private readonly Dictionary<long, string> _ends = [];

    private PreparedBatch(ProjectionBatch batch)
    {
        Nodes = new List<NodeRow>(batch.Entities.Count);
        Edges = new List<EdgeRow>(batch.Relations.Count);
        foreach (var entity in batch.Entities)
        {
            Add(entity);
        }

        foreach (var relation in batch.Relations)
        {
            Add(relation);
        }
    }

    public List<NodeRow> Nodes { get; }

    public List<EdgeRow> Edges { get; }

    /// <summary>The ids of the ends of relations that shall be there, by seq.</summary>
    public IReadOnlyDictionary<long, string> Ends => _ends;

    /// <exception cref="ProjectionRejectedException">AGE can never hold some of the rows.</exception>
    public static PreparedBatch Of(ProjectionBatch batch)
    {
        var prepared = new PreparedBatch(batch);
        return prepared._rejected.Count == 0 ? prepared : throw new ProjectionRejectedException(prepared._rejected);
    }

    /// <summary>Every seq that the batch names.</summary>
    public long[] Seqs()
    {
        var seqs = new HashSet<long>(Nodes.Count + (Edges.Count * 2));
        Nodes.ForEach(node => seqs.Add(node.Seq));
        foreach (var edge in Edges)
        {
            seqs.Add(edge.From);
            seqs.Add(edge.To);
        }

        return [.. seqs];
    }

    /// <summary>The properties of a stub.</summary>
    public static string Stub(long seq, string id) => AgtypeWriter.Map([new("_seq", GraphValue.Of(seq)), new("_id", GraphValue.Of(id))]);

    private void Add(ProjectedEntity entity)
    {
        if (!entity.IsLive)
        {
            Nodes.Add(new NodeRow(entity.Seq, null, Stub(entity.Seq, entity.Id)));
        }
        else if (GraphProperties.TryOf(entity, AgeDialect.Instance, out var properties) is { } reason)
        {
            _rejected.Add((entity.RowKey, reason));
        }
        else
        {
            Nodes.Add(new NodeRow(entity.Seq, entity.Type, AgtypeWriter.Map(properties.Items)));
        }
    }

    private void Add(ProjectedRelation relation)
    {
        var key = relation.RowKey;
        if (!relation.IsLive)
        {
            Edges.Add(new EdgeRow(key.Seq, key.Target, key.Type!, false, AgtypeWriter.Text(key.Key ?? "")));
        }
        else if (GraphProperties.TryOf(relation, AgeDialect.Instance, out var properties) is { } reason)
        {
            _rejected.Add((key, reason));
        }
        else
        {
            Edges.Add(new EdgeRow(key.Seq, key.Target, key.Type!, true, AgtypeWriter.Map(properties.Items)));
            _ends.TryAdd(key.Seq, relation.From);
            _ends.TryAdd(key.Target, relation.To);
        }
    }
}
