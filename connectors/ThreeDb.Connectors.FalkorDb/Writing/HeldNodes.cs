using ThreeDb.Connectors.Resp;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>What a graph holds of the entities of a batch before it is applied.</summary>
/// <remarks>
/// A node is known by its seq, but looked for by its id first: on 4.16.3 the index finds a text in 2 µs and a number in 20 µs (numbers share long lists, which it
/// reads through). An index of texts takes blanks and control characters otherwise than people do, and may answer with other nodes or with none. So what is found
/// counts by the seq that it has, and what is not found is looked for by seq.
/// </remarks>
/// <param name="Fence">The newest fence that the graph has seen; null when it was never prepared.</param>
/// <param name="FedBy">The database that feeds it; null when nothing is kept of that.</param>
/// <param name="Labels">The labels of each entity that is held, beside the one that all have; none for a stub.</param>
/// <param name="Ids">The ids by which entities were found. As long as the fence stands, they are found by them again.</param>
internal sealed record HeldNodes(long? Fence, string? FedBy, IReadOnlyDictionary<long, string[]> Labels, IReadOnlyDictionary<long, string> Ids)
{
    /// <param name="graph">The graph.</param>
    /// <param name="wanted">Seqs, with the id where it can be looked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<HeldNodes> ReadAsync(FalkorDbGraph graph, IReadOnlyDictionary<long, string?> wanted, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<long, string[]>(wanted.Count);
        var ids = new Dictionary<long, string>(wanted.Count);
        var byId = new CypherText();
        foreach (var id in wanted.Values.OfType<string>())
        {
            (byId.Length == 0 ? byId : byId.Raw(","u8)).Text(id);
        }

        var (fence, fedBy) = await ReadAsync(graph, "_id", byId, AddById, cancellationToken).ConfigureAwait(false);
        var bySeq = new CypherText();
        foreach (var seq in fence is null ? [] : wanted.Keys.Where(seq => !ids.ContainsKey(seq)))
        {
            (bySeq.Length == 0 ? bySeq : bySeq.Raw(","u8)).Number(seq);
        }

        // Nodes of a later fence do no harm: the batch is written only if the first one stands.
        if (bySeq.Length > 0)
        {
            _ = await ReadAsync(graph, "_seq", bySeq, (seq, _, held) => labels[seq] = held, cancellationToken).ConfigureAwait(false);
        }

        return new HeldNodes(fence, fedBy, labels, ids);

        void AddById(long seq, RespValue key, string[] held)
        {
            if (wanted.TryGetValue(seq, out var id) && id == CompactValue.Read(key).AsString)
            {
                labels[seq] = held;
                ids[seq] = id;
            }
        }
    }

    /// <summary>None, in a graph with this fence.</summary>
    public static HeldNodes None(long fence) => new(fence, null, new Dictionary<long, string[]>(), new Dictionary<long, string>());

    /// <summary>These, and others that are known to be found by their ids.</summary>
    public HeldNodes With(IEnumerable<(long Seq, string Id)> known)
    {
        var (labels, ids) = (new Dictionary<long, string[]>(Labels), new Dictionary<long, string>(Ids));
        foreach (var (seq, id) in known)
        {
            labels[seq] = [];
            ids[seq] = id;
        }

        return this with { Labels = labels, Ids = ids };
    }

    // One query, so that fence and nodes are of one moment.
    private static async Task<(long? Fence, string? FedBy)> ReadAsync(FalkorDbGraph graph, string property, CypherText keys, Action<long, RespValue, string[]> add, CancellationToken cancellationToken)
    {
        var query = new CypherText().Raw("CYPHER k=["u8).Raw(keys.Written.Span).Raw(
            $"] MATCH (f:`{FalkorDbGraph.FenceLabel}`) RETURN f.fence AS s, [] AS l, f.database AS k UNION ALL UNWIND $k AS k MATCH (n:{FalkorDbGraph.EntityLabel} {{{property}: k}}) RETURN n._seq AS s, labels(n) AS l, k");
        var answer = await graph.ReadAsync(query.Written, cancellationToken).ConfigureAwait(false);
        (long? Fence, string? FedBy) seen = default;
        foreach (var row in answer is null ? [] : answer.Rows)
        {
            var cells = row.AsItems();
            var number = CompactValue.Read(cells[0]);
            string[] labels = CompactValue.ReadTexts(cells[1]);
            if (labels.Length == 0)
            {
                var fedBy = CompactValue.Read(cells[2]);
                seen = (number.AsLong, fedBy.Kind == GraphValueKind.String ? fedBy.AsString : null);
            }
            else if (number.Kind == GraphValueKind.Long)
            {
                add(number.AsLong, cells[2], [.. labels.Where(label => label != FalkorDbGraph.EntityLabel)]);
            }
        }

        return seen;
    }
}
